package org.tributary.driver.sql;

import java.io.IOException;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.classic.SparkSession;
import org.tributary.core.model.CurrentVersion;
import org.tributary.core.model.Model;
import org.tributary.core.model.ModelException;
import org.tributary.core.model.ModelFiles;
import org.tributary.core.scoring.Scorer;
import org.tributary.driver.files.UserPath;
import org.tributary.driver.store.ModelStore;

/**
 * A model that queries use: it is read when a query is analyzed, travels to tasks with the query,
 * and becomes one scorer in each JVM.
 */
final class LoadedModel implements Serializable {
  private static final long serialVersionUID = 1;

  /** How many models a JVM keeps; the one that was not used for longest is dropped. */
  private static final int KEPT = 16;

  /** In this JVM, by {@link #key}. */
  private static final Map<String, Scorer> SCORERS = new Recent<>();

  private static final Map<String, LoadedModel> MODELS = new Recent<>();

  private final String key;
  private final ModelFiles files;

  private LoadedModel(String key, ModelFiles files) {
    this.key = key;
    this.files = files;
  }

  /**
   * Returns the model of a directory: as it is now, read again only if a file changed.
   *
   * @throws ModelException if it cannot be read
   */
  static LoadedModel of(String path) {
    Configuration configuration = SparkSession.active().sessionState().newHadoopConf();
    String key = path + " " + state(path, configuration);
    synchronized (MODELS) {
      return MODELS.computeIfAbsent(
          key, k -> new LoadedModel(k, ModelFiles.of(ModelStore.load(path, configuration))));
    }
  }

  /**
   * Returns the sizes and times of the files of a model, or of the file that tells the current
   * version of a registry; something new each time if there are none.
   */
  private static String state(String path, Configuration configuration) {
    try {
      return state(path, ModelFiles.DESCRIPTION, configuration)
          + state(path, ModelFiles.WEIGHTS, configuration);
    } catch (IOException | IllegalArgumentException e) {
      // Perhaps it is a registry.
    }
    try {
      return state(path, CurrentVersion.FILE, configuration);
    } catch (IOException | IllegalArgumentException e) {
      // Reading the model reports what is wrong with it.
      return String.valueOf(System.nanoTime());
    }
  }

  private static String state(String path, String name, Configuration configuration)
      throws IOException {
    Path file = new Path(UserPath.of(path), name);
    FileStatus status = UserPath.fileSystem(file, configuration).getFileStatus(file);
    return status.getLen() + "@" + status.getModificationTime() + " ";
  }

  /** Returns the scorer of this JVM. */
  Scorer scorer() {
    synchronized (SCORERS) {
      return SCORERS.computeIfAbsent(key, k -> Scorer.of(files.model()));
    }
  }

  /** Returns the model. */
  Model model() {
    return scorer().model();
  }

  /** Keeps the entries that were used last. */
  private static final class Recent<V> extends LinkedHashMap<String, V> {
    private static final long serialVersionUID = 1;

    Recent() {
      super(KEPT, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
      return size() > KEPT;
    }
  }
}
