package org.tributary.core.optim;

import breeze.linalg.DenseVector;
import breeze.optimize.DiffFunction;
import breeze.optimize.FirstOrderMinimizer;
import breeze.optimize.LBFGS;
import breeze.optimize.OWLQN;
import scala.Function1;
import scala.Tuple2;

/**
 * OWL-QN of breeze, with the line search of its paper, and with directions that are bent for
 * penalised parameters only. Andrew and Gao, ICML 2007.
 *
 * <p>The step is halved until the projected point x' has J(x') &lt; J(x) and J(x') &lt;= J(x) +
 * 1e-4 g (x' - x), g being the pseudo-gradient. Without a memory of past steps, a step of length 1
 * that descends is doubled for as long as J curves downwards and falls. Where no step descends the
 * search stays where it is, and its memory is emptied. (The line search of breeze 2.1.0 judges its
 * first step by the value before the step, without the L1 penalty, and so accepts points above
 * where it stands.) J is smooth in a parameter of strength 0, which therefore follows the
 * quasi-Newton direction even against its own derivative, as in L-BFGS.
 *
 * <p>What is overridden are breeze's own extension points, hence the inheritance.
 */
final class OrthantDescent extends OWLQN<Object, DenseVector<Object>> {
  private static final long serialVersionUID = 1;

  private static final double SUFFICIENT_DECREASE = 1e-4;

  /** 2^-40 is 1e-12: a shorter step changes nothing that a double of the objective resolves. */
  private static final int HALVINGS = 40;

  /** 2^60 is 1e18: from the length 1, beyond the weights that any loss of use needs. */
  private static final int DOUBLINGS = 60;

  private final double[] l1;

  /**
   * Makes a search that never ends by itself.
   *
   * @param memory how many past steps the curvature is estimated from
   * @param l1 the strength of the L1 penalty on each parameter; kept
   */
  OrthantDescent(int memory, double[] l1) {
    super(FirstOrderMinimizer.searchFailed(), memory, strengths(l1), DenseVector.space_Double());
    this.l1 = l1;
  }

  private static Function1<Object, Object> strengths(double[] l1) {
    return parameter -> l1[(Integer) parameter];
  }

  /** Returns -H g, without the penalised components that do not go against g. */
  @Override
  public DenseVector<Object> chooseDescentDirection(
      FirstOrderMinimizer.State<
              DenseVector<Object>, Object, LBFGS.ApproximateInverseHessian<DenseVector<Object>>>
          state,
      DiffFunction<DenseVector<Object>> f) {
    double[] gradient = ObjectiveSurface.values(state.adjustedGradient());
    double[] direction = Curvature.descent(state.history(), gradient);
    for (int i = 0; i < direction.length; i++) {
      if (l1[i] > 0 && direction[i] * gradient[i] >= 0) {
        direction[i] = 0;
      }
    }
    return ObjectiveSurface.vector(direction);
  }

  @Override
  public double determineStepSize(
      FirstOrderMinimizer.State<
              DenseVector<Object>, Object, LBFGS.ApproximateInverseHessian<DenseVector<Object>>>
          state,
      DiffFunction<DenseVector<Object>> f,
      DenseVector<Object> direction) {
    double step = Curvature.firstStep(state.history(), ObjectiveSurface.values(direction));
    if (!Double.isFinite(step)) {
      return 0;
    }
    Trial trial = attempt(state, f, direction, step);
    if (trial.isSufficient()) {
      return state.history().historyLength() == 0 ? expand(state, f, direction, trial) : step;
    }
    for (int i = 0; i < HALVINGS; i++) {
      step /= 2;
      if (attempt(state, f, direction, step).isSufficient()) {
        return step;
      }
    }
    return 0;
  }

  /**
   * Doubles the step from nothing known for as long as J falls and does not curve upwards: nothing
   * could be learned there, and the next step would be as short again.
   */
  private double expand(
      FirstOrderMinimizer.State<
              DenseVector<Object>, Object, LBFGS.ApproximateInverseHessian<DenseVector<Object>>>
          state,
      DiffFunction<DenseVector<Object>> f,
      DenseVector<Object> direction,
      Trial first) {
    Trial lowest = first;
    for (int i = 0; i < DOUBLINGS && !lowest.isCurvedUpwards(); i++) {
      Trial trial = attempt(state, f, direction, 2 * lowest.step());
      if (!trial.isSufficient() || trial.value() >= lowest.value()) {
        break;
      }
      lowest = trial;
    }
    return lowest.step();
  }

  private record Trial(double step, double value, boolean isSufficient, boolean isCurvedUpwards) {}

  private Trial attempt(
      FirstOrderMinimizer.State<
              DenseVector<Object>, Object, LBFGS.ApproximateInverseHessian<DenseVector<Object>>>
          state,
      DiffFunction<DenseVector<Object>> f,
      DenseVector<Object> direction,
      double step) {
    DenseVector<Object> point = takeStep(state, direction, step);
    Tuple2<Object, DenseVector<Object>> smooth = f.calculate(point);
    double value = (Double) adjust(point, smooth._2(), (Double) smooth._1())._1();
    double[] moved = Curvature.difference(point, state.x());
    double slope = Curvature.dot(ObjectiveSurface.values(state.adjustedGradient()), moved);
    return new Trial(
        step,
        value,
        value < state.adjustedValue()
            && value <= state.adjustedValue() + SUFFICIENT_DECREASE * slope,
        Curvature.isPositive(moved, Curvature.difference(smooth._2(), state.grad())));
  }

  @Override
  public LBFGS.ApproximateInverseHessian<DenseVector<Object>> updateHistory(
      DenseVector<Object> x,
      DenseVector<Object> gradient,
      double value,
      DiffFunction<DenseVector<Object>> f,
      FirstOrderMinimizer.State<
              DenseVector<Object>, Object, LBFGS.ApproximateInverseHessian<DenseVector<Object>>>
          from) {
    return Curvature.after(from, x, gradient, initialHistory(f, x));
  }
}
