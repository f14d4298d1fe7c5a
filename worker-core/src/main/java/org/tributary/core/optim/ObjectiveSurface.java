package org.tributary.core.optim;

import breeze.linalg.DenseVector;
import breeze.linalg.DenseVector$mcD$sp;
import breeze.optimize.DiffFunction;
import java.lang.invoke.LambdaConversionException;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.function.Function;
import org.tributary.core.objective.Objective;
import scala.Tuple2;

/**
 * The objective as breeze wants to see it: evaluations are counted, the points where a search
 * begins, of its lowest value and of its last trial are not evaluated again, and where J or its
 * gradient is not finite breeze sees an infinite value with a gradient of 0, from which its line
 * searches turn back. Mutable.
 */
final class ObjectiveSurface {
  private static final MethodHandle AS_BREEZE_FUNCTION = breezeFunctionFactory();

  private final Function<double[], Objective> objective;
  private Evaluation origin;
  private Evaluation lowest;
  private Evaluation last;
  private int evaluations;
  private int finite;
  private int nonFinite;

  private static final class Evaluation {
    private final double[] theta;
    private final Objective objective;

    Evaluation(double[] theta, Objective objective) {
      this.theta = theta;
      this.objective = objective;
    }

    boolean isAt(double[] point) {
      return Arrays.equals(theta, point);
    }

    Tuple2<Object, DenseVector<Object>> toBreeze() {
      return objective.isFinite()
          ? new Tuple2<>(objective.value(), vector(objective.gradient().clone()))
          : wall(theta.length);
    }
  }

  /** Evaluates the objective where the search begins. */
  ObjectiveSurface(Function<double[], Objective> objective, double[] theta) {
    this(objective, theta, objective.apply(theta.clone()), 1);
  }

  /**
   * Goes on where a search was.
   *
   * @param theta where it was; copied
   * @param here what is known of {@code theta}
   * @param evaluations how often the objective was evaluated before
   */
  ObjectiveSurface(
      Function<double[], Objective> objective, double[] theta, Objective here, int evaluations) {
    this.objective = objective;
    this.evaluations = evaluations;
    this.last = new Evaluation(theta.clone(), here);
    this.origin = last;
    this.lowest = last;
  }

  /** Returns the value and the gradient at a point. */
  Tuple2<Object, DenseVector<Object>> calculate(DenseVector<Object> point) {
    double[] at = values(point);
    // A line search that interpolates towards an infinite value can step to nowhere.
    if (!Objective.areFinite(at)) {
      return wall(at.length);
    }
    if (origin.isAt(at)) {
      last = origin;
    } else if (lowest.isAt(at)) {
      last = lowest;
    } else if (!last.isAt(at)) {
      last = tried(at);
    }
    return last.toBreeze();
  }

  private Evaluation tried(double[] at) {
    Evaluation trial = evaluate(at);
    if (!trial.objective.isFinite()) {
      nonFinite++;
    } else {
      finite++;
      if (trial.objective.value() < lowest.objective.value()) {
        lowest = trial;
      }
    }
    return trial;
  }

  private Evaluation evaluate(double[] at) {
    evaluations++;
    return new Evaluation(at.clone(), objective.apply(at.clone()));
  }

  private static Tuple2<Object, DenseVector<Object>> wall(int length) {
    return new Tuple2<>(Double.POSITIVE_INFINITY, vector(new double[length]));
  }

  /** Returns what is known of the last point asked for. */
  Objective last() {
    return last.objective;
  }

  /** Returns how often the objective was evaluated. */
  int evaluations() {
    return evaluations;
  }

  /** Begins a search at the last point asked for, which is the one that breeze accepted. */
  void beginSearch() {
    origin = last;
    lowest = last;
    finite = 0;
    nonFinite = 0;
  }

  /** Tells whether the search tried points, and J was finite at none of them. */
  boolean onlyNonFiniteTrials() {
    return nonFinite > 0 && finite == 0;
  }

  /** Returns a breeze vector on the array. */
  static DenseVector<Object> vector(double[] values) {
    return new DenseVector$mcD$sp(values);
  }

  /** Returns a copy of the elements; the vectors of a search start at 0 and lie without gaps. */
  static double[] values(DenseVector<Object> vector) {
    return ((double[]) vector.data()).clone();
  }

  /** Returns {@link #calculate} as the function that breeze minimises. */
  @SuppressWarnings("unchecked")
  DiffFunction<DenseVector<Object>> asBreezeFunction() {
    try {
      return (DiffFunction<DenseVector<Object>>) AS_BREEZE_FUNCTION.invoke(this);
    } catch (Throwable e) {
      throw new LinkageError("Cannot make a breeze function of the objective", e);
    }
  }

  /**
   * Breeze's function trait declares {@code apply} twice, with a primitive and with a boxed result,
   * and no Java class can be written that implements both. The lambda factory of the JVM can: it
   * implements {@code calculate}, the one method that a minimiser calls, and the traits' own
   * defaults do the rest.
   */
  private static MethodHandle breezeFunctionFactory() {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    MethodType calculate = MethodType.methodType(Tuple2.class, DenseVector.class);
    try {
      return LambdaMetafactory.metafactory(
              lookup,
              "calculate",
              MethodType.methodType(DiffFunction.class, ObjectiveSurface.class),
              MethodType.methodType(Tuple2.class, Object.class),
              lookup.findVirtual(ObjectiveSurface.class, "calculate", calculate),
              calculate)
          .getTarget();
    } catch (ReflectiveOperationException | LambdaConversionException e) {
      throw new LinkageError("Cannot make breeze functions", e);
    }
  }
}
