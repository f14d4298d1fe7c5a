package org.tributary.driver.solver;

import java.io.Serializable;
import org.tributary.core.optim.OptimizerState;

/**
 * Where every shard begins a round of local steps: what is broadcast.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class LocalStart<A> implements Serializable {
  private static final long serialVersionUID = 1;

  // The array types that A stands for are serialisable; the type variable cannot say so.
  private final Serializable theta;
  private final OptimizerState<A> state;

  /** Wraps the arrays without a copy; they must not change while the round lasts. */
  LocalStart(A theta, OptimizerState<A> state) {
    this.theta = (Serializable) theta;
    this.state = state;
  }

  /** Returns the parameters, unrolled: the array itself, not to be written to. */
  @SuppressWarnings("unchecked")
  A theta() {
    return (A) theta;
  }

  /** Returns the optimiser's state: itself, not to be written to. */
  OptimizerState<A> state() {
    return state;
  }
}
