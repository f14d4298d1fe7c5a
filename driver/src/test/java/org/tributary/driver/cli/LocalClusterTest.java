package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalClusterTest {
  private static final String MASTER = "local-cluster[2,1,1024]";

  @TempDir private Path home;

  @ParameterizedTest
  @ValueSource(strings = {MASTER, "local-cluster[1,1,1]", "local-cluster[ 2 , 1 , 1024 ]"})
  void clusterWithTheJarsOfAHomeIsAccepted(String master) throws IOException {
    Files.createDirectory(home.resolve("jars"));
    assertThat(LocalCluster.refusal(master, Optional.of(home.toString()))).isEmpty();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = "")
  void clusterWithoutAHomeIsRefusedWithTheVariablesToSet(String unset) {
    assertThat(LocalCluster.refusal(MASTER, Optional.ofNullable(unset)))
        .hasValueSatisfying(
            reason ->
                assertThat(reason)
                    .contains("expected SPARK_HOME")
                    .contains("TRIBUTARY_SUBMIT_ARGS='--master local-cluster[2,1,1024]'")
                    .contains("local[N]")
                    .hasLineCount(1));
  }

  @Test
  void homeWithoutJarsIsRefusedWithItsPath() {
    assertThat(LocalCluster.refusal(MASTER, Optional.of(home.toString())))
        .hasValueSatisfying(reason -> assertThat(reason).contains(home.toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local-cluster",
        "local-cluster[2]",
        "local-cluster[2,1]",
        "local-cluster[0,1,1024]",
        "local-cluster[2,0,1024]",
        "local-cluster[2,1,0]",
        "local-cluster[2,1,1g]",
        "local-cluster[-1,1,1024]",
        "local-cluster[*,1,1024]",
        "local-cluster[99999999999,1,1024]"
      })
  void otherNumbersAreRefusedWithTheForm(String master) {
    assertThat(LocalCluster.refusal(master, Optional.of(home.toString())))
        .hasValueSatisfying(
            reason -> assertThat(reason).contains("local-cluster[WORKERS,CORES,MEMORY]"));
  }
}
