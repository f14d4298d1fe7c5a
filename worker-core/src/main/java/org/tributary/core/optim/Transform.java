package org.tributary.core.optim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.ParameterLayout;

/**
 * A function from a gradient to an update, one link of an update rule.
 *
 * <p>A transform is immutable and remembers nothing by itself: what it must know of the past lies
 * in named arrays of an {@link OptimizerState}, which {@link #init} makes and {@link #update}
 * overwrites. Transforms compose by {@link #chain}; Adam is a chain of two. In the formulas g is
 * what comes in and u what goes out, in the same array; t counts steps from 1.
 */
public sealed interface Transform {

  /** Returns the names of the arrays that this transform remembers, in their order; or none. */
  default List<String> memory() {
    return List.of();
  }

  /**
   * Turns a range of a gradient into that range of an update, each element by itself. Allocates
   * nothing.
   *
   * @param kernel the arithmetic
   * @param state the past; this transform's arrays in it are overwritten, the step count is not
   * @param gradient unrolled; overwritten with the update
   * @param theta unrolled parameters; read only
   * @param from the first element worked on
   * @param to the element after the last one
   */
  <A> void update(Kernel<A> kernel, OptimizerState<A> state, A gradient, A theta, int from, int to);

  /**
   * Returns the same transform for the updates of one step alone, for many small ranges: what
   * depends on the step only is computed once.
   *
   * @param step how many steps were taken before
   */
  default Transform at(long step) {
    return this;
  }

  /**
   * Returns the state before the first step: every array 0.
   *
   * @param parameters the length of theta
   */
  default <A> OptimizerState<A> init(Kernel<A> kernel, int parameters) {
    return OptimizerState.zeros(kernel, memory(), parameters);
  }

  /** Returns the transforms one after the other, each taking what the last one gave. */
  static Transform chain(Transform... links) {
    return new Chain(List.of(links));
  }

  /** u = -rate(t - 1) g, to be added to Theta. */
  record Descend(Schedule learningRate) implements Transform {
    @Override
    public <A> void update(
        Kernel<A> kernel, OptimizerState<A> state, A gradient, A theta, int from, int to) {
      kernel.blend(gradient, -learningRate.rate(state.step()), gradient, 0, from, to);
    }

    @Override
    public Transform at(long step) {
      return new DescendStep(learningRate.rate(step));
    }
  }

  /** u = -rate g: one step of {@link Descend}, whose rate may be 0 at the end of a schedule. */
  record DescendStep(double rate) implements Transform {
    @Override
    public <A> void update(
        Kernel<A> kernel, OptimizerState<A> state, A gradient, A theta, int from, int to) {
      kernel.blend(gradient, -rate, gradient, 0, from, to);
    }
  }

  /** trace = momentum trace + g; u = trace. */
  record Trace(double momentum) implements Transform {
    private static final String TRACE = "trace";

    @Override
    public List<String> memory() {
      return List.of(TRACE);
    }

    @Override
    public <A> void update(
        Kernel<A> kernel, OptimizerState<A> state, A gradient, A theta, int from, int to) {
      A trace = state.array(TRACE);
      kernel.average(trace, momentum, gradient, 1, from, to);
      kernel.copy(trace, from, gradient, from, to - from);
    }
  }

  /** trace = momentum trace + g; u = g + momentum trace. */
  record NesterovTrace(double momentum) implements Transform {
    private static final String TRACE = "trace";

    @Override
    public List<String> memory() {
      return List.of(TRACE);
    }

    @Override
    public <A> void update(
        Kernel<A> kernel, OptimizerState<A> state, A gradient, A theta, int from, int to) {
      A trace = state.array(TRACE);
      kernel.average(trace, momentum, gradient, 1, from, to);
      kernel.blend(gradient, 1, trace, momentum, from, to);
    }
  }

  /**
   * m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2; u = mHat / (sqrt(vHat) + epsilon),
   * where mHat = m / (1 - beta1^t) and vHat = v / (1 - beta2^t) undo the start from 0.
   */
  record AdamDirection(double beta1, double beta2, double epsilon) implements Transform {
    private static final String MEAN = "mean";
    private static final String MEAN_SQUARE = "meanSquare";

    @Override
    public List<String> memory() {
      return List.of(MEAN, MEAN_SQUARE);
    }

    @Override
    public <A> void update(
        Kernel<A> kernel, OptimizerState<A> state, A gradient, A theta, int from, int to) {
      update(kernel, state, gradient, unbias(beta1, state), unbias(beta2, state), from, to);
    }

    private <A> void update(
        Kernel<A> kernel,
        OptimizerState<A> state,
        A gradient,
        double unbiasMean,
        double unbiasMeanSquare,
        int from,
        int to) {
      A m = state.array(MEAN);
      A v = state.array(MEAN_SQUARE);
      kernel.divideMeanByRoot(
          gradient, m, beta1, v, beta2, unbiasMean, unbiasMeanSquare, epsilon, from, to);
    }

    private static double unbias(double beta, OptimizerState<?> state) {
      return unbias(beta, state.step());
    }

    private static double unbias(double beta, long step) {
      return 1 / (1 - StrictMath.pow(beta, (double) (step + 1)));
    }

    @Override
    public Transform at(long step) {
      return new AdamStep(this, unbias(beta1, step), unbias(beta2, step));
    }
  }

  /** Adam's direction in one step, whose factors mHat / m and vHat / v are given. */
  record AdamStep(AdamDirection direction, double unbiasMean, double unbiasMeanSquare)
      implements Transform {
    @Override
    public List<String> memory() {
      return direction.memory();
    }

    @Override
    public <A> void update(
        Kernel<A> kernel, OptimizerState<A> state, A gradient, A theta, int from, int to) {
      direction.update(kernel, state, gradient, unbiasMean, unbiasMeanSquare, from, to);
    }
  }

  /** v = decay v + (1 - decay) g^2; u = g / (sqrt(v) + epsilon). */
  record RmsDirection(double decay, double epsilon) implements Transform {
    private static final String MEAN_SQUARE = "meanSquare";

    @Override
    public List<String> memory() {
      return List.of(MEAN_SQUARE);
    }

    @Override
    public <A> void update(
        Kernel<A> kernel, OptimizerState<A> state, A gradient, A theta, int from, int to) {
      A v = state.array(MEAN_SQUARE);
      kernel.blendSquares(v, decay, gradient, 1 - decay, from, to);
      kernel.divideByRoot(gradient, gradient, 1, v, 1, epsilon, from, to);
    }
  }

  /** u = g + weightDecay decay(t - 1) Theta for the weights, u = g for the biases. */
  record WeightDecay(double weightDecay, Schedule decay, ParameterLayout layout)
      implements Transform {
    /** The same decay at every step. */
    public WeightDecay(double weightDecay, ParameterLayout layout) {
      this(weightDecay, new Schedule.Constant(1), layout);
    }

    @Override
    public Transform at(long step) {
      return new WeightDecay(weightDecay * decay.rate(step), layout);
    }

    @Override
    public <A> void update(
        Kernel<A> kernel, OptimizerState<A> state, A gradient, A theta, int from, int to) {
      double strength = weightDecay * decay.rate(state.step());
      if (strength == 0) {
        return;
      }
      int first = 0;
      if (layout.isByFeature()) {
        int begin = Math.max(from, layout.rows(0));
        int end = Math.min(to, layout.offset(1));
        kernel.addScaled(gradient, theta, strength, begin, end);
        first = 1;
      }
      for (int l = first; l < layout.layers(); l++) {
        int columns = layout.columns(l);
        int offset = layout.offset(l);
        int end = Math.min(to, offset + layout.rows(l) * columns);
        // The rows of Theta^(l) that have elements in the range; each begins with its bias.
        int bias = offset + Math.max(0, from - offset) / columns * columns;
        for (; bias < end; bias += columns) {
          int begin = Math.max(from, bias + 1);
          int last = Math.min(end, bias + columns);
          kernel.addScaled(gradient, theta, strength, begin, last);
        }
      }
    }
  }

  /** The links one after the other; their memories stand side by side in one state. */
  record Chain(List<Transform> links) implements Transform {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if two links remember by the same name
     */
    public Chain {
      links = List.copyOf(links);
      List<String> names = namesOf(links);
      if (new HashSet<>(names).size() < names.size()) {
        throw new IllegalArgumentException(
            "Cannot chain " + links + ": two of them remember by one name, among " + names);
      }
    }

    @Override
    public List<String> memory() {
      return namesOf(links);
    }

    @Override
    public Transform at(long step) {
      return new Chain(links.stream().map(link -> link.at(step)).toList());
    }

    @Override
    public <A> void update(
        Kernel<A> kernel, OptimizerState<A> state, A gradient, A theta, int from, int to) {
      for (int i = 0; i < links.size(); i++) {
        links.get(i).update(kernel, state, gradient, theta, from, to);
      }
    }

    private static List<String> namesOf(List<Transform> links) {
      List<String> names = new ArrayList<>();
      links.forEach(link -> names.addAll(link.memory()));
      return List.copyOf(names);
    }
  }
}
