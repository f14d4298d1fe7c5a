package org.tributary.core.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.objective.Objective;
import org.tributary.core.objective.Penalty;

/** A quasi-Newton search that goes on from a snapshot is the search that it was taken of. */
class DescentSnapshotTest {
  private static final ParameterLayout PAIR = Surface.linear(1, 1);
  private static final double[] START = {-1.2, 1};

  /** Methods with a long memory, and with one that is full and forgets; with and without L1. */
  static Stream<Arguments> searches() {
    return Stream.of(
        Arguments.of(new OptimizerSpec.Lbfgs(10), 0.0),
        Arguments.of(new OptimizerSpec.Lbfgs(2), 0.0),
        Arguments.of(new OptimizerSpec.Owlqn(10), 0.0),
        Arguments.of(new OptimizerSpec.Owlqn(10), 0.3),
        Arguments.of(new OptimizerSpec.Owlqn(2), 0.3));
  }

  private static QuasiNewtonDescent begin(OptimizerSpec.QuasiNewton spec, double l1) {
    return QuasiNewtonDescent.begin(spec, new Penalty(l1, 0), PAIR, START, Surface.ROSENBROCK::at);
  }

  private static QuasiNewtonDescent restore(
      OptimizerSpec.QuasiNewton spec,
      double l1,
      DescentSnapshot snapshot,
      Function<double[], Objective> objective) {
    return QuasiNewtonDescent.restore(spec, new Penalty(l1, 0), PAIR, snapshot, objective);
  }

  /** Everything that can be seen of a search at an iterate, arrays by their bits. */
  private static String seen(Iterate iterate, QuasiNewtonDescent descent) {
    return "%d %s J=%s D=%s after %d"
        .formatted(
            iterate.iteration(),
            List.of(iterate.theta()[0], iterate.theta()[1]),
            iterate.objective().value(),
            List.of(iterate.objective().gradient()[0], iterate.objective().gradient()[1]),
            descent.evaluations());
  }

  /** Goes on to the end, or for a thousand iterates, and returns what was seen and why it ended. */
  private static List<String> path(QuasiNewtonDescent descent) {
    List<String> path = new ArrayList<>();
    while (path.size() < 1000 && descent.hasNext()) {
      path.add(seen(descent.next(), descent));
    }
    path.add(descent.end().toString());
    return path;
  }

  @ParameterizedTest
  @MethodSource("searches")
  void searchGoesOnFromEveryIterateWithTheSameBits(OptimizerSpec.QuasiNewton spec, double l1) {
    List<DescentSnapshot> snapshots = new ArrayList<>();
    List<String> path = new ArrayList<>();
    QuasiNewtonDescent descent = begin(spec, l1);
    while (descent.hasNext()) {
      path.add(seen(descent.next(), descent));
      snapshots.add(descent.snapshot());
    }
    path.add(descent.end().toString());

    assertThat(path).isEqualTo(path(begin(spec, l1))).hasSizeGreaterThan(8);
    for (int i = 0; i < snapshots.size(); i++) {
      QuasiNewtonDescent restored = restore(spec, l1, snapshots.get(i), Surface.ROSENBROCK::at);
      assertThat(path(restored))
          .as("from iterate %d", i)
          .isEqualTo(path.subList(i + 1, path.size()));
    }
  }

  @ParameterizedTest
  @MethodSource("searches")
  void snapshotOfARestoredSearchIsTheSnapshotItself(OptimizerSpec.QuasiNewton spec, double l1) {
    QuasiNewtonDescent descent = begin(spec, l1);
    for (int i = 0; i < 6; i++) {
      descent.next();
    }
    DescentSnapshot snapshot = descent.snapshot();
    AtomicInteger calls = new AtomicInteger();
    QuasiNewtonDescent restored =
        restore(
            spec,
            l1,
            snapshot,
            theta -> {
              calls.incrementAndGet();
              return Surface.ROSENBROCK.at(theta);
            });

    assertThat(restored.snapshot()).isEqualTo(snapshot);
    assertThat(snapshot.corrections()).hasSize(Math.min(5, spec.memory()));
    assertThat(calls).hasValue(0);
  }

  @Test
  void snapshotDoesNotChangeWhenTheSearchGoesOn() {
    QuasiNewtonDescent descent = begin(new OptimizerSpec.Lbfgs(3), 0);
    QuasiNewtonDescent twin = begin(new OptimizerSpec.Lbfgs(3), 0);
    for (int i = 0; i < 5; i++) {
      descent.next();
      twin.next();
    }
    DescentSnapshot snapshot = descent.snapshot();
    path(descent);

    assertThat(snapshot).isEqualTo(twin.snapshot());
  }

  @Test
  void searchThatEndedAtItsIterateEndsThereAgain() {
    OptimizerSpec.QuasiNewton spec = new OptimizerSpec.Lbfgs(5);
    QuasiNewtonDescent descent =
        QuasiNewtonDescent.begin(
            spec, Penalty.NONE, PAIR, Surface.PARABOLA.minimum(), Surface.PARABOLA::at);
    descent.next();
    QuasiNewtonDescent restored = restore(spec, 0, descent.snapshot(), Surface.PARABOLA::at);

    assertThat(restored.hasNext()).isFalse();
    assertThat(restored.end()).contains(QuasiNewtonDescent.End.STATIONARY);
  }

  @Test
  void snapshotIsRefusedBetweenTwoIterates() {
    QuasiNewtonDescent descent = begin(new OptimizerSpec.Lbfgs(5), 0);

    assertThatThrownBy(descent::snapshot)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Cannot take a snapshot at iteration 0: it is not yet returned; call next() first");
  }

  @Test
  void snapshotOfAnotherNetworkIsRefused() {
    QuasiNewtonDescent descent = begin(new OptimizerSpec.Lbfgs(5), 0);
    descent.next();
    DescentSnapshot snapshot = descent.snapshot();

    assertThatThrownBy(
            () ->
                QuasiNewtonDescent.restore(
                    new OptimizerSpec.Lbfgs(5),
                    Penalty.NONE,
                    Surface.linear(2, 1),
                    snapshot,
                    Surface.ROSENBROCK::at))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot restore the search: theta has 2 numbers for 3 parameters");
  }
}
