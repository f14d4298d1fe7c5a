package org.tributary.driver.cli;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext$;
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
import org.tributary.driver.spec.WatchSpec;

/**
 * Starts Spark with the settings of a job.
 *
 * <p>A setting on Tributary's own command line has the highest precedence, then settings of
 * spark-submit, then those of the configuration. So a configuration written for a laptop runs
 * unchanged on a cluster with {@code spark-submit --master}.
 */
final class Sessions {
  private static final String MASTER = "spark.master";

  /** Environment variables that select the BLAS library and its kernels. */
  private static final List<String> DECIDING_BITS =
      List.of(Blas.VARIABLE, "ONEDNN_MAX_CPU_ISA", "OPENBLAS_CORETYPE");

  /** The default of {@code spark.rpc.message.maxSize}, the largest RPC message. */
  private static final String LARGEST_MESSAGE = "128m";

  /** Spark's own shutdown hook has priority 40; higher priorities run first. */
  private static final int BEFORE_SPARK_STOPS = 100;

  private Sessions() {}

  /**
   * Disables logging at shutdown: tasks that are interrupted are not errors.
   *
   * @throws InvalidConfiguration if a configuration file of Hadoop, which is read here, is invalid
   */
  static void endQuietly() {
    try {
      ShutdownHookManager.get()
          .addShutdownHook(() -> Configurator.setRootLevel(Level.OFF), BEFORE_SPARK_STOPS);
    } catch (RuntimeException e) {
      Throwable root = Failures.rootCause(e);
      String text = root.getMessage() == null ? root.toString() : root.getMessage();
      String reason = String.join(" ", text.split("\\s+"));
      throw new InvalidConfiguration(
          List.of(
              "Cannot read the configuration of Hadoop: "
                  + reason
                  + "; correct the file, or take its directory off the class path"
                  + " (HADOOP_CONF_DIR, TRIBUTARY_JARS)"));
    }
  }

  /**
   * The work of a command on a session.
   *
   * @param <T> the type of the result
   */
  @FunctionalInterface
  interface SessionTask<T> {
    /** Runs the task and returns its result. */
    T on(SparkSession spark) throws IOException;
  }

  /**
   * Starts a session, runs work on it under a watch, and stops the session. A session that this
   * process already runs is used, with its settings, and left running.
   *
   * @param name the name of the application in Spark
   * @param job the job with the settings of Spark and of the watch, including those of the command
   *     line
   * @param overrides the command line's {@code key=value} arguments
   * @param terminal shows the status
   * @throws InvalidConfiguration if the selected BLAS library is not available
   * @throws StandstillException if Spark makes no progress for longer than the job allows
   */
  static <T> T during(
      String name, JobSpec job, List<String> overrides, Terminal terminal, SessionTask<T> work)
      throws IOException {
    return during(name, job.spark(), job.watch(), overrides, terminal, work);
  }

  /** Starts a session with the settings of Spark and of the watch alone, and runs work on it. */
  static <T> T during(
      String name,
      SparkSpec spark,
      WatchSpec limits,
      List<String> overrides,
      Terminal terminal,
      SessionTask<T> work)
      throws IOException {
    requireMatrixProducts();
    Map<String, String> own = own(spark);
    boolean running = SparkContext$.MODULE$.getActive().isDefined();
    try (SessionUse use = new SessionUse(open(name, spark, overrides, terminal, own), !running);
        Watch watch = Watch.over(use.session().sparkContext(), limits.deadline(), terminal::warn)) {
      SparkSession session = use.session();
      boolean local = session.sparkContext().isLocal();
      return TaskLogs.locally(local, () -> watch.during(() -> work.on(session)));
    } catch (Exception e) {
      // Scala throws checked exceptions without declaring them.
      Optional<InvalidConfiguration> explained =
          Failures.isKnown(e) ? Optional.empty() : SparkStart.explained(e, ofJob(spark));
      if (explained.isPresent()) {
        throw explained.get();
      }
      throw e;
    }
  }

  /** A session that a command uses, and stops if it has started it. */
  private record SessionUse(SparkSession session, boolean own) implements AutoCloseable {
    @Override
    public void close() {
      if (own) {
        session.stop();
      }
    }
  }

  /** Reports an invalid BLAS selection before Spark starts, instead of as a failed task. */
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
    // Breeze logs errors for steps of its line search from which it recovers.
    Configurator.setLevel("breeze", Level.OFF);
    boolean submitted = isSubmitted();
    SparkConf conf = conf(name, spec, overrides, submitted);
    if (conf.contains(Parallelism.KEY)) {
      Parallelism.require(conf.get(Parallelism.KEY));
    }
    own.forEach(Secrets.ofProcess()::learn);
    // With spark-submit, Spark logs its start, which would overwrite a live line.
    return submitted
        ? SparkStart.session(conf, own)
        : terminal.during("Starting Spark ...", () -> SparkStart.session(conf, own));
  }

  /** Returns the settings of the job, without the defaults. */
  private static Map<String, String> ofJob(SparkSpec spec) {
    Map<String, String> settings = new TreeMap<>(spec.settings());
    settings.remove(MASTER, "local[*]");
    return settings;
  }

  /** Returns the user's settings, from the job or from spark-submit, without the defaults. */
  private static Map<String, String> own(SparkSpec spec) {
    Map<String, String> own = ofJob(spec);
    Arrays.stream(new SparkConf().getAll()).forEach(each -> own.put(each._1(), each._2()));
    return own;
  }

  /** Returns whether spark-submit started this process: it sets a master as a system property. */
  private static boolean isSubmitted() {
    return new SparkConf().contains(MASTER);
  }

  private static SparkConf conf(
      String name, SparkSpec spec, List<String> overrides, boolean submitted) {
    // Includes the system properties set by spark-submit.
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
    forwardBlasVariables(conf, System.getenv());
    if (conf.get("spark.serializer", "").equals(KryoSerializer.class.getName())) {
      conf.setIfMissing("spark.kryo.registrator", TributaryKryoRegistrator.class.getName());
    }
    // With a single-split file, locality would put the whole shuffle and all blocks on one
    // executor.
    conf.setIfMissing("spark.shuffle.reduceLocality.enabled", "false");
    if (conf.get(MASTER).startsWith("local")) {
      conf.setIfMissing("spark.ui.enabled", "false");
      if (conf.get(MASTER).matches("local(\\[.*])?")) {
        inOneProcess(conf);
      }
    } else if (!submitted) {
      // Executors need Tributary's classes, and spark-submit does not distribute them here.
      conf.setIfMissing("spark.jars", ownJar());
    }
    if (submitted) {
      // The launcher's own JVM gets this level from its logging configuration.
      conf.setIfMissing("spark.log.level", "WARN");
    }
    return conf;
  }

  /** Sets options for a job whose tasks are threads of the driver's process. */
  private static void inOneProcess(SparkConf conf) {
    conf.setIfMissing("spark.driver.host", "127.0.0.1");
    conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
    // Larger results would take a detour through the block manager and a socket.
    conf.setIfMissing("spark.task.maxDirectResultSize", LARGEST_MESSAGE);
    // A task that runs out of memory fails and is reported; by default Spark ends the process.
    conf.setIfMissing("spark.executor.killOnFatalError.depth", "0");
    // Broadcasts do not leave this process.
    conf.setIfMissing("spark.broadcast.compress", "false");
    // Spark allocates a whole block for each broadcast, of which every stage has one.
    conf.setIfMissing("spark.broadcast.blockSize", "256k");
  }

  /**
   * Passes the driver's BLAS variables on to the executors, unless they have settings of their own:
   * different kernels round differently.
   */
  static void forwardBlasVariables(SparkConf conf, Map<String, String> environment) {
    for (String name : DECIDING_BITS) {
      String value = environment.getOrDefault(name, "");
      if (!value.isEmpty()) {
        conf.setIfMissing("spark.executorEnv." + name, value);
      }
    }
  }

  /**
   * Returns the file system configuration without a session: Hadoop's own files, and {@code
   * spark.hadoop.*} from spark-submit and from the command line's arguments.
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
