package org.tributary.driver.spec;

import java.io.Serializable;
import java.util.Map;

/**
 * Settings of the Spark session.
 *
 * @param settings every {@code spark.*} key of the configuration, with its whole name
 */
public record SparkSpec(Map<String, String> settings) implements Serializable {
  /** Copies the map. */
  public SparkSpec {
    settings = Map.copyOf(settings);
  }
}
