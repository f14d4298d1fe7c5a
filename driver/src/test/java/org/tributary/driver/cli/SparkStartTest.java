package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ConcurrentModificationException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SparkStartTest {
  @Test
  void raceWithinSparkIsNoFaultOfTheSettings() {
    Map<String, String> settings = Map.of("spark.master", "yarn", "spark.jars", "a.jar");
    assertThat(
            SparkStart.explained(new ConcurrentModificationException(), settings, Optional.empty()))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith("Cannot start Spark on yarn: ")
        .hasMessageContaining("spark.ui.enabled=false");
  }
}
