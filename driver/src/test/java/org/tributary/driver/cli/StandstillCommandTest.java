package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.worker.Worker;
import org.apache.spark.rpc.RpcEnv;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.driver.LocalSpark;
import scala.Option;

/** A command on a cluster that has less memory than an executor asks for. */
@Timeout(value = 15, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StandstillCommandTest {
  private static final int MEGABYTES = 512;

  @TempDir private static Path directory;
  private static RpcEnv master;
  private static RpcEnv worker;

  @BeforeAll
  static void startCluster() {
    LocalSpark.stop();
    SparkConf conf =
        new SparkConf()
            .set("spark.master.rest.enabled", "false")
            .set("spark.shuffle.service.enabled", "false");
    master = Master.startRpcEnvAndEndpoint("127.0.0.1", 0, 0, conf)._1();
    worker =
        Worker.startRpcEnvAndEndpoint(
            "127.0.0.1",
            0,
            0,
            1,
            MEGABYTES,
            new String[] {url()},
            directory.resolve("worker").toString(),
            Option.apply(1),
            conf,
            Option.empty());
  }

  @AfterAll
  static void stopCluster() {
    // Stop the worker before the master, or it would try to reconnect.
    worker.shutdown();
    worker.awaitTermination();
    master.shutdown();
    master.awaitTermination();
  }

  private static String url() {
    return "spark://" + master.address().hostPort();
  }

  @Test
  void commandThatNoExecutorServesEndsWithWhatItAskedFor() {
    Path csv = TinyJobs.halves(directory.resolve("halves.csv"));
    Path job = TinyJobs.job(csv, "data.label = kind", "job.deadline = 1s");
    CommandResult ran =
        CommandResult.ofOwnSession(
            "train",
            job.toString(),
            "spark.master=" + url(),
            "spark.executor.memory=8g",
            "spark.executor.cores=1",
            "spark.ui.enabled=false",
            // Any file will do: no executor starts and requests the jar.
            "spark.jars=" + csv);

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err())
        .containsPattern(
            Pattern.quote("Cannot finish the first rows of " + csv)
                + ": no task has ended for \\d+ s; 0 of 1 task")
        .contains(
            "no executor is registered. Each requests 1 core and 8g of memory"
                + " (spark.executor.cores, spark.executor.memory): request less, or check at "
                + url()
                + " what is available. The deadline is 1 s; job.deadline sets another, or none")
        .doesNotContain("This is an internal error");
    assertThat(directory.resolve("model")).doesNotExist();
  }
}
