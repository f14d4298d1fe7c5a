package org.tributary.driver.cli;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.sql.SparkSession;
import org.tributary.core.gemm.Blas;
import org.tributary.driver.redaction.Credentials;
import org.tributary.driver.redaction.Secrets;
import org.tributary.driver.source.Parallelism;
import org.tributary.driver.spark.StandstillException;
import org.tributary.driver.spark.Watch;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.spec.SparkSpec;

/**
 * Starts Spark as a job asks for it.
 *
 * <p>A setting on Tributary's own command line wins, then one that spark-submit brought, then one
 * of the configuration: so a configuration written for a laptop runs unchanged where {@code
 * spark-submit --master} sends it.
 */
final class Sessions {
  private static final String MASTER = "spark.master";

  /** What chooses the source of products, and its kernels instead of the processor's type. */
  private static final List<String> DECIDING_BITS =
      List.of(Blas.VARIABLE, "ONEDNN_MAX_CPU_ISA", "OPENBLAS_CORETYPE");

  /** What Spark lets a message hold, {@code spark.rpc.message.maxSize}, unless it is told more. */
  private static final String LARGEST_MESSAGE = "128m";

  /** Spark's own priority is 40; the highest goes first. */
  private static final int BEFORE_SPARK_STOPS = 100;

  private Sessions() {}

  /**
   * Lets nothing be logged once the process ends: tasks that an interrupt cuts off are no errors.
   */
  static void endQuietly() {
    ShutdownHookManager.get()
        .addShutdownHook(() -> Configurator.setRootLevel(Level.OFF), BEFORE_SPARK_STOPS);
  }

  /**
   * What a command does with a session.
   *
   * @param <T> what comes of it
   */
  @FunctionalInterface
  interface SessionTask<T> {
    /** Does it. */
    T on(SparkSession spark) throws IOException;
  }

  /**
   * Starts a session, does work with it under a watch, and ends it.
   *
   * @param name what Spark shows the job as
   * @param job its settings of Spark and of the watch, those of the command line included
   * @param overrides the command line's {@code key=value} arguments
   * @param terminal where a person reads what they wait for
   * @throws InvalidConfiguration if the matrix products that are asked for cannot be had
   * @throws StandstillException if Spark makes no progress for longer than the job allows
   */
  static <T> T during(
      String name, JobSpec job, List<String> overrides, Terminal terminal, SessionTask<T> work)
      throws IOException {
    requireMatrixProducts();
    Map<String, String> own = own(job.spark());
    try (SparkSession session = open(name, job.spark(), overrides, terminal, own);
        Watch watch = Watch.over(session.sparkContext(), job.watch().deadline(), terminal::warn)) {
      return watch.during(() -> work.on(session));
    } catch (RuntimeException e) {
      throw Failures.isKnown(e) ? e : SparkStart.explained(e, own);
    }
  }

  /**
   * Tells a wrong choice before Spark starts and data is read, and not as the failure of a task.
   */
  private static void requireMatrixProducts() {
    try {
      Blas.chosen();
    } catch (IllegalStateException e) {
      throw new InvalidConfiguration(List.of(e.getMessage()));
    }
  }

  private static SparkSession open(
      String name,
      SparkSpec spec,
      List<String> overrides,
      Terminal terminal,
      Map<String, String> own) {
    // What breeze calls errors are steps of its line search that it recovers from by itself.
    Configurator.setLevel("breeze", Level.OFF);
    boolean submitted = isSubmitted();
    SparkConf conf = conf(name, spec, overrides, submitted);
    if (conf.contains(Parallelism.KEY)) {
      Parallelism.require(conf.get(Parallelism.KEY));
    }
    own.forEach(Secrets.ofProcess()::learn);
    // Where it was submitted, Spark logs its start, in lines that would run into a live one.
    return submitted
        ? SparkStart.session(conf, own)
        : terminal.during("Starting Spark ...", () -> SparkStart.session(conf, own));
  }

  /** Returns what the user sets, here or through spark-submit; not what is a default. */
  private static Map<String, String> own(SparkSpec spec) {
    Map<String, String> own = new TreeMap<>(spec.settings());
    own.remove(MASTER, "local[*]");
    Arrays.stream(new SparkConf().getAll()).forEach(each -> own.put(each._1(), each._2()));
    return own;
  }

  /** Tells whether spark-submit started this process: it brings a master, as a property. */
  private static boolean isSubmitted() {
    return new SparkConf().contains(MASTER);
  }

  private static SparkConf conf(
      String name, SparkSpec spec, List<String> overrides, boolean submitted) {
    // Holds what spark-submit brought, as system properties.
    SparkConf conf = new SparkConf();
    spec.settings()
        .forEach(
            (key, value) -> {
              if (isOverride(key, overrides) || !conf.contains(key)) {
                conf.set(key, value);
              }
            });
    conf.setIfMissing("spark.app.name", Credentials.hidden(name));
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    conf.setIfMissing("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir"));
    passOnWhatDecidesBits(conf, System.getenv());
    if (conf.get("spark.serializer", "").equals(KryoSerializer.class.getName())) {
      conf.setIfMissing("spark.kryo.registrator", TributaryKryoRegistrator.class.getName());
    }
    // A file of one split would draw its whole shuffle, and so all cached blocks, to one executor.
    conf.setIfMissing("spark.shuffle.reduceLocality.enabled", "false");
    if (conf.get(MASTER).startsWith("local")) {
      conf.setIfMissing("spark.ui.enabled", "false");
      if (conf.get(MASTER).matches("local(\\[.*])?")) {
        inOneProcess(conf);
      }
    } else if (!submitted) {
      // Executors need our classes, and spark-submit is not there to send them.
      conf.setIfMissing("spark.jars", ownJar());
    }
    if (submitted) {
      // The launcher's own JVM has a configuration of logging that says as much.
      conf.setIfMissing("spark.log.level", "WARN");
    }
    return conf;
  }

  /** Spares a job whose tasks are threads of the driver's process what only a network needs. */
  private static void inOneProcess(SparkConf conf) {
    conf.setIfMissing("spark.driver.host", "127.0.0.1");
    conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
    // Larger results would go to a store of blocks first, and from there through a socket.
    conf.setIfMissing("spark.task.maxDirectResultSize", LARGEST_MESSAGE);
    // A task that runs out of memory fails, and is reported; Spark would end the process.
    conf.setIfMissing("spark.executor.killOnFatalError.depth", "0");
    // What is broadcast stays in this process.
    conf.setIfMissing("spark.broadcast.compress", "false");
  }

  /**
   * Lets executors take their matrix products from where the driver takes its own, unless they are
   * told otherwise: of different kernels, each rounds in its own way.
   */
  static void passOnWhatDecidesBits(SparkConf conf, Map<String, String> environment) {
    for (String name : DECIDING_BITS) {
      String value = environment.getOrDefault(name, "");
      if (!value.isEmpty()) {
        conf.setIfMissing("spark.executorEnv." + name, value);
      }
    }
  }

  /**
   * Returns what is known of file systems without a session: Hadoop's own files, {@code
   * spark.hadoop.*} of spark-submit, and of the command line's arguments.
   */
  static Configuration fileSystems(List<String> overrides) {
    SparkConf conf = new SparkConf();
    Arrays.stream(conf.getAll()).forEach(each -> Secrets.ofProcess().learn(each._1(), each._2()));
    for (String override : overrides) {
      int equals = override.indexOf('=');
      String value = override.substring(equals + 1);
      boolean unsets = value.isEmpty() || value.equals("null");
      if (override.startsWith("spark.hadoop.") && equals > 0 && !unsets) {
        conf.set(override.substring(0, equals), value);
      }
    }
    return SparkHadoopUtil.get().newConfiguration(conf);
  }

  private static boolean isOverride(String key, List<String> overrides) {
    return overrides.stream().anyMatch(override -> override.startsWith(key + "="));
  }

  private static String ownJar() {
    try {
      return Path.of(Sessions.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Cannot find Tributary's own jar", e);
    }
  }
}
