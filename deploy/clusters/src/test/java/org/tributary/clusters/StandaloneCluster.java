package org.tributary.clusters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A master and workers of Spark, each in a process and at a loopback address of its own. */
final class StandaloneCluster implements AutoCloseable {
  private static final Pattern MASTER = Pattern.compile("spark://127\\.0\\.0\\.1:\\d+");

  private final Path directory;
  private final Program master;
  private final String url;
  private final List<Program> workers = new ArrayList<>();

  private StandaloneCluster(Path directory, Program master, String url) {
    this.directory = directory;
    this.master = master;
    this.url = url;
  }

  /**
   * Starts a cluster, and waits until the workers are registered.
   *
   * @param cores of each worker
   * @param options of the workers' JVMs, such as {@code -Dspark.worker.cleanup.enabled=true}
   */
  static StandaloneCluster of(Path directory, int workers, int cores, String options) {
    Program master =
        daemon(
            directory,
            "master",
            "127.0.0.1",
            options,
            List.of("org.apache.spark.deploy.master.Master", "--host", "127.0.0.1"));
    master.await("the start of the master", () -> master.output().contains("Starting Spark mast"));
    Matcher url = MASTER.matcher(master.output());
    if (!url.find()) {
      throw new AssertionError(master.output());
    }
    StandaloneCluster cluster = new StandaloneCluster(directory, master, url.group());
    for (int i = 1; i <= workers; i++) {
      cluster.start(i, cores, options);
    }
    master.await(
        "the registration of the workers",
        () -> master.output().split("Registering worker", -1).length > workers);
    return cluster;
  }

  private void start(int number, int cores, String options) {
    String address = "127.0.0.1" + number;
    workers.add(
        daemon(
            directory,
            "worker" + number,
            address,
            options,
            List.of(
                "org.apache.spark.deploy.worker.Worker",
                "--host",
                address,
                "--cores",
                Integer.toString(cores),
                "--memory",
                "2g",
                "--work-dir",
                work(number).toString(),
                url)));
  }

  private static Program daemon(
      Path directory, String name, String address, String options, List<String> arguments) {
    Path home = Project.sparkHome();
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/spark-class").toString()));
    command.addAll(arguments.subList(0, 3));
    command.addAll(List.of("--port", "0", "--webui-port", "0"));
    command.addAll(arguments.subList(3, arguments.size()));
    return Program.start(
        directory,
        name,
        Map.of(
            "SPARK_HOME", home.toString(),
            "SPARK_LOCAL_IP", address,
            "SPARK_DAEMON_MEMORY", "256m",
            "SPARK_WORKER_OPTS", options,
            "SPARK_MASTER_OPTS", options),
        command);
  }

  String url() {
    return url;
  }

  /** Returns the directory in which a worker, from 1, runs executors and drivers. */
  Path work(int number) {
    return directory.resolve("work" + number);
  }

  /** Returns the process of a worker, from 1. */
  Program worker(int number) {
    return workers.get(number - 1);
  }

  /** Returns the JVMs that the workers started, whose command line has a word. */
  List<ProcessHandle> children(String word) {
    return workers.stream()
        .flatMap(worker -> worker.process().children())
        .filter(child -> child.info().commandLine().orElse("").contains(word))
        .toList();
  }

  /** Returns how many executors have registered with all drivers until now. */
  int executorsLaunched() {
    return master.output().split("Launching executor", -1).length - 1;
  }

  Program master() {
    return master;
  }

  @Override
  public void close() {
    workers.forEach(Program::close);
    master.close();
  }
}
