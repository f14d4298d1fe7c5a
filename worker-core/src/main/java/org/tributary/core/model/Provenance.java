package org.tributary.core.model;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a model comes from: enough to judge it and to train it again.
 *
 * @param trained when training ended
 * @param data what it was trained on
 * @param seed where every random number of the run came from
 * @param epochs passes over the data, or iterations of a quasi-Newton method
 * @param stopReason why training ended
 * @param measures the final measures by name, in the order given
 * @param platform what it was trained with
 * @param configuration the effective configuration: a JSON object, kept without insignificant space
 * @param curve the learning curve, by epoch
 * @param chain hashes of the parameters during the training
 */
public record Provenance(
    Instant trained,
    TrainingData data,
    long seed,
    int epochs,
    String stopReason,
    Map<String, Double> measures,
    Platform platform,
    String configuration,
    List<CurvePoint> curve,
    ThetaChain chain) {

  /**
   * Copies the collections.
   *
   * @throws IllegalArgumentException if the configuration is not a JSON object
   */
  public Provenance {
    measures = Collections.unmodifiableMap(new LinkedHashMap<>(measures));
    configuration = Json.compact(configuration);
    curve = List.copyOf(curve);
  }

  /** Describes a training that kept no chain. */
  public Provenance(
      Instant trained,
      TrainingData data,
      long seed,
      int epochs,
      String stopReason,
      Map<String, Double> measures,
      Platform platform,
      String configuration,
      List<CurvePoint> curve) {
    this(
        trained,
        data,
        seed,
        epochs,
        stopReason,
        measures,
        platform,
        configuration,
        curve,
        ThetaChain.NONE);
  }
}
