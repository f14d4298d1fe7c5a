package org.tributary.driver.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.statistics.IOStatisticsContext;
import org.apache.hadoop.security.UserGroupInformation;
import org.tributary.core.gemm.Blas;

/**
 * Loads, on another thread, what Spark's start needs of the JDK and of Hadoop, while the command
 * line and the job are read: a tenth of the start.
 *
 * <p>Spark's own classes are left to Spark: some of its static initializers need each other, and
 * two threads that run them in different order would wait for each other.
 */
final class SparkPreload {
  private SparkPreload() {}

  /** Begins, if the arguments name a command; errors are left to the first use. */
  static void begin(List<String> args) {
    if (args.isEmpty() || args.get(0).startsWith("-")) {
      return;
    }
    Thread loader = new Thread(SparkPreload::load, "tributary-preload");
    loader.setDaemon(true);
    loader.setUncaughtExceptionHandler((thread, thrown) -> {});
    loader.start();
  }

  private static void load() {
    Blas.chosen();
    // Of the servlets of metrics, which Spark creates even without a web UI.
    Locale.getAvailableLocales();
    // Of the metrics of executors.
    ManagementFactory.getPlatformMBeanServer();
    // An invalid core-site.xml ends this thread here, before a static initializer fails for good.
    Configuration files = new Configuration();
    files.size();
    try {
      UserGroupInformation.getCurrentUser();
      FileSystem.getFileSystemClass("file", files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    IOStatisticsContext.getCurrentIOStatisticsContext();
  }
}
