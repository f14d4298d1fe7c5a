package org.tributary.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.apache.spark.SparkContext$;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * The Spark session that tests share: two threads, no network, no web pages, and the settings that
 * a command gives to a session of its own. A test that needs another stops it; the next that asks
 * gets a new one.
 */
public final class LocalSpark {
  private static final String WAREHOUSE = warehouse();

  private LocalSpark() {}

  /** Returns the session; nobody need stop it, it ends with the JVM. */
  public static SparkSession session() {
    return SparkSession.builder()
        .master("local[2]")
        .appName("tests")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.warehouse.dir", WAREHOUSE)
        .config("spark.shuffle.reduceLocality.enabled", "false")
        .config("spark.task.maxDirectResultSize", "128m")
        .config("spark.executor.killOnFatalError.depth", "0")
        .config("spark.broadcast.compress", "false")
        .config("spark.broadcast.blockSize", "256k")
        .getOrCreate();
  }

  /** Stops the session, if it runs. */
  public static void stop() {
    if (SparkContext$.MODULE$.getActive().isDefined()) {
      session().stop();
    }
  }

  /** Returns the session's context. */
  public static JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(session().sparkContext());
  }

  private static String warehouse() {
    try {
      return Files.createTempDirectory("warehouse").toUri().toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
