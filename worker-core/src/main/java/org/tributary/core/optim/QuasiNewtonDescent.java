package org.tributary.core.optim;

import breeze.linalg.DenseVector;
import breeze.optimize.DiffFunction;
import breeze.optimize.FirstOrderMinimizer.State;
import breeze.optimize.LBFGS;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.objective.Objective;
import org.tributary.core.objective.Penalty;
import scala.Option;
import scala.Tuple2;

/**
 * L-BFGS or OWL-QN as an iterator of iterates, each of a lower J than the one before.
 *
 * <p>The first iterate is the starting point. The caller decides when to stop; the iterator ends by
 * itself only if the search cannot continue, and {@link #end()} returns the reason. J must have the
 * same value at the same Theta on every call: the whole batch, never a mini-batch. Breeze does the
 * work; its own rules of convergence are off. Mutable, for one thread.
 */
public final class QuasiNewtonDescent implements Iterator<Iterate> {

  /** Why a search cannot go on. */
  public enum End {
    /** The gradient is exactly 0. */
    STATIONARY,
    /**
     * No step along the search direction, nor along the gradient, has a lower J: the last iterate
     * is a minimum within the precision of J, or the gradient is not that of J.
     */
    NO_LOWER_VALUE,
    /** J or its gradient is not finite at the beginning, or wherever the search turns. */
    NOT_FINITE
  }

  private final ObjectiveSurface surface;
  private final double weightSum;
  private final scala.collection.Iterator<State<DenseVector<Object>, Object, Object>> states;
  private State<DenseVector<Object>, Object, Object> state;
  private Iterate reached;
  private Optional<Iterate> next = Optional.empty();
  private Optional<End> end = Optional.empty();

  /** Stands at the point that the surface knows, with a memory of {@code corrections}. */
  private QuasiNewtonDescent(
      LBFGS<DenseVector<Object>> minimizer,
      ObjectiveSurface surface,
      double[] theta,
      int iteration,
      List<DescentSnapshot.Correction> corrections) {
    this.surface = surface;
    this.weightSum = surface.last().weightSum();
    DiffFunction<DenseVector<Object>> function = surface.asBreezeFunction();
    DenseVector<Object> x = ObjectiveSurface.vector(theta.clone());
    Tuple2<Object, DenseVector<Object>> smooth = surface.calculate(x);
    double value = (Double) smooth._1();
    Tuple2<Object, DenseVector<Object>> adjusted = minimizer.adjust(x, smooth._2(), value);
    double adjustedValue = (Double) adjusted._1();
    this.state =
        new State<>(
            x,
            value,
            smooth._2(),
            adjustedValue,
            adjusted._2(),
            iteration,
            adjustedValue,
            Curvature.restored(corrections, minimizer.initialHistory(function, x)),
            minimizer.convergenceCheck().initialInfo(),
            false,
            Option.empty());
    this.states = minimizer.infiniteIterations(function, state);
    // Breeze hands out the state that it is given before it searches.
    this.state = states.next();
    this.reached =
        surface.last().isFinite()
            ? iterate(iteration, state)
            : new Iterate(iteration, theta.clone(), surface.last());
    endIfNothingDescends();
  }

  /** Loads the classes of breeze, some thousands, which otherwise the first search does. */
  public static void load() {
    new SmoothDescent(1);
  }

  /**
   * Begins a search; J is evaluated once, at {@code theta}.
   *
   * @param spec which method
   * @param penalty its L1 part, l1/m on each weight and nothing on biases, is for OWL-QN; its L2
   *     part belongs to the objective
   * @param theta where to begin, unrolled; copied
   * @param objective J without the L1 penalty, with its gradient; it may keep the array it is given
   * @throws IllegalArgumentException if L-BFGS meets an L1 penalty
   */
  public static QuasiNewtonDescent begin(
      OptimizerSpec.QuasiNewton spec,
      Penalty penalty,
      ParameterLayout layout,
      double[] theta,
      Function<double[], Objective> objective) {
    requireMethodFor(spec, penalty);
    ObjectiveSurface surface = new ObjectiveSurface(objective, theta);
    LBFGS<DenseVector<Object>> minimizer =
        minimizer(spec, penalty.l1() / surface.last().weightSum(), layout);
    QuasiNewtonDescent descent = new QuasiNewtonDescent(minimizer, surface, theta, 0, List.of());
    descent.next = Optional.of(descent.reached);
    return descent;
  }

  /**
   * Goes on from a snapshot as the search that it was taken of: its next iterate, if there is one,
   * is the one after the snapshot's. J is not evaluated before.
   *
   * @param spec which method, and {@code penalty}, {@code layout} and {@code objective} as {@link
   *     #begin} was given them
   * @throws IllegalArgumentException if the snapshot is not of as many parameters as the layout has
   */
  public static QuasiNewtonDescent restore(
      OptimizerSpec.QuasiNewton spec,
      Penalty penalty,
      ParameterLayout layout,
      DescentSnapshot snapshot,
      Function<double[], Objective> objective) {
    requireMethodFor(spec, penalty);
    requireSize(layout, "theta", snapshot.theta());
    requireSize(layout, "gradient", snapshot.gradient());
    for (DescentSnapshot.Correction correction : snapshot.corrections()) {
      requireSize(layout, "step", correction.step());
      requireSize(layout, "gradientChange", correction.gradientChange());
    }
    double[] theta = snapshot.theta().toArray();
    Objective here =
        new Objective(snapshot.value(), snapshot.gradient().toArray(), snapshot.weightSum());
    return new QuasiNewtonDescent(
        minimizer(spec, penalty.l1() / snapshot.weightSum(), layout),
        new ObjectiveSurface(objective, theta, here, snapshot.evaluations()),
        theta,
        snapshot.iteration(),
        snapshot.corrections());
  }

  private static void requireMethodFor(OptimizerSpec.QuasiNewton spec, Penalty penalty) {
    if (spec instanceof OptimizerSpec.Lbfgs && penalty.l1() > 0) {
      throw new IllegalArgumentException(
          "Cannot minimise with L-BFGS: the penalty has l1 = "
              + penalty.l1()
              + ", where J has no gradient. Use OWL-QN, or l1 = 0");
    }
  }

  private static void requireSize(ParameterLayout layout, String name, ParameterVector vector) {
    if (vector.size() != layout.size()) {
      throw new IllegalArgumentException(
          "Cannot restore the search: %s has %d numbers for %d parameters"
              .formatted(name, vector.size(), layout.size()));
    }
  }

  private static LBFGS<DenseVector<Object>> minimizer(
      OptimizerSpec.QuasiNewton spec, double l1, ParameterLayout layout) {
    return spec instanceof OptimizerSpec.Owlqn
        ? new OrthantDescent(spec.memory(), strengths(l1, layout))
        : new SmoothDescent(spec.memory());
  }

  private static double[] strengths(double strength, ParameterLayout layout) {
    double[] strengths = new double[layout.size()];
    for (int i = 0; i < strengths.length; i++) {
      strengths[i] = layout.isBias(i) ? 0 : strength;
    }
    return strengths;
  }

  /** Tells whether the search goes on; runs the search for the next iterate to find out. */
  @Override
  public boolean hasNext() {
    if (next.isEmpty() && end.isEmpty()) {
      search();
    }
    return next.isPresent();
  }

  @Override
  public Iterate next() {
    if (!hasNext()) {
      throw new NoSuchElementException(
          "Cannot go on after iteration " + reached.iteration() + ": " + end.orElseThrow());
    }
    Iterate iterate = next.orElseThrow();
    next = Optional.empty();
    return iterate;
  }

  /** Returns why there is no further iterate; empty while that is open. */
  public Optional<End> end() {
    return next.isPresent() ? Optional.empty() : end;
  }

  /** Returns how often J was evaluated until now. */
  public int evaluations() {
    return surface.evaluations();
  }

  /**
   * Returns the search as it is at the iterate that was returned last.
   *
   * @throws IllegalStateException if the next iterate is already found but not yet returned
   */
  @SuppressWarnings("unchecked")
  public DescentSnapshot snapshot() {
    if (next.isPresent()) {
      throw new IllegalStateException(
          "Cannot take a snapshot at iteration %d: it is not yet returned; call next() first"
              .formatted(reached.iteration()));
    }
    LBFGS.ApproximateInverseHessian<DenseVector<Object>> memory =
        (LBFGS.ApproximateInverseHessian<DenseVector<Object>>) state.history();
    return new DescentSnapshot(
        reached.iteration(),
        surface.evaluations(),
        ParameterVector.copyOf(ObjectiveSurface.values(state.x())),
        state.value(),
        ParameterVector.copyOf(ObjectiveSurface.values(state.grad())),
        weightSum,
        Curvature.corrections(memory));
  }

  private void search() {
    surface.beginSearch();
    State<DenseVector<Object>, Object, Object> tried = states.next();
    if (!isLower(tried) && remembers(state)) {
      // The minimiser stays and has emptied its memory: it tries the gradient's direction.
      tried = states.next();
    }
    if (isLower(tried)) {
      state = tried;
      reached = iterate(reached.iteration() + 1, tried);
      next = Optional.of(reached);
      endIfNothingDescends();
    } else {
      end = Optional.of(surface.onlyNonFiniteTrials() ? End.NOT_FINITE : End.NO_LOWER_VALUE);
    }
  }

  private boolean isLower(State<DenseVector<Object>, Object, Object> tried) {
    return tried.adjustedValue() < reached.objective().value();
  }

  private static boolean remembers(State<DenseVector<Object>, Object, Object> state) {
    return ((LBFGS.ApproximateInverseHessian<?>) state.history()).historyLength() > 0;
  }

  private void endIfNothingDescends() {
    Objective here = reached.objective();
    if (!here.isFinite()) {
      end = Optional.of(End.NOT_FINITE);
    } else if (Arrays.stream(here.gradient()).allMatch(d -> d == 0)) {
      end = Optional.of(End.STATIONARY);
    }
  }

  private Iterate iterate(int iteration, State<DenseVector<Object>, Object, Object> state) {
    return new Iterate(
        iteration,
        ObjectiveSurface.values(state.x()),
        new Objective(
            state.adjustedValue(), ObjectiveSurface.values(state.adjustedGradient()), weightSum));
  }
}
