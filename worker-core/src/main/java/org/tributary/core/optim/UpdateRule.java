package org.tributary.core.optim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.ParameterLayout;

/**
 * A first-order optimiser at work on parameters of one layout and precision.
 *
 * <p>It holds no memory of its steps, which is all in the {@link OptimizerState}; it is for one
 * thread only because its kernel is.
 *
 * <pre>{@code
 * UpdateRule<float[]> rule = UpdateRule.of(spec, Kernel.float32(), layout);
 * OptimizerState<float[]> state = rule.init();
 * rule.step(state, gradient, theta);
 * }</pre>
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class UpdateRule<A> {
  /**
   * How many elements go through all links of the transform before the next ones do, so that they
   * come from memory once: four arrays of this many floats take 64 KiB.
   */
  private static final int TILE = 4096;

  private final Transform transform;
  private final Schedule learningRate;
  private final NormConstraints constraints;
  private final AbsolutePenalty penalty;
  private final Kernel<A> kernel;
  private final ParameterLayout layout;
  private final int parameters;

  private UpdateRule(
      OptimizerSpec.FirstOrder spec, Kernel<A> kernel, ParameterLayout layout, double l1) {
    this.transform = spec.transform(layout);
    this.learningRate = spec.learningRate();
    this.constraints = spec.constraints();
    this.penalty = new AbsolutePenalty(l1, layout, spec);
    this.kernel = kernel;
    this.layout = layout;
    this.parameters = layout.size();
  }

  /** Returns the rule that a spec describes. */
  public static <A> UpdateRule<A> of(
      OptimizerSpec.FirstOrder spec, Kernel<A> kernel, ParameterLayout layout) {
    return of(spec, kernel, layout, 0);
  }

  /**
   * Returns the rule that a spec describes, for an objective with an L1 penalty.
   *
   * @param l1 strength of the penalty on each weight, lambda_1 / m, not negative. The rule takes it
   *     up by itself: gradients come without it. Plain gradient descent takes a proximal step of
   *     it, which leaves weights exactly 0; the other rules take its subgradient
   */
  public static <A> UpdateRule<A> of(
      OptimizerSpec.FirstOrder spec, Kernel<A> kernel, ParameterLayout layout, double l1) {
    return new UpdateRule<>(spec, kernel, layout, l1);
  }

  /** Returns the state before the first step. */
  public OptimizerState<A> init() {
    return transform.init(kernel, parameters);
  }

  /**
   * Returns the state after {@code step} steps.
   *
   * @param step how many steps were taken
   * @param arrays the arrays by their names; wrapped without a copy
   * @throws IllegalArgumentException if the step is negative, or the arrays are not this rule's
   */
  public OptimizerState<A> restore(long step, Map<String, A> arrays) {
    List<String> names = transform.memory();
    if (step < 0) {
      throw new IllegalArgumentException("Invalid step: " + step + " (expected 0 or more)");
    }
    if (!arrays.keySet().equals(Set.copyOf(names))) {
      throw new IllegalArgumentException(
          "Cannot restore the optimiser's state: it holds %s, the rule remembers %s"
              .formatted(List.copyOf(arrays.keySet()), names));
    }
    for (String name : names) {
      int length = kernel.length(arrays.get(name));
      if (length != parameters) {
        throw new IllegalArgumentException(
            "Cannot restore the optimiser's state: %s has %d numbers for %d parameters"
                .formatted(name, length, parameters));
      }
    }
    return OptimizerState.of(step, names, arrays);
  }

  /**
   * Returns the state that a snapshot is of, with arrays of its own.
   *
   * @throws IllegalArgumentException if the snapshot is not of a state of this rule
   */
  public OptimizerState<A> restore(OptimizerSnapshot snapshot) {
    Map<String, A> arrays = new LinkedHashMap<>();
    snapshot
        .arrays()
        .forEach((name, values) -> arrays.put(name, kernel.fromDoubles(values.toArray())));
    return restore(snapshot.step(), arrays);
  }

  /**
   * Takes one step: Theta = Theta + u, within the spec's norm constraints. Allocates nothing.
   *
   * @param state overwritten with the state after the step
   * @param gradient D, unrolled; overwritten with the update u
   * @param theta unrolled; overwritten
   */
  public void step(OptimizerState<A> state, A gradient, A theta) {
    penalty.addTo(kernel, gradient, theta);
    constraints.clip(kernel, gradient);
    update(transform, kernel, state, gradient, 1, theta, 0, parameters);
    penalty.shrink(kernel, theta, learningRate.rate(state.step()));
    constraints.project(kernel, layout, theta);
    state.advance();
  }

  /**
   * Takes the step of a scaled gradient: where no norm and no penalty joins elements, on the
   * threads that there are, and with one pass over memory. The same bits as those of {@link
   * #step(OptimizerState, Object, Object)} after the scaling.
   *
   * @param state overwritten with the state after the step
   * @param gradient unrolled; overwritten with the update u
   * @param scale what the gradient is multiplied by for D
   * @param theta unrolled; overwritten
   */
  public void step(
      OptimizerState<A> state, A gradient, double scale, A theta, Parallel<A> parallel) {
    if (!isElementwise()) {
      kernel.blend(gradient, scale, gradient, 0, 0, parameters);
      step(state, gradient, theta);
      return;
    }
    Transform now = transform.at(state.step());
    parallel.run(
        parameters, (own, from, to) -> update(now, own, state, gradient, scale, theta, from, to));
    state.advance();
  }

  /** Tells whether neither a norm nor a penalty joins elements. */
  private boolean isElementwise() {
    return constraints.equals(NormConstraints.NONE) && !penalty.isActive();
  }

  private static <A> void update(
      Transform transform,
      Kernel<A> kernel,
      OptimizerState<A> state,
      A gradient,
      double scale,
      A theta,
      int begin,
      int end) {
    int to;
    for (int from = begin; from < end; from = to) {
      to = from + Math.min(TILE, end - from);
      if (scale != 1) {
        kernel.blend(gradient, scale, gradient, 0, from, to);
      }
      transform.update(kernel, state, gradient, theta, from, to);
      kernel.blend(theta, 1, gradient, 1, from, to);
    }
  }
}
