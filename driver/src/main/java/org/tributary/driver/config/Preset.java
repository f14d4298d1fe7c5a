package org.tributary.driver.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;

/** Sets of defaults, under what a job sets itself. */
enum Preset {
  /** {@link #TABLE} if the job says nothing about the network and how to train it. */
  AUTO,
  /** Training as in textbooks: {@code defaults.conf}. */
  PLAIN,
  /** What does well on tables: {@code preset-table.conf}. */
  TABLE;

  /** What begins the names of keys about the network and how to train it. */
  private static final List<String> OWN =
      List.of(
          "network.hidden",
          "network.activation",
          "network.initialization",
          "train.epochs",
          "train.l1",
          "train.l2",
          "train.clipNorm",
          "train.maxNorm",
          "train.dropout",
          "train.inputDropout",
          "train.labelSmoothing",
          "train.evaluateEvery",
          "train.strategy.",
          "train.optimizer.",
          "train.schedule.",
          "train.stop.gradientNorm",
          "train.stop.improvement",
          "train.stop.patience",
          "train.stop.monitor",
          "train.stop.epoch");

  /**
   * Returns the preset of a job.
   *
   * @param user what the user sets
   */
  Preset decided(ConfigLayer user) {
    if (this != AUTO) {
      return this;
    }
    boolean own =
        Keys.ALL.stream()
            .filter(key -> OWN.stream().anyMatch(key.name()::startsWith))
            .anyMatch(key -> user.sets(key.name()));
    return own ? PLAIN : TABLE;
  }

  /** Returns the values that are set under those of the user. */
  ConfigLayer layer() {
    return this == TABLE ? ConfigLayer.of(table(), new Problems()) : ConfigLayer.EMPTY;
  }

  private static Config table() {
    return ConfigFactory.parseURL(Preset.class.getResource("preset-table.conf")).resolve();
  }
}
