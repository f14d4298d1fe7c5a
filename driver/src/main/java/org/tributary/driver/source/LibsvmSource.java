package org.tributary.driver.source;

import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tributary.driver.spec.FormatSpec;

/**
 * Reads LIBSVM: the cell of {@code label} is its text, that of {@code features} a sparse vector.
 *
 * <p>In the schema {@code features} is a string, the vector in LIBSVM notation: it stays as short
 * as the vector is sparse, and every output format takes it.
 */
final class LibsvmSource {
  private static final int COLUMNS = 2;

  private LibsvmSource() {}

  static Table open(
      SparkSession spark, FoundFiles files, FormatSpec.Libsvm format, RowWidth width) {
    JavaSparkContext sc = JavaSparkContext.fromSparkContext(spark.sparkContext());
    // Finds damaged and forbidden files before any task does.
    TextRecords.firstLines(sc.hadoopConfiguration(), files);
    int features = format.features() > 0 ? format.features() : largestIndex(sc, files, width);
    return new Table(
        files.name(),
        new StructType().add("label", DataTypes.StringType).add("features", DataTypes.StringType),
        records(sc, files, features, width),
        Table.Positions.BYTE_OFFSET,
        files.bytes());
  }

  // One pass. Malformed records are ignored here; the validation reports them.
  private static int largestIndex(JavaSparkContext sc, FoundFiles files, RowWidth width) {
    return records(sc, files, width.most(), width)
        .map(LibsvmSource::largestIndex)
        .fold(0, Math::max);
  }

  private static int largestIndex(SourceRow row) {
    if (Malformed.in(row).isPresent()) {
      return 0;
    }
    int[] indices = ((SparseVector) row.cells()[1]).indices();
    return indices.length == 0 ? 0 : indices[indices.length - 1] + 1;
  }

  private static JavaRDD<SourceRow> records(
      JavaSparkContext sc, FoundFiles files, int features, RowWidth width) {
    return TextRecords.read(
        sc,
        files,
        TextRecords.Layout.LINES,
        COLUMNS,
        Map.of(),
        () -> new LibsvmLine(features, width));
  }
}
