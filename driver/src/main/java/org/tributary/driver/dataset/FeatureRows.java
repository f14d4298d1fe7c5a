package org.tributary.driver.dataset;

import java.util.Iterator;
import org.apache.spark.api.java.JavaRDD;
import org.tributary.core.preparation.Preparation;
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.SourceRow;
import org.tributary.driver.source.Table;
import org.tributary.driver.spark.Rdds;

/**
 * Rows with the encoded features that a model takes, in the order of their files; labels are not
 * read.
 */
public final class FeatureRows {
  private FeatureRows() {}

  /**
   * Returns the rows of a table with their features.
   *
   * @throws DataException if a column is not there or a row cannot be read
   */
  public static JavaRDD<FeatureRow> of(Table table, Preparation preparation) {
    ColumnPlan plan = ColumnPlan.forPrediction(table, preparation);
    SampleReader reader = new SampleReader(plan, SampleReader.TargetKind.UNREAD);
    DataValidation.of(table, reader).requireSound(table);
    return Rdds.mapPartitions(table.records(), rows -> new Reader(rows, reader));
  }

  private record Reader(Iterator<SourceRow> rows, SampleReader reader)
      implements Iterator<FeatureRow> {
    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public FeatureRow next() {
      SourceRow row = rows.next();
      return new FeatureRow(row, reader.sample(row), reader.plan().inputs());
    }
  }
}
