package org.tributary.driver.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.core.model.CurrentVersion;
import org.tributary.core.model.ModelException;
import org.tributary.driver.store.KeptLease;
import org.tributary.driver.store.LeaseHeld;
import org.tributary.driver.store.ModelStore;
import org.tributary.driver.store.TinyModels;

/** A registry on HDFS. */
class HdfsRegistryTest {
  @TempDir private static Path local;
  private static MiniDFSCluster cluster;

  @BeforeAll
  static void start() throws IOException {
    Configuration conf = new Configuration();
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, local.resolve("hdfs").toString());
    cluster = new MiniDFSCluster.Builder(conf).numDataNodes(1).build();
    cluster.waitActive();
  }

  @AfterAll
  static void stop() {
    cluster.shutdown();
  }

  @Test
  void versionsAreAddedPromotedAndRolledBack() {
    String name = cluster.getURI() + "/models/line";
    Configuration conf = new Configuration();
    List<String> notices = new ArrayList<>();
    assertThatThrownBy(() -> ModelRegistry.open(name, conf))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("it does not exist");
    ModelRegistry registry = ModelRegistry.openOrCreate(name, conf);
    try (KeptLease lease = registry.forRun(notices::add)) {
      lease.requireHeld();
      assertThatThrownBy(() -> registry.forRun(notices::add)).isInstanceOf(LeaseHeld.class);
      for (int i = 1; i <= 2; i++) {
        VersionRecord record = new VersionRecord(Instant.EPOCH, "run" + i, "r2", i);
        registry.add(i, TinyModels.line(i), record, Map.of("profile", new byte[] {7}));
        assertThat(registry.promote(i, i - 1, "run" + i, notices::add)).isTrue();
      }
    }
    assertThat(ModelStore.load(name, conf)).isEqualTo(TinyModels.line(2));
    assertThatThrownBy(
            () ->
                registry.add(
                    2, TinyModels.line(3), new VersionRecord(Instant.EPOCH, "", "r2", 0), Map.of()))
        .isInstanceOf(ModelException.class);
    registry.makeCurrent(registry.earlier(), notices::add);
    assertThat(ModelStore.load(name, conf)).isEqualTo(TinyModels.line(1));
    assertThat(ModelRegistry.open(name, conf).current().map(CurrentVersion::version)).contains(1);
    assertThat(notices).isEmpty();
  }
}
