package org.tributary.driver.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.driver.store.AtomicFile;
import org.tributary.driver.store.Lease;
import org.tributary.driver.store.LeaseHeld;
import org.tributary.driver.store.LeaseTerms;
import org.tributary.driver.store.Replacements;

/** Checkpoints, leases and conditional files on HDFS. */
class HdfsCheckpointTest {
  @TempDir private static java.nio.file.Path local;
  private static MiniDFSCluster cluster;
  private static FileSystem fs;

  @BeforeAll
  static void start() throws IOException {
    Configuration conf = new Configuration();
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, local.resolve("hdfs").toString());
    cluster = new MiniDFSCluster.Builder(conf).numDataNodes(1).build();
    cluster.waitActive();
    fs = cluster.getFileSystem();
  }

  @AfterAll
  static void stop() {
    cluster.shutdown();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void fileIsCreatedOnceAndReplacedAtomically() throws IOException {
    Path directory = new Path("/files");
    fs.mkdirs(directory);
    Path file = new Path(directory, "file");
    assertThat(AtomicFile.create(fs, file, bytes("first"))).isTrue();
    assertThat(AtomicFile.create(fs, file, bytes("second"))).isFalse();
    assertThat(AtomicFile.read(fs, file)).isEqualTo(bytes("first"));
    AtomicFile.replace(fs, file, bytes("third"));
    assertThat(AtomicFile.read(fs, file)).isEqualTo(bytes("third"));
    assertThat(fs.listStatus(directory)).hasSize(1);
  }

  @Test
  void ofManyThatReplaceAFileAtTheSameTimeNoneIsLost() throws Exception {
    Path directory = new Path("/counted");
    fs.mkdirs(directory);
    Replacements.requireNoneIsLost(fs, directory);
  }

  @Test
  void checkpointsAreWrittenReadAndDeleted() throws IOException {
    CheckpointDirectory directory =
        CheckpointDirectory.open(cluster.getURI() + "/run", new Configuration());
    List<String> notices = new ArrayList<>();
    try (Lease lease = directory.acquire(LeaseTerms.DEFAULT, notices::add)) {
      assertThatThrownBy(() -> directory.acquire(LeaseTerms.DEFAULT, notices::add))
          .isInstanceOf(LeaseHeld.class);
      lease.renew();
      lease.requireHeld();
      for (int epoch = 1; epoch <= 3; epoch++) {
        directory.write(
            TestStates.RUN, TestStates.at(epoch), OptionalDouble.empty(), lease::requireHeld);
      }
      new Retention(directory, 1).apply();
      directory.clean(notices::add);
    }
    assertThat(directory.latest(notices::add).checkpoint().orElseThrow().state())
        .isEqualTo(TestStates.at(3));
    assertThat(fs.listStatus(new Path("/run"))).hasSize(2);
    assertThat(notices).isEmpty();
  }
}
