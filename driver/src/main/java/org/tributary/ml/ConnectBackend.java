package org.tributary.ml;

import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.connect.plugin.MLBackendPlugin;

/**
 * Lets a Spark Connect server train and load with the classes of this package where clients name
 * Spark's multi-layer perceptron. Clients stay as they are. The setting {@code
 * spark.connect.ml.backend.classes} enables it.
 */
public final class ConnectBackend implements MLBackendPlugin {
  private static final Map<String, String> CLASSES =
      Map.of(
          org.apache.spark.ml.classification.MultilayerPerceptronClassifier.class.getName(),
          MultilayerPerceptronClassifier.class.getName(),
          org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel.class
              .getName(),
          MultilayerPerceptronClassificationModel.class.getName());

  /** Created by Spark Connect through reflection. */
  public ConnectBackend() {}

  /** Returns the class in place of one of Spark's; empty for those that stay. */
  @Override
  public Optional<String> transform(String name) {
    return Optional.ofNullable(CLASSES.get(name));
  }
}
