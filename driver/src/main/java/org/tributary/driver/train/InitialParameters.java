package org.tributary.driver.train;

import org.tributary.core.network.ParameterLayout;

/** Where a training begins. */
@FunctionalInterface
public interface InitialParameters {
  /**
   * Returns the initial parameters, unrolled.
   *
   * @param layout those of the network
   * @throws IllegalArgumentException if there are none for this network
   */
  double[] of(ParameterLayout layout);
}
