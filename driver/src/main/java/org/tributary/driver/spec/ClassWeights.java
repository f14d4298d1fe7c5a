package org.tributary.driver.spec;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What the weights of training samples are multiplied by, by their class. */
public sealed interface ClassWeights extends Serializable {

  /** Returns the weights that leave samples as they are. */
  static ClassWeights none() {
    return new None();
  }

  /** Samples as they are. */
  record None() implements ClassWeights {}

  /**
   * The same weight for every class in total: m / (K m_k) for class k, where m_k is the weight of
   * its training samples, m that of all, and K the number of classes that have any.
   */
  record Balanced() implements ClassWeights {}

  /**
   * Given weights.
   *
   * @param weights by the name of the class; every other class has 1
   */
  record Given(Map<String, Double> weights) implements ClassWeights {
    /** Copies the map; refuses one without a class, and weights out of their range. */
    public Given {
      weights = Collections.unmodifiableMap(new TreeMap<>(weights));
      Check.require(
          !weights.isEmpty(), "class weights", weights, "a weight for a class or several");
      weights.forEach(
          (name, weight) ->
              Check.real(
                  "weight of class " + name,
                  weight,
                  Limits.LEAST_CLASS_WEIGHT,
                  Limits.MOST_CLASS_WEIGHT));
    }
  }
}
