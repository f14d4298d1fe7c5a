package org.tributary.driver.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkException;
import org.apache.spark.SparkThrowable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

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

  private ParquetSource() {}

  static Table open(SparkSession spark, String path) {
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    List<FileStatus> files = SourceFiles.listAny(conf, path);
    if (!files.isEmpty()) {
      // Opened here: this thread, not the pool's, may act for another user.
      FileSystem fs = SourceFiles.fileSystem(conf, files);
      files.parallelStream().forEach(file -> requireWhole(fs, file));
    }
    try {
      String[] found =
          SourceFiles.matches(conf, path).stream()
              .map(match -> SourceFiles.literal(match).toString())
              .toArray(String[]::new);
      Dataset<Row> data = spark.read().option("mergeSchema", true).parquet(found);
      return new Table(
          path,
          data.schema(),
          records(data),
          Table.Positions.ROW,
          SourceFiles.bytes(files),
          FrameNumbers.of(data));
    } catch (Exception e) {
      // Scala throws checked exceptions without declaring them.
      if (e instanceof SparkThrowable known
          && "UNABLE_TO_INFER_SCHEMA".equals(known.getCondition())) {
        throw new DataException("Cannot read " + path + ": no files of Parquet in it");
      }
      if (e instanceof AnalysisException || e instanceof SparkException) {
        throw new DataException("Cannot read " + path + ": " + reason(e));
      }
      throw e;
    }
  }

  // A file ends with its format's magic. Spark finds this out as well, but in a task that fails.
  private static void requireWhole(FileSystem fs, FileStatus file) {
    String path = file.getPath().toString();
    try (FSDataInputStream in = fs.open(file.getPath())) {
      in.seek(Math.max(0, file.getLen() - MAGIC_BYTES));
      String magic = new String(in.readNBytes(MAGIC_BYTES), StandardCharsets.ISO_8859_1);
      if (!magic.equals("PAR1") && !magic.equals("PARE")) {
        throw new DataException("Cannot read " + path + ": not a whole file of Parquet");
      }
    } catch (IOException e) {
      throw DataException.reading(path, e);
    }
  }

  private static JavaRDD<SourceRow> records(Dataset<Row> data) {
    StructType schema = data.schema();
    int width = schema.length();
    RowValues.Kind[] kinds = FrameSource.kinds(schema);
    return placed(data)
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
        functions.col("*"), place.getField("file_path"), place.getField("row_index"));
  }

  private static String reason(Exception failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return message.replaceAll("^\\[[A-Z_.]+\\] | SQLSTATE: \\w+$", "");
  }
}
