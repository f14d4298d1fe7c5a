package org.tributary.core.optim;

import breeze.linalg.DenseVector;
import breeze.optimize.DiffFunction;
import breeze.optimize.FirstOrderMinimizer;
import breeze.optimize.FirstOrderMinimizer.State;
import breeze.optimize.LBFGS;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.objective.Objective;
import org.tributary.core.objective.Penalty;

/**
 * L-BFGS or OWL-QN as an iterator of iterates, each of a lower J than the one before.
 *
 * <p>The first iterate is where the search begins. When to stop is the caller's affair; the
 * iterator ends by itself only when the search cannot go on, and {@link #end()} tells why. J must
 * have the same value at the same Theta on every call: the whole batch, never a mini-batch. Breeze
 * does the work; its own rules of convergence are off. Mutable, for one thread.
 */
public final class QuasiNewtonDescent implements Iterator<Iterate> {

  /** Why a search cannot go on. */
  public enum End {
    /** The gradient is exactly 0. */
    STATIONARY,
    /**
     * No step along the search direction, nor along the gradient, has a lower J: the last iterate
     * is a minimum as far as the precision of J tells, or the gradient is not that of J.
     */
    NO_LOWER_VALUE,
    /** J or its gradient is not finite at the beginning, or wherever the search turns. */
    NOT_FINITE
  }

  private final ObjectiveSurface surface;
  private final double weightSum;
  private final scala.collection.Iterator<? extends State<DenseVector<Object>, ?, ?>> states;
  private State<DenseVector<Object>, ?, ?> state;
  private Iterate reached;
  private Optional<Iterate> next;
  private Optional<End> end = Optional.empty();

  private QuasiNewtonDescent(
      FirstOrderMinimizer<DenseVector<Object>, DiffFunction<DenseVector<Object>>> minimizer,
      ObjectiveSurface surface,
      double[] theta) {
    this.surface = surface;
    this.weightSum = surface.last().weightSum();
    this.states =
        minimizer.iterations(surface.asBreezeFunction(), ObjectiveSurface.vector(theta.clone()));
    this.state = states.next();
    this.reached =
        surface.last().isFinite()
            ? iterate(0, state)
            : new Iterate(0, theta.clone(), surface.last());
    this.next = Optional.of(reached);
    endIfNothingDescends();
  }

  /**
   * Begins a search; J is evaluated once, at {@code theta}.
   *
   * @param spec which method
   * @param penalty its L1 part, l1/m on each weight and nothing on biases, is for OWL-QN; its L2
   *     part is the objective's own affair
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
    boolean orthantWise = spec instanceof OptimizerSpec.Owlqn;
    if (!orthantWise && penalty.l1() > 0) {
      throw new IllegalArgumentException(
          "Cannot minimise with L-BFGS: the penalty has l1 = "
              + penalty.l1()
              + ", where J has no gradient. Use OWL-QN, or l1 = 0");
    }
    ObjectiveSurface surface = new ObjectiveSurface(objective, theta);
    FirstOrderMinimizer<DenseVector<Object>, DiffFunction<DenseVector<Object>>> minimizer =
        orthantWise
            ? new OrthantDescent(
                spec.memory(), strengths(penalty.l1() / surface.last().weightSum(), layout))
            : new SmoothDescent(spec.memory());
    return new QuasiNewtonDescent(minimizer, surface, theta);
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

  private void search() {
    surface.beginSearch();
    State<DenseVector<Object>, ?, ?> tried = states.next();
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

  private boolean isLower(State<DenseVector<Object>, ?, ?> tried) {
    return tried.adjustedValue() < reached.objective().value();
  }

  private static boolean remembers(State<DenseVector<Object>, ?, ?> state) {
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

  private Iterate iterate(int iteration, State<DenseVector<Object>, ?, ?> state) {
    return new Iterate(
        iteration,
        ObjectiveSurface.values(state.x()),
        new Objective(
            state.adjustedValue(), ObjectiveSurface.values(state.adjustedGradient()), weightSum));
  }
}
