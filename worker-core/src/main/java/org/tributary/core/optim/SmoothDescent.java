package org.tributary.core.optim;

import breeze.linalg.DenseVector;
import breeze.optimize.DiffFunction;
import breeze.optimize.FirstOrderMinimizer;
import breeze.optimize.LBFGS;
import scala.Tuple2;

/**
 * L-BFGS of breeze, with a line search that goes as far as the objective falls, {@link
 * WolfeSearch}. Where it finds no lower value it stays where it is, and its memory is emptied.
 *
 * <p>(The line search of breeze 2.1.0 tries ten steps, each 1.5 times the one before, and fails if
 * the objective still falls ever faster after the tenth. A network whose outputs are far from their
 * targets begins in just that way.)
 *
 * <p>What is overridden are breeze's own extension points, hence the inheritance.
 */
final class SmoothDescent extends LBFGS<DenseVector<Object>> {
  private static final long serialVersionUID = 1;

  /**
   * Makes a search that never ends by itself.
   *
   * @param memory how many past steps the curvature is estimated from
   */
  SmoothDescent(int memory) {
    super(FirstOrderMinimizer.searchFailed(), memory, DenseVector.space_Double());
  }

  /** Returns -H g. */
  @Override
  public DenseVector<Object> chooseDescentDirection(
      FirstOrderMinimizer.State<
              DenseVector<Object>, Object, LBFGS.ApproximateInverseHessian<DenseVector<Object>>>
          state,
      DiffFunction<DenseVector<Object>> f) {
    double[] gradient = ObjectiveSurface.values(state.adjustedGradient());
    return ObjectiveSurface.vector(Curvature.descent(state.history(), gradient));
  }

  @Override
  public double determineStepSize(
      FirstOrderMinimizer.State<
              DenseVector<Object>, Object, LBFGS.ApproximateInverseHessian<DenseVector<Object>>>
          state,
      DiffFunction<DenseVector<Object>> f,
      DenseVector<Object> direction) {
    double[] d = ObjectiveSurface.values(direction);
    WolfeSearch search =
        new WolfeSearch(
            step -> {
              Tuple2<Object, DenseVector<Object>> there =
                  f.calculate(takeStep(state, direction, step));
              double slope = Curvature.dot(ObjectiveSurface.values(there._2()), d);
              return new WolfeSearch.Trial(step, (Double) there._1(), slope);
            },
            state.value(),
            Curvature.dot(ObjectiveSurface.values(state.grad()), d));
    return search.step(Curvature.firstStep(state.history(), d));
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
