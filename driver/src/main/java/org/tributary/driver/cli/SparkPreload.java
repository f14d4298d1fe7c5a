package org.tributary.driver.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
  /** Commands that need products of matrices; others need not hear which library is missing. */
  private static final Set<String> TRAINING = Set.of("train", "retrain");

  private SparkPreload() {}

  /** Begins with the JDK; logging need not be initialized. */
  static void jdk(List<String> args) {
    begin(args, SparkPreload::loadJdk);
  }

  /**
   * Goes on with native libraries and Hadoop.
   *
   * <p>Logging must be initialized: what a second thread logs meanwhile is lost, with a warning of
   * SLF4J.
   */
  static void libraries(List<String> args) {
    begin(args, () -> loadLibraries(TRAINING.contains(args.get(0))));
  }

  /** Begins, if the arguments name a command; errors are left to the first use. */
  private static void begin(List<String> args, Runnable load) {
    if (args.isEmpty() || args.get(0).startsWith("-")) {
      return;
    }
    Thread loader = new Thread(load, "tributary-preload");
    loader.setDaemon(true);
    loader.setUncaughtExceptionHandler((thread, thrown) -> {});
    loader.start();
  }

  private static void loadJdk() {
    // Of the servlets of metrics, which Spark creates even without a web UI.
    Locale.getAvailableLocales();
    // Of the metrics of executors.
    ManagementFactory.getPlatformMBeanServer();
  }

  private static void loadLibraries(boolean products) {
    if (products) {
      Blas.chosen();
    }
    try {
      UserGroupInformation.getCurrentUser();
      FileSystem.getFileSystemClass("file", new Configuration());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    IOStatisticsContext.getCurrentIOStatisticsContext();
  }
}
