package org.tributary.driver.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tributary.driver.source.TestFiles.CSV;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.PrivilegedExceptionAction;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.spec.FormatSpec.Idx;

/** Every reader on a file system that is not local. */
class HdfsSourceTest {
  @TempDir private static java.nio.file.Path dir;
  private static MiniDFSCluster cluster;
  private static FileSystem fs;

  @BeforeAll
  static void start() throws IOException {
    Configuration conf = new Configuration();
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, dir.toString());
    // Small blocks, so that a file of a few KiB has several.
    conf.setLong("dfs.namenode.fs-limits.min-block-size", 1024);
    conf.setLong("dfs.blocksize", 4096);
    cluster = new MiniDFSCluster.Builder(conf).numDataNodes(1).build();
    cluster.waitActive();
    fs = cluster.getFileSystem();
  }

  @AfterAll
  static void stop() {
    cluster.shutdown();
  }

  @Test
  void csvIsReadBlockByBlock() throws IOException {
    StringBuilder text = new StringBuilder("n\n");
    for (int i = 0; i < 3000; i++) {
      text.append(i).append('\n');
    }
    String path = write("/csv/x.csv", text.toString().getBytes(StandardCharsets.UTF_8));

    Table table = Sources.open(LocalSpark.session(), path, CSV);

    List<SourceRow> rows = table.records().collect();
    assertThat(table.records().getNumPartitions()).isEqualTo(4);
    assertThat(rows).hasSize(3000);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i).cells()).containsExactly(String.valueOf(i));
    }
    assertThat(
            Lines.lineNumber(
                LocalSpark.context().hadoopConfiguration(), path, rows.get(2999).position()))
        .isEqualTo(3001);
  }

  @Test
  void idxIsReadPlainAndGzipped() throws IOException {
    byte[] images = {0, 0, 8, 2, 0, 0, 0, 3, 0, 0, 0, 1, 4, 5, 6};
    byte[] labels = {0, 0, 8, 1, 0, 0, 0, 3, 7, 8, 9};
    ByteArrayOutputStream gzipped = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(gzipped)) {
      out.write(labels);
    }

    Table table =
        Sources.open(
            LocalSpark.session(),
            write("/idx/images", images),
            new Idx(Optional.of(write("/idx/labels.gz", gzipped.toByteArray()))));

    assertThat(TestFiles.cells(table))
        .usingRecursiveComparison()
        .isEqualTo(
            List.of(
                List.of(new float[] {4}, 7),
                List.of(new float[] {5}, 8),
                List.of(new float[] {6}, 9)));
  }

  @Test
  void forbiddenFileIsRefused() throws IOException, InterruptedException {
    String path = write("/forbidden.csv", "a\n1\n".getBytes(StandardCharsets.UTF_8));
    fs.setPermission(new Path(path), new FsPermission("000"));

    PrivilegedExceptionAction<Table> open = () -> Sources.open(LocalSpark.session(), path, CSV);
    UserGroupInformation guest =
        UserGroupInformation.createUserForTesting("guest", new String[] {"guests"});
    assertThatThrownBy(() -> guest.doAs(open))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("Cannot read %s: permission denied (", path);
  }

  @Test
  void absentFileIsRefusedWithItsWholePath() {
    String path = cluster.getURI() + "/absent.csv";

    assertThatThrownBy(() -> Sources.open(LocalSpark.session(), path, CSV))
        .isInstanceOf(DataException.class)
        .hasMessage("Cannot read %s: no such file or directory (looked for %s)", path, path);
  }

  private static String write(String name, byte[] bytes) throws IOException {
    Path path = new Path(cluster.getURI() + name);
    try (OutputStream out = fs.create(path)) {
      out.write(bytes);
    }
    return path.toString();
  }
}
