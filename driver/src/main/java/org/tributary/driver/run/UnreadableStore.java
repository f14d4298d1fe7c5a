package org.tributary.driver.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tributary.core.model.FileFailure;
import org.tributary.driver.dataset.UnreadableRows;
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.RowNumbers.Numbered;
import org.tributary.driver.spec.OutputSpec.Existing;
import org.tributary.driver.spec.UnreadableSpec;
import org.tributary.driver.store.Input;
import org.tributary.driver.store.NoSpace;
import org.tributary.driver.store.OutputDirectory;
import org.tributary.driver.store.OutputKind;

/**
 * Writes the rows that a run left out: JSON lines with the file, the line or row, the column at
 * fault, the reason and the text. A directory of an earlier run is replaced.
 */
final class UnreadableStore {
  private static final String SUCCESS = "_SUCCESS";
  private static final StructType SCHEMA =
      new StructType()
          .add("file", DataTypes.StringType)
          .add("line", DataTypes.LongType)
          .add("column", DataTypes.StringType)
          .add("reason", DataTypes.StringType)
          .add("text", DataTypes.StringType);

  private UnreadableStore() {}

  /**
   * Checks that rows can be written where a spec says, before any is read.
   *
   * @param inputs what the command reads
   * @throws DataException if they cannot
   */
  static void requireWritable(UnreadableSpec spec, List<Input> inputs, Configuration files) {
    spec.path()
        .ifPresent(
            path ->
                writing(
                    path,
                    () ->
                        OutputDirectory.of(OutputKind.UNREADABLE, path, files)
                            .requireWritable(Existing.REPLACE, inputs, files)));
  }

  /**
   * Writes the rows, if there are any and the job has a path for them.
   *
   * @throws DataException if they cannot be written
   */
  static void write(SparkSession spark, UnreadableRows rows) {
    Optional<String> path = rows.path();
    if (path.isEmpty()) {
      return;
    }
    Configuration files = spark.sparkContext().hadoopConfiguration();
    JavaRDD<Row> all =
        rows.found().stream()
            .map(found -> found.map(UnreadableStore::row))
            .reduce(JavaRDD::union)
            .orElseGet(JavaSparkContext.fromSparkContext(spark.sparkContext())::emptyRDD);
    writing(
        path.get(),
        () ->
            OutputDirectory.of(OutputKind.UNREADABLE, path.get(), files)
                .write(new Content(spark, all), Existing.REPLACE));
  }

  private static Row row(Numbered numbered) {
    var row = numbered.row();
    return RowFactory.create(row.file(), numbered.number(), row.column(), row.reason(), row.text());
  }

  /** Work that may fail in the file system. */
  @FunctionalInterface
  private interface FileAction {
    void run() throws IOException;
  }

  private static void writing(String path, FileAction work) {
    try {
      work.run();
    } catch (IOException | IllegalArgumentException e) {
      throw new DataException(
          "Cannot write unreadable rows to " + path + ": " + FileFailure.reason(e));
    }
  }

  /** The files that Spark writes. */
  private record Content(SparkSession spark, JavaRDD<Row> rows) implements OutputDirectory.Content {
    @Override
    public void write(FileSystem fileSystem, Path directory) throws IOException {
      try {
        spark
            .createDataFrame(rows, SCHEMA)
            .write()
            .mode(SaveMode.Append)
            .option("ignoreNullFields", "false")
            .json(directory.toString());
      } catch (Exception e) {
        // Scala throws checked exceptions without declaring them.
        Optional<NoSpace> limit = NoSpace.in(e);
        if (limit.isEmpty() && e instanceof RuntimeException fault) {
          throw fault;
        }
        throw new IOException(limit.map(NoSpace::line).orElseGet(() -> FileFailure.reason(e)), e);
      }
    }

    @Override
    public void requireComplete(FileSystem fileSystem, Path directory) throws IOException {
      if (!fileSystem.exists(new Path(directory, SUCCESS))) {
        throw new FileNotFoundException(SUCCESS + " is missing after the rows were written");
      }
    }
  }
}
