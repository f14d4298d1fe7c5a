package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkUserAppException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessEndTest {
  private static final String MASTER = "spark.master";
  private static final String MODE = "spark.submit.deployMode";

  @AfterEach
  void forget() {
    System.clearProperty(MASTER);
    System.clearProperty(MODE);
  }

  @Test
  void applicationMasterOfYarnGetsTheExitCodeWithoutAnEndOfItsProcess() {
    System.setProperty(MASTER, "yarn");
    System.setProperty(MODE, "cluster");
    assertThatNoException().isThrownBy(() -> ProcessEnd.with(0));
    assertThatThrownBy(() -> ProcessEnd.with(3))
        .isInstanceOfSatisfying(
            SparkUserAppException.class, failure -> assertThat(failure.exitCode()).isEqualTo(3));
  }

  @ParameterizedTest
  @CsvSource({
    "yarn, cluster, true",
    "yarn, client, false",
    "spark://host:7077, cluster, false",
    "k8s://host, cluster, false",
    "local[*], client, false"
  })
  void onlyTheClusterModeOfYarnHasAnApplicationMaster(
      String master, String mode, boolean expected) {
    SparkConf conf = new SparkConf(false).set(MASTER, master).set(MODE, mode);
    assertThat(ProcessEnd.isInApplicationMaster(conf)).isEqualTo(expected);
  }
}
