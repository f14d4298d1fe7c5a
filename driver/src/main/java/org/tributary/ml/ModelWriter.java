package org.tributary.ml;

import java.io.IOException;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.FileSystemOverwrite;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.ml.util.ReadWriteUtils;
import org.tributary.driver.spec.OutputSpec.Existing;
import org.tributary.driver.store.ModelStore;

/**
 * Saves a model of Spark ML: the directory of a Tributary model, which the command line reads, with
 * the metadata of Spark ML in it. The directory is complete or not there.
 */
final class ModelWriter extends MLWriter {
  private final Params instance;
  private final ScoringModel model;

  ModelWriter(Params instance, ScoringModel model) {
    this.instance = instance;
    this.model = model;
  }

  /** Saves; what is there already stays until the new model is complete. */
  @Override
  public void save(String path) throws IOException {
    boolean replaces = shouldOverwrite() && ModelStore.isOwn(located(path), configuration());
    if (!replaces) {
      new FileSystemOverwrite().handleOverwrite(path, shouldOverwrite(), sparkSession());
    }
    write(path, replaces ? Existing.REPLACE : Existing.REFUSE);
  }

  @Override
  public void saveImpl(String path) {
    write(path, Existing.REFUSE);
  }

  private void write(String path, Existing existing) {
    ModelStore.save(
        model.model(),
        located(path),
        existing,
        configuration(),
        (fileSystem, directory) ->
            DefaultParamsWriter.saveMetadata(
                instance, toSpark(directory.toString()), sparkSession()));
  }

  private Configuration configuration() {
    return sparkSession().sparkContext().hadoopConfiguration();
  }

  private static String located(String path) {
    return ModelWriter.located(path, ReadWriteUtils.localSavingModeState().get());
  }

  /** Returns a path, of the local file system where Spark saves to and loads from that. */
  static String located(String path, Object local) {
    return Objects.equals(local, true) ? java.nio.file.Path.of(path).toUri().toString() : path;
  }

  /** Returns a path of {@link #located} as Spark's own readers and writers take it. */
  static String toSpark(String located) {
    return Objects.equals(ReadWriteUtils.localSavingModeState().get(), true)
        ? new Path(located).toUri().getPath()
        : located;
  }
}
