package org.tributary.driver.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.tributary.driver.files.OpenFile;

/**
 * Reads Parquet, directories partitioned by Spark included.
 *
 * <p>The columns are those of all files together; a file without one holds nulls there. Numbers,
 * booleans and text are cells as they are, arrays of float are {@code float[]}, arrays of double
 * and int and the vectors of Spark ML are vectors. Other values are kept as Spark gives them: they
 * can be copied to outputs, but are not numeric.
 */
final class ParquetSource {
  private static final int MAGIC_BYTES = 4;
  private static final String FILE = "_tributary_file";
  private static final String ROW = "_tributary_row";

  // Without the second, a page with a changed bit is read as other numbers.
  private static final Map<String, String> OPTIONS =
      Map.of("mergeSchema", "true", "parquet.page.verify-checksum.enabled", "true");

  private ParquetSource() {}

  static Table open(SparkSession spark, FoundFiles files) {
    files.eachInParallel(spark.sparkContext().hadoopConfiguration(), ParquetSource::requireWhole);
    SparkFiles opened = SparkFiles.open(spark, "parquet", "Parquet", OPTIONS, files);
    Dataset<Row> data = opened.rows();
    return new Table(
        files.name(),
        data.schema(),
        () -> records(opened, data.schema()),
        Table.Positions.ROW,
        files.bytes(),
        FrameNumbers.of(data, files.name()));
  }

  // A file ends with its format's magic. Spark finds this out as well, but in a task that fails.
  private static void requireWhole(FileSystem fs, FileStatus file) {
    String path = file.getPath().toString();
    try (FSDataInputStream in = OpenFile.at(fs, file.getPath())) {
      in.seek(Math.max(0, file.getLen() - MAGIC_BYTES));
      String magic = new String(in.readNBytes(MAGIC_BYTES), StandardCharsets.ISO_8859_1);
      if (!magic.equals("PAR1") && !magic.equals("PARE")) {
        throw new DataException("Cannot read " + path + ": not a whole file of Parquet");
      }
    } catch (IOException e) {
      throw DataException.reading(path, e);
    }
  }

  private static JavaRDD<SourceRow> records(SparkFiles files, StructType schema) {
    int width = schema.length();
    RowValues.Kind[] kinds = FrameSource.kinds(schema);
    return files
        .rows(ParquetSource::placed)
        // Columns that only some parts have are behind the others.
        .select(SparkFiles.columns(schema, FILE, ROW))
        .javaRDD()
        .map(
            row ->
                new SourceRow(
                    FrameSource.cells(row, kinds), row.getString(width), row.getLong(width + 1)));
  }

  /** Returns the rows with the file and the row of each behind their columns. */
  private static Dataset<Row> placed(Dataset<Row> data) {
    Column place = data.metadataColumn("_metadata");
    return data.select(
        functions.col("*"),
        place.getField("file_path").as(FILE),
        place.getField("row_index").as(ROW));
  }
}
