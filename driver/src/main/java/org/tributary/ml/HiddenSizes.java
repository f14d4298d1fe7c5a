package org.tributary.ml;

import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/** The sizes of the hidden layers that parameters say. */
final class HiddenSizes {
  private HiddenSizes() {}

  /**
   * Returns the sizes; empty to leave them to the preset.
   *
   * @throws IllegalArgumentException if the layers do not fit the features
   * @throws java.util.NoSuchElementException if none are set and Spark's class needs them
   */
  static Optional<int[]> of(ModelParams params, FitData data, StructType schema) {
    boolean hidden = params.isSet("hiddenLayers");
    if (!params.isSet("layers")) {
      if (!hidden && params.hasSparksDefaults()) {
        // Throws as Spark's class does.
        params.owner().getOrDefault(params.owner().getParam("layers"));
      }
      return params.set("hiddenLayers").map(sizes -> (int[]) sizes);
    }
    int[] layers = (int[]) params.set("layers").orElseThrow();
    String shown = Arrays.toString(layers);
    if (hidden) {
      throw new IllegalArgumentException(
          "Invalid hiddenLayers: %s (expected none with layers, which is %s; remove one)"
              .formatted(Arrays.toString(params.owner().getHiddenLayers()), shown));
    }
    if (params.isByColumns()) {
      throw new IllegalArgumentException(
          "Invalid layers: %s (expected none with featuresCols, whose values decide the number of"
                  .formatted(shown)
              + " inputs; set hiddenLayers instead)");
    }
    int size = data.vectorSize(schema);
    if (layers[0] != size) {
      throw new IllegalArgumentException(
          "Invalid layers: %s (expected them to begin with %d, the size of the vectors in column %s)"
              .formatted(shown, size, data.features().get(0)));
    }
    return Optional.of(Arrays.copyOfRange(layers, 1, layers.length - 1));
  }
}
