package org.tributary.driver.prediction;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.tributary.core.model.FileFailure;
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.Table;
import org.tributary.driver.spec.OutputSpec.Existing;
import org.tributary.driver.store.Input;
import org.tributary.driver.store.NoSpace;
import org.tributary.driver.store.OutputDirectory;
import org.tributary.driver.store.OutputKind;

/** Writes predictions atomically, by the rules of {@link OutputDirectory}. */
public final class PredictionStore {
  private static final String SUCCESS = "_SUCCESS";

  /** Quotes are doubled, blanks are kept, and nothing is written for a missing cell. */
  private static final Map<String, String> RFC_4180 =
      Map.of(
          "header", "true",
          "escape", "\"",
          "ignoreLeadingWhiteSpace", "false",
          "ignoreTrailingWhiteSpace", "false",
          "nullValue", "",
          "emptyValue", "");

  private final String path;
  private final PredictionFormat format;
  private final Existing existing;
  private final Configuration configuration;

  /**
   * Creates a store.
   *
   * @param path the directory, as given by the user
   * @param format the output format
   * @param existing how to handle an existing directory
   * @param configuration the Hadoop configuration with the file systems
   */
  public PredictionStore(
      String path, PredictionFormat format, Existing existing, Configuration configuration) {
    this.path = path;
    this.format = format;
    this.existing = existing;
    this.configuration = configuration;
  }

  /**
   * Checks that predictions can be written, before they are computed.
   *
   * @param inputs the inputs of the command
   * @throws DataException if the output exists and must not be replaced, if it is or contains an
   *     input, or if it cannot be written
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
   * @param table the input, used to report a row that cannot be predicted
   * @throws DataException if a row cannot be predicted or the output cannot be written; an existing
   *     output is kept
   */
  public void write(Dataset<Row> predictions, Table table) {
    writing(
        () ->
            OutputDirectory.of(OutputKind.PREDICTIONS, path, configuration)
                .write(new Content(predictions, table, format), existing));
  }

  /** Work that may fail in the file system. */
  @FunctionalInterface
  private interface FileAction {
    void run() throws IOException;
  }

  private void writing(FileAction work) {
    try {
      work.run();
    } catch (IOException | IllegalArgumentException e) {
      throw new DataException("Cannot write predictions to " + path + ": " + FileFailure.reason(e));
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
        // Scala throws checked exceptions without declaring them.
        throw explained(e);
      }
    }

    private void save(Path directory) {
      if (format == PredictionFormat.CSV) {
        requireCells(predictions.schema());
      }
      predictions
          .write()
          .mode(SaveMode.Append)
          .options(format == PredictionFormat.CSV ? RFC_4180 : Map.of())
          .format(format.toString())
          .save(directory.toString());
    }

    /** Refuses columns whose values are no text, before anything is computed. */
    private static void requireCells(StructType schema) {
      for (StructField column : schema.fields()) {
        if (!(column.dataType() instanceof AtomicType)) {
          throw new DataException(
              "Cannot write column %s of type %s as CSV; use --format parquet or --format json"
                  .formatted(column.name(), column.dataType().catalogString()));
        }
      }
    }

    /** Returns the cause that the user can fix: the row, the column, or the disk. */
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
      Optional<NoSpace> limit = NoSpace.in(failure);
      if (limit.isPresent()) {
        return new IOException(limit.get().line(), failure);
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
        throw new FileNotFoundException(success + " is missing after the predictions were written");
      }
    }
  }
}
