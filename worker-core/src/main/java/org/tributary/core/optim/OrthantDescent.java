package org.tributary.core.optim;

import breeze.linalg.DenseVector;
import breeze.optimize.DiffFunction;
import breeze.optimize.FirstOrderMinimizer;
import breeze.optimize.LBFGS;
import breeze.optimize.LineSearchFailed;
import breeze.optimize.OWLQN;
import scala.Function1;
import scala.Tuple2;

/**
 * OWL-QN of breeze, with the line search of its paper, and with directions that are bent for
 * penalised parameters only. Andrew and Gao, ICML 2007.
 *
 * <p>The step is halved until the projected point x' has J(x') &lt; J(x) and J(x') &lt;= J(x) +
 * 1e-4 g (x' - x), g being the pseudo-gradient. (The line search of breeze 2.1.0 judges its first
 * step by the value before the step, without the L1 penalty, and so accepts points above where it
 * stands.) J is smooth in a parameter of strength 0, which therefore follows the quasi-Newton
 * direction even against its own derivative, as in L-BFGS.
 *
 * <p>What is overridden are breeze's own extension points, hence the inheritance.
 */
final class OrthantDescent extends OWLQN<Object, DenseVector<Object>> {
  private static final long serialVersionUID = 1;

  private static final double SUFFICIENT_DECREASE = 1e-4;

  /** 2^-40 is 1e-12: a shorter step changes nothing that a double of the objective resolves. */
  private static final int HALVINGS = 40;

  private final double[] l1;

  /**
   * Makes a search that ends only when no step goes down.
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
    double[] direction = ObjectiveSurface.values(state.history().$times(state.adjustedGradient()));
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
    double[] x = ObjectiveSurface.values(state.x());
    double[] gradient = ObjectiveSurface.values(state.adjustedGradient());
    // Without a memory of past steps the direction has the gradient's length, which means nothing.
    double length = norm(ObjectiveSurface.values(direction));
    double step = state.history().historyLength() == 0 ? 1 / length : 1;
    for (int i = 0; i <= HALVINGS; i++) {
      DenseVector<Object> point = takeStep(state, direction, step);
      Tuple2<Object, DenseVector<Object>> smooth = f.calculate(point);
      double value = (Double) adjust(point, smooth._2(), (Double) smooth._1())._1();
      double promise = SUFFICIENT_DECREASE * slope(gradient, x, ObjectiveSurface.values(point));
      if (value < state.adjustedValue() && value <= state.adjustedValue() + promise) {
        return step;
      }
      step /= 2;
    }
    throw new LineSearchFailed(norm(gradient), length);
  }

  private static double slope(double[] gradient, double[] from, double[] to) {
    double sum = 0;
    for (int i = 0; i < gradient.length; i++) {
      sum += gradient[i] * (to[i] - from[i]);
    }
    return sum;
  }

  private static double norm(double[] x) {
    double squares = 0;
    for (double element : x) {
      squares += element * element;
    }
    return Math.sqrt(squares);
  }
}
