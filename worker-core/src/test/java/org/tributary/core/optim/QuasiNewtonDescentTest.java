package org.tributary.core.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.objective.Objective;
import org.tributary.core.objective.Penalty;
import org.tributary.core.optim.QuasiNewtonDescent.End;
import org.tributary.core.random.RandomStream;

class QuasiNewtonDescentTest {
  private static final OptimizerSpec.QuasiNewton LBFGS = new OptimizerSpec.Lbfgs(10);
  private static final OptimizerSpec.QuasiNewton OWLQN = new OptimizerSpec.Owlqn(10);
  private static final ParameterLayout PAIR = Surface.linear(1, 1);

  @ParameterizedTest
  @EnumSource(Surface.class)
  void lbfgsMinimisesInFewIterations(Surface surface) {
    List<Iterate> path = new ArrayList<>();
    QuasiNewtonDescent descent = lbfgs(new double[] {-1.2, 1}, surface::at);
    while (path.size() < 60 && descent.hasNext()) {
      path.add(descent.next());
    }

    // The method converges superlinearly, down to the rounding of a value near 0.
    assertThat(last(path).theta()).containsExactly(surface.minimum(), within(1e-6));
    assertThat(descent.evaluations()).isBetween(path.size(), 3 * path.size());
  }

  @Test
  void everyIterateIsLowerAndSaysWhatItIs() {
    List<Iterate> path = drain(lbfgs(new double[] {-1.2, 1}, Surface.ROSENBROCK::at));

    for (int i = 0; i < path.size(); i++) {
      Iterate iterate = path.get(i);
      Objective expected = Surface.ROSENBROCK.at(iterate.theta());
      assertThat(iterate.iteration()).isEqualTo(i);
      assertThat(iterate.objective().value()).isEqualTo(expected.value());
      assertThat(iterate.objective().gradient()).isEqualTo(expected.gradient());
      assertThat(i == 0 || iterate.objective().value() < path.get(i - 1).objective().value())
          .isTrue();
    }
    assertThat(path.get(0).theta()).containsExactly(-1.2, 1);
  }

  @Test
  void countsEveryEvaluation() {
    AtomicInteger calls = new AtomicInteger();
    QuasiNewtonDescent descent =
        lbfgs(
            new double[] {-1.2, 1},
            theta -> {
              calls.incrementAndGet();
              return Surface.ROSENBROCK.at(theta);
            });

    assertThat(descent.next().iteration()).isZero();
    assertThat(descent.evaluations()).isEqualTo(1).isEqualTo(calls.get());
    drain(descent);
    assertThat(descent.evaluations()).isEqualTo(calls.get());
  }

  // ---- ends

  @Test
  void endsWhereTheGradientVanishes() {
    QuasiNewtonDescent descent = lbfgs(Surface.PARABOLA.minimum(), Surface.PARABOLA::at);

    assertThat(descent.end()).isEmpty();
    assertThat(drain(descent)).hasSize(1);
    assertThat(descent.end()).contains(End.STATIONARY);
    assertThatThrownBy(descent::next)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("Cannot go on after iteration 0: STATIONARY");
  }

  @Test
  void endsWhenAGradientDoesNotBelongToTheValue() {
    // The gradient points down, so every step goes up.
    Function<double[], Objective> wrong =
        theta -> {
          Objective right = Surface.PARABOLA.at(theta);
          double[] gradient = right.gradient();
          return new Objective(right.value(), new double[] {-gradient[0], -gradient[1]}, 1);
        };
    for (OptimizerSpec.QuasiNewton spec : List.of(LBFGS, OWLQN)) {
      QuasiNewtonDescent descent = begin(spec, 0, PAIR, new double[] {3, 3}, wrong);

      assertThat(drain(descent)).hasSize(1);
      assertThat(descent.end()).contains(End.NO_LOWER_VALUE);
      // One search, which shortens the step to nothing; no second one without a memory to forget.
      assertThat(descent.evaluations()).isBetween(2, 62);
    }
  }

  @Test
  void endsWithTheFirstIterateWhereTheObjectiveIsNotFinite() {
    for (OptimizerSpec.QuasiNewton spec : List.of(LBFGS, OWLQN)) {
      QuasiNewtonDescent descent =
          begin(
              spec,
              0,
              PAIR,
              new double[] {3, 3},
              theta -> new Objective(Double.NaN, new double[] {1, 1}, 1));

      List<Iterate> path = drain(descent);
      assertThat(path).hasSize(1);
      assertThat(path.get(0).objective().isFinite()).isFalse();
      assertThat(descent.end()).contains(End.NOT_FINITE);
      assertThat(descent.evaluations()).isEqualTo(1);
    }
  }

  @Test
  void endsWhenEveryStepLeadsOutOfTheFiniteNumbers() {
    double[] start = {3, 3};
    Function<double[], Objective> island =
        theta ->
            theta[0] == 3 && theta[1] == 3
                ? new Objective(1, new double[] {1, 1}, 1)
                : new Objective(0, new double[] {Double.NaN, 0}, 1);
    for (OptimizerSpec.QuasiNewton spec : List.of(LBFGS, OWLQN)) {
      QuasiNewtonDescent descent = begin(spec, 0, PAIR, start, island);

      assertThat(drain(descent)).hasSize(1);
      assertThat(descent.end()).contains(End.NOT_FINITE);
    }
  }

  @Test
  void turnsBackFromAStepIntoInfinity() {
    // x - log x has its minimum at 1 and no value below 0.
    Function<double[], Objective> barrier =
        theta ->
            new Objective(
                theta[0] - Math.log(theta[0]) + theta[1] * theta[1],
                new double[] {1 - 1 / theta[0], 2 * theta[1]},
                1);
    for (OptimizerSpec.QuasiNewton spec : List.of(LBFGS, OWLQN)) {
      List<Iterate> path = drain(begin(spec, 0, PAIR, new double[] {0.05, 8}, barrier));

      // Down to the rounding of a value near 1: the square root of 2.2e-16, and some.
      assertThat(last(path).theta()).containsExactly(new double[] {1, 0}, within(1e-6));
    }
  }

  @Test
  void failuresOfTheObjectiveReachTheCaller() {
    AtomicInteger calls = new AtomicInteger();
    QuasiNewtonDescent descent =
        lbfgs(
            new double[] {3, 3},
            theta -> {
              if (calls.incrementAndGet() > 1) {
                throw new IllegalStateException("Cannot sum: a partition is lost");
              }
              return Surface.PARABOLA.at(theta);
            });
    descent.next();

    assertThatThrownBy(descent::hasNext).hasMessage("Cannot sum: a partition is lost");
  }

  // ---- L1

  @Test
  void owlqnSolvesTheLassoByTheSoftThreshold() {
    // 1/2 |theta - c|^2 + l1/m sum |weights|: weights are c moved by l1/m towards 0, biases are c.
    double[] c = {0.1, 2, -0.3, 0.45, -1.5, 0.05, 0.6, -0.2};
    ParameterLayout layout = Surface.linear(3, 2);
    double weightSum = 4;
    double threshold = 0.5;
    QuasiNewtonDescent descent =
        begin(
            OWLQN,
            threshold * weightSum,
            layout,
            new double[8],
            theta -> bowl(theta, c, weightSum));

    List<Iterate> path = drain(descent);
    double[] theta = last(path).theta();
    double absolute = 0;
    for (int i = 0; i < c.length; i++) {
      boolean bias = layout.isBias(i);
      double expected = bias ? c[i] : Math.signum(c[i]) * Math.max(0, Math.abs(c[i]) - threshold);
      // J is flat to its rounding, 2e-16, within its square root of the minimum.
      assertThat(theta[i]).as("parameter %d", i).isCloseTo(expected, within(1e-7));
      assertThat(theta[i] == 0).as("parameter %d is 0", i).isEqualTo(expected == 0);
      absolute += bias ? 0 : Math.abs(theta[i]);
    }
    assertThat(last(path).objective().value())
        // The same sum in another order.
        .isCloseTo(bowl(theta, c, weightSum).value() + threshold * absolute, within(1e-14));
    assertThat(last(path).objective().gradientNorm()).isLessThan(1e-6);
    assertThat(last(path).objective().weightSum()).isEqualTo(weightSum);
  }

  private static Objective bowl(double[] theta, double[] c, double weightSum) {
    double value = 0;
    double[] gradient = new double[c.length];
    for (int i = 0; i < c.length; i++) {
      gradient[i] = theta[i] - c[i];
      value += gradient[i] * gradient[i] / 2;
    }
    return new Objective(value, gradient, weightSum);
  }

  @Test
  void owlqnMeetsTheOptimalityConditionsOfACorrelatedLasso() {
    int weights = 20;
    ParameterLayout layout = Surface.linear(weights, 1);
    double strength = 0.1;
    Function<double[], Objective> squares = leastSquares(weights, 50);
    List<Iterate> path =
        drain(begin(OWLQN, strength * 50, layout, new double[weights + 1], squares));

    double[] theta = last(path).theta();
    double[] gradient = squares.apply(theta).gradient();
    int zeros = 0;
    for (int i = 0; i < theta.length; i++) {
      double l1 = layout.isBias(i) ? 0 : strength;
      // The search resolves J to 1e-16, and so its gradient to about 1e-8.
      if (theta[i] == 0) {
        zeros++;
        assertThat(Math.abs(gradient[i])).isLessThanOrEqualTo(l1 + 1e-6);
      } else {
        assertThat(gradient[i]).isCloseTo(-l1 * Math.signum(theta[i]), within(1e-6));
      }
    }
    assertThat(zeros).isBetween(1, weights - 1);
    for (int i = 1; i < path.size(); i++) {
      assertThat(path.get(i).objective().value()).isLessThan(path.get(i - 1).objective().value());
    }
  }

  /** 1/(2m) |X theta - y|^2, with a leading 1 in the rows of X, whose columns share a part. */
  private static Function<double[], Objective> leastSquares(int weights, int rows) {
    RandomStream random = RandomStream.of(7, "rows", 0);
    double[][] x = new double[rows][weights + 1];
    double[] y = new double[rows];
    for (int r = 0; r < rows; r++) {
      double common = random.normal();
      x[r][0] = 1;
      for (int j = 1; j <= weights; j++) {
        x[r][j] = common + random.normal();
      }
      y[r] = 3 + 2 * x[r][1] - x[r][2] + 0.5 * random.normal();
    }
    return theta -> {
      double value = 0;
      double[] gradient = new double[theta.length];
      for (int r = 0; r < rows; r++) {
        double residual = -y[r];
        for (int j = 0; j < theta.length; j++) {
          residual += x[r][j] * theta[j];
        }
        value += residual * residual / (2 * rows);
        for (int j = 0; j < theta.length; j++) {
          gradient[j] += residual * x[r][j] / rows;
        }
      }
      return new Objective(value, gradient, rows);
    };
  }

  @Test
  void owlqnWithoutPenaltyMinimisesRosenbrock() {
    List<Iterate> path =
        drain(begin(OWLQN, 0, PAIR, new double[] {-1.2, 1}, Surface.ROSENBROCK::at));

    // Without a penalty no direction is bent, and the method converges as L-BFGS does.
    assertThat(path).hasSizeLessThan(60);
    assertThat(last(path).theta()).containsExactly(new double[] {1, 1}, within(1e-6));
  }

  @Test
  void lbfgsRefusesAnL1Penalty() {
    assertThatThrownBy(() -> begin(LBFGS, 0.5, PAIR, new double[2], Surface.PARABOLA::at))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot minimise with L-BFGS: the penalty has l1 = 0.5, where J has no gradient."
                + " Use OWL-QN, or l1 = 0");
  }

  // ---- helpers

  private static QuasiNewtonDescent lbfgs(double[] theta, Function<double[], Objective> objective) {
    return begin(LBFGS, 0, PAIR, theta, objective);
  }

  private static QuasiNewtonDescent begin(
      OptimizerSpec.QuasiNewton spec,
      double l1,
      ParameterLayout layout,
      double[] theta,
      Function<double[], Objective> objective) {
    return QuasiNewtonDescent.begin(spec, new Penalty(l1, 0), layout, theta, objective);
  }

  /** Returns all iterates to the end; a search that does not end fails. */
  private static List<Iterate> drain(QuasiNewtonDescent descent) {
    List<Iterate> path = new ArrayList<>();
    while (descent.hasNext()) {
      path.add(descent.next());
      assertThat(path).hasSizeLessThan(1000);
    }
    return path;
  }

  private static Iterate last(List<Iterate> path) {
    return path.get(path.size() - 1);
  }
}
