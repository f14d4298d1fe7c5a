package org.tributary.core.objective;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.tributary.core.data.Block;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Regularization;
import org.tributary.core.random.RandomStream;

/**
 * Compares backpropagation with central differences of J, in float64.
 *
 * <p>Each derivative is compared with the five-point difference
 *
 * <pre>
 *   n = (8 (J(+h) - J(-h)) - (J(+2h) - J(-2h))) / (12 h),   h = {@value #STEP} max(1, |theta|)
 * </pre>
 *
 * <p>Its truncation error falls with h^4 and its rounding error grows with u|J|/h, u = 2^-53, so
 * the best h is about u^(1/5) = 6e-4. With h = 2^-11 rounding leaves about 1e-12 |J|; the two-point
 * formula, best at u^(1/3), leaves 1e-11 |J| and more.
 *
 * <p>The relative difference is |a - n| / max(|a| + |n|, f), f = {@value #FLOOR} max(1, |J|). The
 * floor is where rounding stops being visible at a tolerance of 1e-7: an absolute error of 1e-11
 * max(1, |J|) reaches it, ten times what rounding leaves.
 *
 * <p>A derivative is skipped, and counted, when its step carries any unit of any sample across the
 * kink of relu, leaky relu, elu or selu, or any output from one piece of an absolute error, a Huber
 * or a pinball loss to the next: there J has no derivative to compare with, or (elu and Huber,
 * whose second derivatives jump) differences approach it with a lower order. This is determined
 * from the units' signs and the outputs' pieces, not from the derivatives, so a wrong gradient is
 * never skipped. More samples have more kinks; a few dozen samples are sufficient. A check that
 * would skip all of a Theta^(l) fails. An l1 penalty adds a kink where a weight is 0, and the
 * derivative of a weight whose step reaches it is skipped too.
 *
 * <p>An instance must be used by one thread. Source: gradient checking in the Coursera course
 * Machine Learning (A. Ng), with a five-point instead of a two-point difference.
 */
public final class GradientCheck {
  private static final double STEP = 0x1p-11;
  private static final double FLOOR = 1e-4;

  private final ParameterLayout layout;
  private final Kernel<double[]> kernel = Kernel.float64();
  private final Penalty penalty;
  private final BlockObjective<double[]> objective;
  private final ActivationPattern pattern;
  private final int[] parameters;

  /**
   * Prepares a check of the network and the samples as they are.
   *
   * @see #GradientCheck(ParameterLayout, List, Penalty, Regularization, int, long)
   */
  public GradientCheck(
      ParameterLayout layout, List<Block<double[]>> blocks, Penalty penalty, int limit, long seed) {
    this(layout, blocks, penalty, Regularization.NONE, limit, seed);
  }

  /**
   * Prepares a check of all parameters, or of a seeded random sample of them, for the J of
   * training, with label smoothing and the dropout masks of step 0.
   *
   * @param blocks samples, some dozens of them, those of one index one after the other
   * @param penalty the penalty, its l1 part too, with m the weight of these samples
   * @param limit how many parameters to check at most, but one a weight layer at least; weight
   *     layers share it equally
   * @param seed seed of the choice and of the masks
   * @throws IllegalArgumentException if {@code limit} is less than 1, or the network cannot take
   *     the regularization
   */
  public GradientCheck(
      ParameterLayout layout,
      List<Block<double[]>> blocks,
      Penalty penalty,
      Regularization regularization,
      int limit,
      long seed) {
    if (limit < 1) {
      throw new IllegalArgumentException(
          "Invalid limit of parameters to check: " + limit + " (expected 1 or more)");
    }
    this.layout = layout;
    this.penalty = penalty;
    this.objective = new BlockObjective<>(layout, kernel, blocks, penalty, regularization, seed);
    this.pattern = new ActivationPattern(layout, blocks, regularization.dropout(), seed);
    this.parameters = choose(layout, limit, seed);
  }

  private static int[] choose(ParameterLayout layout, int limit, long seed) {
    if (layout.size() <= limit) {
      return IntStream.range(0, layout.size()).toArray();
    }
    int share = Math.max(1, limit / layout.layers());
    return IntStream.range(0, layout.layers())
        .flatMap(l -> choose(layout, l, share, RandomStream.of(seed, "gradient-check", l)))
        .toArray();
  }

  /** Draws parameters of one layer without replacement, with a partial shuffle. */
  private static IntStream choose(ParameterLayout layout, int l, int share, RandomStream random) {
    int size = layout.rows(l) * layout.columns(l);
    int[] all = IntStream.range(layout.offset(l), layout.offset(l) + size).toArray();
    int count = Math.min(share, size);
    for (int i = 0; i < count; i++) {
      int j = i + random.below(size - i);
      int drawn = all[j];
      all[j] = all[i];
      all[i] = drawn;
    }
    return Arrays.stream(all, 0, count).sorted();
  }

  /**
   * Compares the gradient by backpropagation with differences of J.
   *
   * @param theta unrolled parameters
   * @throws IllegalStateException if every derivative of a weight layer had to be skipped
   */
  public GradientCheckResult check(double[] theta) {
    double[] gradient = objective.at(theta).gradient();
    double strength = penalty.l1() / objective.weightSum();
    int end;
    for (int bias = 0; bias < layout.size(); bias = end) {
      end = layout.rowEnd(bias);
      kernel.addAbsoluteDerivative(gradient, theta, strength, bias + 1, end);
    }
    return compare(theta, gradient);
  }

  /**
   * Compares a gradient computed elsewhere with differences of J.
   *
   * @param theta unrolled parameters
   * @param gradient the unrolled gradient under test, with the penalty's, of l1 too
   * @throws IllegalStateException if every derivative of a weight layer had to be skipped
   */
  public GradientCheckResult compare(double[] theta, double[] gradient) {
    boolean kinked = ActivationPattern.matters(layout.topology());
    BitSet signs = kinked ? pattern.at(theta) : new BitSet();
    double floor = FLOOR * Math.max(1, Math.abs(value(theta)));
    double[] moved = theta.clone();
    List<GradientDifference> differences = new ArrayList<>();
    for (int i : parameters) {
      double h = STEP * Math.max(1, Math.abs(theta[i]));
      if (!reachesZero(theta[i], i, 2 * h) && !(kinked && crosses(signs, moved, i, 2 * h))) {
        differences.add(compare(i, gradient[i], derivative(moved, i, h), floor));
      }
    }
    requireEveryLayer(differences);
    GradientDifference largest =
        Collections.max(differences, Comparator.comparingDouble(GradientDifference::relative));
    return new GradientCheckResult(
        largest, differences.size(), parameters.length - differences.size());
  }

  /** Rejects a check that skipped all of a Theta^(l). */
  private void requireEveryLayer(List<GradientDifference> differences) {
    for (int l = 0; l < layout.layers(); l++) {
      int layer = l;
      if (differences.stream().noneMatch(difference -> difference.layer() == layer)) {
        throw new IllegalStateException(
            "Cannot check the gradient: every step in Theta^(%d) crosses a kink. Check with fewer samples"
                .formatted(l + 1));
      }
    }
  }

  /** Tells whether the penalty has a kink within a step from a parameter. */
  private boolean reachesZero(double at, int i, double step) {
    return penalty.l1() > 0 && Math.abs(at) <= step && !layout.isBias(i);
  }

  private boolean crosses(BitSet signs, double[] theta, int i, double step) {
    double at = theta[i];
    theta[i] = at + step;
    boolean crossed = !signs.equals(pattern.at(theta));
    theta[i] = at - step;
    crossed = crossed || !signs.equals(pattern.at(theta));
    theta[i] = at;
    return crossed;
  }

  private double derivative(double[] theta, int i, double h) {
    double near = valueAt(theta, i, h) - valueAt(theta, i, -h);
    double far = valueAt(theta, i, 2 * h) - valueAt(theta, i, -2 * h);
    return (8 * near - far) / (12 * h);
  }

  private double valueAt(double[] theta, int i, double step) {
    double at = theta[i];
    theta[i] = at + step;
    double value = value(theta);
    theta[i] = at;
    return value;
  }

  private double value(double[] theta) {
    return objective.value(theta) + penalty.absolute(layout, theta, objective.weightSum());
  }

  private GradientDifference compare(int i, double analytic, double numeric, double floor) {
    double size = Math.max(Math.abs(analytic) + Math.abs(numeric), floor);
    double relative = Math.abs(analytic - numeric) / size;
    int l = layout.layerOf(i);
    int at = i - layout.offset(l);
    return new GradientDifference(
        l,
        at / layout.columns(l),
        at % layout.columns(l),
        analytic,
        numeric,
        Double.isFinite(relative) ? relative : Double.POSITIVE_INFINITY);
  }
}
