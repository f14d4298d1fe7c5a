package org.tributary.driver.prediction;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.Table;
import org.tributary.driver.spec.OutputSpec.Existing;
import org.tributary.driver.store.DiskFull;
import org.tributary.driver.store.Input;
import org.tributary.driver.store.OutputDirectory;
import org.tributary.driver.store.OutputKind;

/** Writes predictions, by the rules of {@link OutputDirectory}: whole or not at all. */
public final class PredictionStore {
  private static final String SUCCESS = "_SUCCESS";

  private final String path;
  private final PredictionFormat format;
  private final Existing existing;
  private final Configuration configuration;

  /**
   * Describes an output.
   *
   * @param path the directory, as the user names it
   * @param format how to write
   * @param existing what to do when it is there already
   * @param configuration where the file systems are known
   */
  public PredictionStore(
      String path, PredictionFormat format, Existing existing, Configuration configuration) {
    this.path = path;
    this.format = format;
    this.existing = existing;
    this.configuration = configuration;
  }

  /**
   * Checks that predictions can be written, before any is computed.
   *
   * @param inputs what the command reads
   * @throws DataException if the output is there and must stay, if Tributary may not replace it, if
   *     it is an input or holds one, or if it cannot be written
   */
  public void requireWritable(List<Input> inputs) {
    writing(
        () ->
            OutputDirectory.of(OutputKind.PREDICTIONS, path, configuration)
                .requireWritable(existing, inputs, configuration));
  }

  /**
   * Computes and writes the predictions.
   *
   * @param table what they are for, to name a row that cannot be predicted
   * @throws DataException if a row cannot be predicted or the output cannot be written; what was at
   *     the path is there still
   */
  public void write(Dataset<Row> predictions, Table table) {
    writing(
        () ->
            OutputDirectory.of(OutputKind.PREDICTIONS, path, configuration)
                .write(new Content(predictions, table, format), existing));
  }

  /** What may fail in the file system. */
  @FunctionalInterface
  private interface FileAction {
    void run() throws IOException;
  }

  private void writing(FileAction work) {
    try {
      work.run();
    } catch (IOException | IllegalArgumentException e) {
      throw new DataException("Cannot write predictions to " + path + ": " + e.getMessage());
    }
  }

  /** The files that Spark writes. */
  private record Content(Dataset<Row> predictions, Table table, PredictionFormat format)
      implements OutputDirectory.Content {
    @Override
    public void write(FileSystem fileSystem, Path directory) throws IOException {
      try {
        save(directory);
      } catch (Exception e) {
        // Scala throws checked exceptions that Java cannot see.
        throw explained(e);
      }
    }

    private void save(Path directory) {
      predictions
          .write()
          .mode(SaveMode.Append)
          .option("header", format == PredictionFormat.CSV)
          .format(format.toString())
          .save(directory.toString());
    }

    /** Returns what a user can act on: the row, the column, or the disk. */
    private Exception explain(Exception failure) {
      for (Throwable each = failure; each != null; each = each.getCause()) {
        if (each instanceof UnpredictableRow row) {
          return new DataException(
              "Cannot predict %s: %s"
                  .formatted(table.place(row.file(), row.position()), row.getMessage()));
        }
        if (each instanceof DataException known) {
          return known;
        }
      }
      Optional<String> full = DiskFull.sign(failure);
      if (full.isPresent()) {
        return new IOException(full.get(), failure);
      }
      return failure instanceof AnalysisException analysis
          ? new IOException(analysis.getSimpleMessage(), failure)
          : failure;
    }

    private IOException explained(Exception failure) {
      Exception explained = explain(failure);
      if (explained instanceof IOException io) {
        return io;
      }
      if (explained instanceof RuntimeException runtime) {
        throw runtime;
      }
      throw new IllegalStateException("Cannot write predictions", explained);
    }

    @Override
    public void requireComplete(FileSystem fileSystem, Path directory) throws IOException {
      Path success = new Path(directory, SUCCESS);
      if (!fileSystem.exists(success)) {
        throw new FileNotFoundException(
            success + " is not there after the predictions were written");
      }
    }
  }
}
