package org.tributary.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data, checkpoints and model on HDFS with three datanodes, of which one is lost. */
class HdfsTest {
  private static final int EPOCHS = 150;
  private static final int SOME_CHECKPOINTS = 3;

  @TempDir private static Path directory;
  private static MiniDFSCluster hdfs;
  private static FileSystem files;
  private static StandaloneCluster spark;

  @BeforeAll
  static void start() throws IOException {
    Configuration settings = new Configuration();
    settings.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, directory.resolve("hdfs").toString());
    settings.setInt("dfs.replication", 2);
    hdfs = new MiniDFSCluster.Builder(settings).numDataNodes(3).build();
    hdfs.waitActive();
    files = hdfs.getFileSystem();
    files.copyFromLocalFile(path(Project.DIGITS.toString()), path("/digits.csv"));
    Path cluster = Files.createDirectory(directory.resolve("cluster"));
    spark = StandaloneCluster.of(cluster, 2, 1, "");
  }

  @AfterAll
  static void stop() {
    spark.close();
    hdfs.shutdown();
  }

  private static org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(name);
  }

  private static long checkpoints() {
    try {
      org.apache.hadoop.fs.Path checkpoints = path("/checkpoints");
      return files.exists(checkpoints)
          ? Arrays.stream(files.listStatus(checkpoints))
              .filter(status -> status.getPath().getName().matches("checkpoint-\\d+\\.json"))
              .count()
          : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void lostDatanodeCostsNoBits() throws IOException {
    DigitsJob job = new DigitsJob(directory);
    byte[] expected = job.trainedLocally(EPOCHS);
    String root = hdfs.getURI().toString();
    List<String> options =
        List.of(
            "--master",
            spark.url(),
            "--executor-memory",
            "700m",
            "--conf",
            "spark.hadoop.dfs.replication=2");
    try (Program program =
        job.submit(
            "hdfs",
            Map.of("DIGITS", root + "/digits.csv"),
            options,
            "train",
            job.write(EPOCHS).toString(),
            "output.model=" + root + "/model",
            "checkpoint={path=\"%s/checkpoints\",every=1}".formatted(root))) {
      program.await("a checkpoint", () -> checkpoints() >= SOME_CHECKPOINTS);
      hdfs.stopDataNode(0);
      assertThat(program.process().isAlive()).isTrue();
      program.endsWith(0);
    }
    try (InputStream in = files.open(path("/model/weights.safetensors"))) {
      assertThat(in.readAllBytes()).isEqualTo(expected);
    }
  }
}
