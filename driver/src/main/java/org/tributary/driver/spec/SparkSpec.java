package org.tributary.driver.spec;

import java.io.Serializable;
import java.util.Map;

/**
 * Settings of the Spark session.
 *
 * @param settings every {@code spark.*} key of the configuration, with its whole name
 */
public record SparkSpec(Map<String, String> settings) implements Serializable {
  /** The default: Spark on every core of this machine. */
  public static final SparkSpec DEFAULT = new SparkSpec(Map.of("spark.master", "local[*]"));

  /** Copies the map. */
  public SparkSpec {
    settings = Map.copyOf(settings);
  }
}
