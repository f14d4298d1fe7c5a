package org.tributary.core.optim;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An {@link OptimizerState} as it was at one moment: an immutable value, which {@link
 * UpdateRule#restore(OptimizerSnapshot)} makes a state of again.
 *
 * @param step how many steps were taken
 * @param arrays what the rule remembers, by name and in the rule's order; each as long as theta
 */
public record OptimizerSnapshot(long step, Map<String, ParameterVector> arrays) {
  /** Copies the map, in its order. */
  public OptimizerSnapshot {
    arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
  }
}
