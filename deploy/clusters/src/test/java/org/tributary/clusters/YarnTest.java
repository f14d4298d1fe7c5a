package org.tributary.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Client and cluster mode on YARN, with its resource manager and two node managers. */
class YarnTest {
  private static final int EPOCHS = 60;
  private static final int SOME_ROUNDS = 5;

  @TempDir private static Path directory;
  private static MiniYARNCluster yarn;
  private static DigitsJob job;
  private static byte[] expected;

  @BeforeAll
  static void start() throws Exception {
    YarnConfiguration settings = new YarnConfiguration();
    settings.set("fs.defaultFS", "file:///");
    // Without its file, the scheduler has no queue.
    settings.set("yarn.scheduler.capacity.root.queues", "default");
    settings.set("yarn.scheduler.capacity.root.default.capacity", "100");
    settings.set("yarn.scheduler.capacity.maximum-am-resource-percent", "1.0");
    settings.setInt("yarn.nodemanager.resource.memory-mb", 4096);
    settings.setInt("yarn.scheduler.minimum-allocation-mb", 128);
    settings.setBoolean("yarn.nodemanager.vmem-check-enabled", false);
    settings.set(
        "yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", "99.9");
    yarn = new MiniYARNCluster("tributary", 1, 2, 1, 1);
    yarn.init(settings);
    yarn.start();
    assertThat(yarn.waitForNodeManagersToConnect(TimeUnit.MINUTES.toMillis(2))).isTrue();
    Path conf = Files.createDirectory(directory.resolve("hadoop"));
    try (OutputStream out = Files.newOutputStream(conf.resolve("yarn-site.xml"))) {
      yarn.getConfig().writeXml(out);
    }
    Files.writeString(
        conf.resolve("core-site.xml"),
        """
        <configuration>
          <property><name>fs.defaultFS</name><value>file:///</value></property>
        </configuration>
        """);
    job = new DigitsJob(directory);
    expected = job.trainedLocally(EPOCHS);
  }

  @AfterAll
  static void stop() {
    yarn.stop();
  }

  private static Program submit(String name, String mode, String... command) {
    Map<String, String> environment = new HashMap<>(DigitsJob.environment());
    environment.put("HADOOP_CONF_DIR", directory.resolve("hadoop").toString());
    List<String> options =
        List.of(
            "--master",
            "yarn",
            "--deploy-mode",
            mode,
            "--num-executors",
            "2",
            "--executor-memory",
            "600m",
            "--driver-memory",
            "600m",
            "--conf",
            "spark.yarn.jars=local:" + Project.sparkHome().resolve("jars") + "/*",
            "--conf",
            "spark.yarn.maxAppAttempts=2",
            "--conf",
            "spark.yarn.appMasterEnv.SPARK_LOCAL_IP=127.0.0.1",
            "--conf",
            "spark.executorEnv.SPARK_LOCAL_IP=127.0.0.1",
            "--");
    List<String> words =
        Program.words(List.of(Project.SUBMIT.toString()), options.toArray(String[]::new));
    return Program.start(directory, name, environment, Program.words(words, command));
  }

  @Test
  void clientModeTrainsTheSameBitsAndHasTheExitCodesOfTheCommand() throws IOException {
    String conf = job.write(EPOCHS).toString();
    try (Program program = submit("client", "client", "train", conf, job.model("client"))) {
      program.endsWith(0);
    }
    assertThat(job.weights("client")).isEqualTo(expected);
    try (Program program =
        submit("refused", "client", "train", conf, job.model("no"), "data.label=nothing")) {
      assertThat(program.endsWith(3).output()).contains("nothing");
    }
  }

  @Test
  void clusterModeTrainsTheSameBitsFromTheConfigurationThatIsShipped() {
    String conf = job.write(EPOCHS).toString();
    try (Program program = submit("cluster", "cluster", "train", conf, job.model("cluster"))) {
      program.endsWith(0);
    }
    assertThat(job.weights("cluster")).isEqualTo(expected);
    try (Program program =
        submit("failed", "cluster", "train", conf, job.model("no"), "data.label=nothing")) {
      program.endsWith(3);
    }
  }

  @Test
  void driverInTheClusterThatIsKilledIsStartedAgainAndGoesOnWithTheSameBits() {
    String conf = job.write(EPOCHS).toString();
    Path checkpoints = directory.resolve("checkpoints");
    try (Program program =
        submit(
            "killed",
            "cluster",
            "train",
            conf,
            job.model("killed"),
            "checkpoint={path=\"%s\",every=1}".formatted(checkpoints))) {
      program.await("a checkpoint", () -> DigitsJob.rounds(checkpoints) >= SOME_ROUNDS);
      List<ProcessHandle> drivers =
          ProcessHandle.current()
              .descendants()
              .filter(
                  each ->
                      each.info().command().orElse("").endsWith("java")
                          && each.info().commandLine().orElse("").contains("ApplicationMaster"))
              .toList();
      assertThat(drivers).isNotEmpty();
      drivers.forEach(driver -> Program.signal(driver.pid(), 9));
      program.endsWith(0);
    }
    assertThat(job.weights("killed")).isEqualTo(expected);
  }
}
