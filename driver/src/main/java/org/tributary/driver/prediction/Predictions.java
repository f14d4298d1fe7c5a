package org.tributary.driver.prediction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.tributary.core.data.Inputs;
import org.tributary.core.data.Outcome;
import org.tributary.core.model.Model;
import org.tributary.core.model.ModelFiles;
import org.tributary.core.scoring.PredictionColumns;
import org.tributary.core.scoring.PredictionRule;
import org.tributary.core.scoring.Scorer;
import org.tributary.driver.dataset.FeatureRow;
import org.tributary.driver.dataset.FeatureRows;
import org.tributary.driver.source.Cells;
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.Table;

/**
 * The rows of a table with the predictions of a model.
 *
 * <p>The columns of the input are kept unchanged. For classes, {@code prediction} is the name of
 * the class and {@code probability_NAME} the probability of each; for numbers, {@code prediction}
 * is the number, or there is one {@code prediction_COLUMN} for each of several; for quantiles,
 * {@code _qLEVEL} is added to these names.
 */
public final class Predictions {
  private static final String CODE = "spark.sql.codegen.factoryMode";
  private static final int MOST_COMPILED = 2000;

  private Predictions() {}

  /**
   * Returns the predictions; rows are read and scored lazily.
   *
   * @throws DataException if a column is missing, a row is invalid, or an input column has the name
   *     of an added column
   */
  public static Dataset<Row> of(SparkSession spark, Table table, Model model) {
    JavaRDD<FeatureRow> rows = FeatureRows.of(table, model.preparation());
    StructType schema = schema(table, model);
    DataType[] types =
        Arrays.stream(table.schema().fields())
            .map(field -> field.dataType())
            .toArray(DataType[]::new);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<ModelFiles> files = context.broadcast(ModelFiles.of(model));
    return sessionFor(spark, schema)
        .createDataFrame(
            rows.mapPartitions(
                partition -> new Scored(partition, Scorer.of(files.value().model()), types)),
            schema);
  }

  /**
   * Returns a session that writes rows of a schema, and in reasonable time. Spark's code generation
   * takes minutes for about ten thousand columns, so it is disabled for wide schemas. Names that
   * differ only by case, such as those of the classes Yes and yes, are different names.
   */
  private static SparkSession sessionFor(SparkSession spark, StructType schema) {
    boolean wide =
        schema.length() > MOST_COMPILED && !spark.sparkContext().getConf().contains(CODE);
    boolean alike =
        Stream.of(schema.fieldNames()).map(name -> name.toLowerCase(Locale.ROOT)).distinct().count()
            < schema.length();
    if (!wide && !alike) {
      return spark;
    }
    SparkSession own = spark.newSession();
    if (wide) {
      own.conf().set(CODE, "NO_CODEGEN");
    }
    if (alike) {
      own.conf().set("spark.sql.caseSensitive", "true");
    }
    return own;
  }

  private static StructType schema(Table table, Model model) {
    Outcome outcome = model.columns().outcome();
    List<StructField> columns = new ArrayList<>(List.of(table.schema().fields()));
    Set<String> names = new HashSet<>(List.of(table.schema().fieldNames()));
    for (String name : PredictionColumns.of(model).names()) {
      if (!names.add(name)) {
        throw new DataException(
            "Cannot add column %s to %s: a column of that name exists"
                .formatted(name, table.path()));
      }
      boolean isName = outcome instanceof Outcome.Classes && name.equals("prediction");
      DataType type = isName ? DataTypes.StringType : DataTypes.DoubleType;
      columns.add(DataTypes.createStructField(name, type, true));
    }
    return new StructType(columns.toArray(StructField[]::new));
  }

  /** The rows of a partition with their predictions, scored in batches. */
  private static final class Scored implements Iterator<Row> {
    private final Iterator<FeatureRow> rows;
    private final Scorer scorer;
    private final DataType[] types;
    private Iterator<Row> batch = List.<Row>of().iterator();

    Scored(Iterator<FeatureRow> rows, Scorer scorer, DataType[] types) {
      this.rows = rows;
      this.scorer = scorer;
      this.types = types;
    }

    @Override
    public boolean hasNext() {
      return batch.hasNext() || rows.hasNext();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      if (!batch.hasNext()) {
        batch = score();
      }
      return batch.next();
    }

    private Iterator<Row> score() {
      List<FeatureRow> some = new ArrayList<>();
      while (some.size() < scorer.chunkRows() && rows.hasNext()) {
        some.add(rows.next());
      }
      int cells = scorer.model().preparation().layout().cells();
      int k = scorer.model().topology().outputs();
      double[] outputs = new double[Math.multiplyExact(some.size(), k)];
      if (some.get(0).isSparse()) {
        scorer.sparseOutputs(sparse(some, cells), some.size(), outputs);
      } else {
        double[] raw = new double[Math.multiplyExact(some.size(), cells)];
        for (int r = 0; r < some.size(); r++) {
          System.arraycopy(some.get(r).features(), 0, raw, r * cells, cells);
        }
        scorer.encodedOutputs(raw, some.size(), outputs);
      }
      requireFinite(some, outputs, k);
      List<Row> scored = new ArrayList<>(some.size());
      for (int r = 0; r < some.size(); r++) {
        scored.add(row(some.get(r).source().cells(), outputs, r, k));
      }
      return scored.iterator();
    }

    private static Inputs.Csr<double[]> sparse(List<FeatureRow> rows, int cells) {
      int[] rowPointers = new int[rows.size() + 1];
      for (int r = 0; r < rows.size(); r++) {
        rowPointers[r + 1] = Math.addExact(rowPointers[r], rows.get(r).numbers().length);
      }
      int[] columns = new int[rowPointers[rows.size()]];
      double[] values = new double[columns.length];
      for (int r = 0; r < rows.size(); r++) {
        FeatureRow row = rows.get(r);
        System.arraycopy(row.indices(), 0, columns, rowPointers[r], row.indices().length);
        System.arraycopy(row.numbers(), 0, values, rowPointers[r], row.numbers().length);
      }
      return new Inputs.Csr<>(cells, rowPointers, columns, values);
    }

    private void requireFinite(List<FeatureRow> rows, double[] outputs, int k) {
      OptionalInt notFinite = PredictionRule.notFinite(outputs, 0, rows.size() * k);
      if (notFinite.isPresent()) {
        int i = notFinite.getAsInt();
        FeatureRow row = rows.get(i / k);
        throw UnpredictableRow.of(row.source(), outputs[i], row.features(), scorer.model());
      }
    }

    private Row row(Object[] cells, double[] outputs, int r, int k) {
      List<Object> values = new ArrayList<>(cells.length + k + 2);
      for (int c = 0; c < cells.length; c++) {
        values.add(Cells.toRow(cells[c], types[c]));
      }
      if (scorer.model().columns().outcome() instanceof Outcome.Classes classes) {
        values.add(classes.names().get(scorer.classIndex(outputs, r)));
        if (k == 1) {
          values.add(1 - outputs[r]);
        }
      }
      for (int j = 0; j < k; j++) {
        values.add(outputs[r * k + j]);
      }
      return RowFactory.create(values.toArray());
    }
  }
}
