package org.tributary.core.optim;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.tributary.core.data.ColumnSums;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.ParameterLayout;

/**
 * An {@link UpdateRule} for sparse inputs: a step changes all parameters but the weights of
 * features that are 0 in all samples of its batch, so it costs as much as there are non-zeros.
 *
 * <p>With T_t the features that are there in step t, and theta_j the s_2 weights of feature j:
 *
 * <pre>
 *   j in T_t:      theta_j and the rule's memory of it as in a step of the whole gradient
 *   j not in T_t:  the memory stays as it is, and the penalty goes on as by gradient descent:
 *                  theta_j = shrink((1 - rate(t) s) theta_j, rate(t) l1/m),  s = l2/m + weight decay
 * </pre>
 *
 * <p>The factors of the second line are collected and applied in one go, when the feature is there
 * again or {@link #catchUp} is called: the products of 1 - rate(t) s, and the sums of rate(t) l1/m.
 * Until then the network is evaluated without them. Without a penalty nothing is left out. For
 * plain gradient descent every weight is thus that of the whole gradient once all have caught up,
 * but for the gradients of the steps in between; for rules with a memory, a gradient of 0 is no
 * gradient: this is lazy Adam (PyTorch's SparseAdam), where t in the bias corrections counts all
 * steps.
 *
 * <p>A norm that gradients are clipped to is that of the features that are there. A maximum norm of
 * weights goes over all of them in each step.
 *
 * <p>Mutable; its steps must be taken one after the other, each on several threads if the caller
 * has them. The bits do not depend on how many.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class ColumnRule<A> {

  private final Kernel<A> kernel;
  private final ParameterLayout layout;
  private final Transform transform;
  private final Schedule learningRate;
  private final NormConstraints constraints;
  private final double l1;
  private final double l2;
  private final boolean proximal;
  private final PenaltyDebt<A> debt;
  private final int width;
  private final int rest;

  /** D, in the layout of theta; only the elements of a step's features are of that step. */
  private final A gradient;

  /**
   * Prepares steps.
   *
   * @param layout the plain layout of the network; theta and the state are laid out by feature
   * @param l1 lambda_1 / m
   * @param l2 lambda / m; the rule takes both penalties up, gradients come without
   */
  public ColumnRule(
      OptimizerSpec.FirstOrder spec,
      Kernel<A> kernel,
      ParameterLayout layout,
      double l1,
      double l2) {
    Bounds.notNegative("strength of the L1 penalty", l1);
    Bounds.notNegative("strength of the L2 penalty", l2);
    this.kernel = kernel;
    this.layout = layout.byFeature();
    this.transform = spec.transform(this.layout);
    this.learningRate = spec.learningRate();
    this.constraints = spec.constraints();
    this.l1 = l1;
    this.l2 = l2;
    this.proximal = spec.descendsPlainly();
    this.width = layout.rows(0);
    this.rest = layout.offset(1);
    this.debt = new PenaltyDebt<>(layout, l2 + spec.weightDecay(), l1);
    this.gradient = kernel.allocate(layout.size());
  }

  /** Returns the state before the first step, laid out by feature. */
  public OptimizerState<A> init() {
    return transform.init(kernel, layout.size());
  }

  /** Returns a state of the plain layout, such as {@link UpdateRule#restore} makes, by feature. */
  public OptimizerState<A> byFeature(OptimizerState<A> plain) {
    return converted(plain, (from, to) -> layout.transposeFirst(kernel, from, to));
  }

  /** Returns a state in the plain layout of {@link UpdateRule}. */
  public OptimizerState<A> plain(OptimizerState<A> byFeature) {
    return converted(byFeature, (from, to) -> layout.transposeFirstBack(kernel, from, to));
  }

  private OptimizerState<A> converted(OptimizerState<A> state, BiConsumer<A, A> conversion) {
    Map<String, A> arrays = new LinkedHashMap<>();
    for (String name : state.names()) {
      A converted = kernel.allocate(layout.size());
      conversion.accept(state.array(name), converted);
      arrays.put(name, converted);
    }
    return OptimizerState.of(state.step(), state.names(), arrays);
  }

  /**
   * Takes one step.
   *
   * @param state overwritten with the state after the step
   * @param restSum sums for the biases of the first layer and for the other layers
   * @param columns sums for the features that are there
   * @param scale what the sums are multiplied by for D
   * @param theta by feature; overwritten
   */
  public void step(
      OptimizerState<A> state,
      A restSum,
      ColumnSums<A> columns,
      double scale,
      A theta,
      Parallel<A> parallel) {
    Transform now = transform.at(state.step());
    double rate = learningRate.rate(state.step());
    fillRest(restSum, scale, theta);
    if (constraints.clipNorm() > 0) {
      parallel.run(
          columns.count(),
          (own, from, to) -> {
            for (int k = from; k < to; k++) {
              fill(own, columns, k, scale, theta);
            }
          });
      clip(columns);
      parallel.run(
          columns.count(),
          (own, from, to) -> {
            for (int k = from; k < to; k++) {
              apply(own, now, state, theta, place(columns, k), width, rate);
            }
          });
    } else {
      parallel.run(
          columns.count(),
          (own, from, to) -> {
            for (int k = from; k < to; k++) {
              fill(own, columns, k, scale, theta);
              apply(own, now, state, theta, place(columns, k), width, rate);
            }
          });
    }
    descend(kernel, now, state, theta, 0, width);
    descend(kernel, now, state, theta, rest, layout.size());
    forRestWeights((from, to) -> shrink(kernel, theta, from, to, rate));
    constraints.project(kernel, layout, theta);
    debt.stepTaken(columns, rate);
    state.advance();
  }

  /** Returns what the penalty has left out so far, by name; nothing without a penalty. */
  public Map<String, ParameterVector> owed() {
    return debt.vectors();
  }

  /**
   * Goes on with what another rule of the same spec has left out.
   *
   * @param owed what that rule returned by {@link #owed}; nothing at the end of an epoch
   * @throws IllegalArgumentException if it is of another network or other penalties
   */
  public void owe(Map<String, ParameterVector> owed) {
    debt.restore(owed);
  }

  /**
   * Applies what the penalty has left out so far to the weights of all features.
   *
   * @param theta by feature; overwritten
   */
  public void catchUp(A theta, Parallel<A> parallel) {
    if (debt.isPossible()) {
      parallel.run(
          layout.columns(0) - 1,
          (own, from, to) -> {
            for (int feature = from; feature < to; feature++) {
              debt.pay(own, feature, theta);
            }
          });
      debt.clear();
    }
  }

  /** Returns where the weights of a feature begin. */
  private int place(ColumnSums<A> columns, int k) {
    return (1 + columns.column(k)) * width;
  }

  private void fillRest(A restSum, double scale, A theta) {
    int length = layout.size() - rest;
    kernel.copy(restSum, 0, gradient, 0, width);
    kernel.copy(restSum, width, gradient, rest, length);
    kernel.blend(gradient, scale, gradient, 0, 0, width);
    kernel.blend(gradient, scale, gradient, 0, rest, rest + length);
    forRestWeights((from, to) -> addPenalty(kernel, theta, from, to));
  }

  /** Pays the debt of a feature and computes its part of D. */
  private void fill(Kernel<A> own, ColumnSums<A> columns, int k, double scale, A theta) {
    int at = place(columns, k);
    debt.pay(own, columns.column(k), theta);
    own.copy(columns.array(k), columns.offset(k), gradient, at, width);
    own.blend(gradient, scale, gradient, 0, at, at + width);
    addPenalty(own, theta, at, at + width);
  }

  private void addPenalty(Kernel<A> own, A theta, int from, int to) {
    if (l2 > 0) {
      own.addScaled(gradient, theta, l2, from, to);
    }
    if (l1 > 0 && !proximal) {
      own.addAbsoluteDerivative(gradient, theta, l1, from, to);
    }
  }

  private void clip(ColumnSums<A> columns) {
    double squares =
        kernel.squares(gradient, 0, width) + kernel.squares(gradient, rest, layout.size());
    for (int k = 0; k < columns.count(); k++) {
      squares += kernel.squares(gradient, place(columns, k), place(columns, k) + width);
    }
    double norm = Math.sqrt(squares);
    if (norm > constraints.clipNorm()) {
      double factor = constraints.clipNorm() / norm;
      kernel.blend(gradient, factor, gradient, 0, 0, width);
      kernel.blend(gradient, factor, gradient, 0, rest, layout.size());
      for (int k = 0; k < columns.count(); k++) {
        kernel.blend(gradient, factor, gradient, 0, place(columns, k), place(columns, k) + width);
      }
    }
  }

  private void apply(
      Kernel<A> own,
      Transform now,
      OptimizerState<A> state,
      A theta,
      int from,
      int length,
      double rate) {
    descend(own, now, state, theta, from, from + length);
    shrink(own, theta, from, from + length, rate);
  }

  private void descend(
      Kernel<A> own, Transform now, OptimizerState<A> state, A theta, int from, int to) {
    now.update(own, state, gradient, theta, from, to);
    own.blend(theta, 1, gradient, 1, from, to);
  }

  private void shrink(Kernel<A> own, A theta, int from, int to, double rate) {
    if (l1 > 0 && proximal) {
      own.shrink(theta, rate * l1, from, to);
    }
  }

  /** Elements that follow one another. */
  private interface Range {
    void on(int from, int to);
  }

  /** Walks the weights behind the first layer, without biases. */
  private void forRestWeights(Range use) {
    if (l1 > 0 || l2 > 0) {
      int end;
      for (int bias = rest; bias < layout.size(); bias = end) {
        end = layout.rowEnd(bias);
        use.on(bias + 1, end);
      }
    }
  }
}
