package org.tributary.driver.cluster;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.worker.Worker;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.sql.SparkSession;
import org.tributary.driver.ChildJvms;
import org.tributary.driver.LocalSpark;
import scala.Option;
import scala.collection.Iterator;
import scala.collection.Iterator$;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;

/**
 * A Spark session whose two executors, of one core each, are JVMs of their own.
 *
 * <p>There is one session in a JVM: this one ends the session that other tests share, which begins
 * again when it is next asked for.
 */
final class ExecutorCluster implements AutoCloseable {
  private static final int WORKERS = 2;
  private static final int MEGABYTES = 1024;

  private final SparkSession session;
  private final List<RpcEnv> daemons;

  private ExecutorCluster(SparkSession session, List<RpcEnv> daemons) {
    this.session = session;
    this.daemons = daemons;
  }

  /** Returns what sends tasks to two executors on one host. */
  private static Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("spark.master", "local-cluster[%d,1,%d]".formatted(WORKERS, MEGABYTES));
    settings.put("spark.app.name", "tests");
    settings.put("spark.executor.memory", MEGABYTES + "m");
    settings.put("spark.executor.extraClassPath", ChildJvms.classPathOfTests());
    settings.put("spark.executor.extraJavaOptions", javaOptions());
    settings.put("spark.driver.host", "127.0.0.1");
    settings.put("spark.driver.bindAddress", "127.0.0.1");
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.sql.shuffle.partitions", "2");
    // The first task waits for all executors.
    settings.put("spark.cores.max", String.valueOf(WORKERS));
    settings.put("spark.scheduler.minRegisteredResourcesRatio", "1.0");
    settings.put("spark.scheduler.maxRegisteredResourcesWaitingTime", "10min");
    // How often a barrier looks for executors, and how often it looks in vain.
    settings.put("spark.scheduler.barrier.maxConcurrentTasksCheck.interval", "1s");
    settings.put("spark.scheduler.barrier.maxConcurrentTasksCheck.maxFailures", "600");
    return settings;
  }

  private static String javaOptions() {
    List<String> options = new ArrayList<>(ChildJvms.options());
    options.add(0, System.getProperty("test.jvm.options", ""));
    return String.join(" ", options);
  }

  /** Makes the directory where Spark looks for jars to start executors with, and finds none. */
  private static void makeHome() {
    try {
      Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts two executors on one host.
   *
   * @param more settings beside those that it needs
   */
  static ExecutorCluster start(Map<String, String> more) {
    Map<String, String> settings = settings();
    settings.putAll(more);
    return start(settings, List.of());
  }

  /**
   * Starts a standalone master, and two workers that Spark takes for two hosts: only then does it
   * run a second copy of a slow task. Linux alone answers at every address of 127.0.0.0/8.
   *
   * @param directory where the workers keep files
   * @param more settings beside those that it needs
   */
  static ExecutorCluster startOnTwoHosts(Path directory, Map<String, String> more) {
    SparkConf conf =
        new SparkConf()
            .set("spark.master.rest.enabled", "false")
            .set("spark.shuffle.service.enabled", "false");
    List<RpcEnv> daemons = new ArrayList<>();
    RpcEnv master = Master.startRpcEnvAndEndpoint("127.0.0.1", 0, 0, conf)._1();
    daemons.add(master);
    String[] masters = {"spark://" + master.address().hostPort()};
    for (int i = 1; i <= WORKERS; i++) {
      daemons.add(
          Worker.startRpcEnvAndEndpoint(
              "127.0.0.1" + i,
              0,
              0,
              1,
              MEGABYTES,
              masters,
              directory.resolve("worker" + i).toString(),
              Option.apply(i),
              conf,
              Option.empty()));
    }
    Map<String, String> settings = settings();
    settings.put("spark.master", masters[0]);
    settings.putAll(more);
    return start(settings, daemons);
  }

  private static ExecutorCluster start(Map<String, String> settings, List<RpcEnv> daemons) {
    LocalSpark.stop();
    makeHome();
    SparkConf conf = new SparkConf();
    settings.forEach(conf::set);
    return new ExecutorCluster(SparkSession.builder().config(conf).getOrCreate(), daemons);
  }

  /** Returns the process that a task runs in. */
  private static final class OwnProcess extends AbstractFunction1<Iterator<Integer>, Iterator<Long>>
      implements Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public Iterator<Long> apply(Iterator<Integer> elements) {
      return Iterator$.MODULE$.single(ProcessHandle.current().pid());
    }
  }

  SparkSession session() {
    return session;
  }

  JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(session.sparkContext());
  }

  /**
   * Returns the processes of the executors, as tasks tell them. Waits until each has a free core.
   */
  List<ProcessHandle> executors() {
    int cores = context().getConf().getInt("spark.cores.max", WORKERS);
    // Tasks of a barrier begin together or not at all: each on an executor of its own.
    return context()
        .parallelize(Collections.nCopies(cores, 0), cores)
        .rdd()
        .barrier()
        .mapPartitions(new OwnProcess(), false, ClassTag$.MODULE$.<Long>apply(Long.class))
        .toJavaRDD()
        .collect()
        .stream()
        .distinct()
        .sorted()
        .map(pid -> ProcessHandle.of(pid).orElseThrow())
        .toList();
  }

  @Override
  public void close() {
    session.stop();
    // Workers before the master, or they would look for it.
    for (int i = daemons.size() - 1; i >= 0; i--) {
      daemons.get(i).shutdown();
      daemons.get(i).awaitTermination();
    }
  }
}
