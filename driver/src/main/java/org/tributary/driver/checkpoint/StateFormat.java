package org.tributary.driver.checkpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tributary.core.metrics.TaskKind;
import org.tributary.core.model.Json;
import org.tributary.core.model.StrictObject;
import org.tributary.core.model.ThetaChain;
import org.tributary.core.optim.DescentSnapshot;
import org.tributary.core.optim.OptimizerSnapshot;
import org.tributary.core.optim.ParameterVector;
import org.tributary.driver.checkpoint.NumberFile.Numbers;
import org.tributary.driver.solver.EpochPart;
import org.tributary.driver.solver.SolverState;
import org.tributary.driver.train.BestOnHoldout;
import org.tributary.driver.train.EpochEnd;
import org.tributary.driver.train.Measurement;
import org.tributary.driver.train.StopState;
import org.tributary.driver.train.TrainingState;

/** A training state as JSON, with its vectors beside it, and back: the same value bit by bit. */
final class StateFormat {
  private static final String THETA = "theta";
  private static final String BEST = "best.theta";
  private static final String GRADIENT = "gradient";

  /** The round trips, sums, norm and nanoseconds of an epoch that has begun. */
  private static final String PART = "part";

  /** Begins the names of what an epoch has left out of the penalties. */
  private static final String PENALTIES = "part.penalties.";

  private StateFormat() {}

  /** The kinds of solver states. */
  private enum Kind {
    FIRST_ORDER,
    QUASI_NEWTON,
    LOCAL_STEPS
  }

  /** Returns the vectors of a state, by name; they are not copied. */
  static Map<String, Numbers> vectors(TrainingState state) {
    Map<String, Numbers> vectors = new LinkedHashMap<>();
    vectors.put(THETA, Numbers.of(state.theta()));
    if (state.solver() instanceof SolverState.FirstOrder solver) {
      put("optimizer", solver.optimizer(), vectors);
    } else if (state.solver() instanceof SolverState.LocalSteps solver) {
      put("outer", solver.outer(), vectors);
      put("inner", solver.inner(), vectors);
    } else if (state.solver() instanceof SolverState.QuasiNewton solver) {
      vectors.put(GRADIENT, Numbers.of(solver.descent().gradient()));
      List<DescentSnapshot.Correction> corrections = solver.descent().corrections();
      for (int i = 0; i < corrections.size(); i++) {
        vectors.put(step(i), Numbers.of(corrections.get(i).step()));
        vectors.put(change(i), Numbers.of(corrections.get(i).gradientChange()));
      }
    }
    putPart(state, vectors);
    state.best().ifPresent(best -> vectors.put(BEST, Numbers.of(best.theta())));
    CurveColumns.put(state.curve(), vectors);
    return vectors;
  }

  private static void putPart(TrainingState state, Map<String, Numbers> vectors) {
    if (!state.isWithinEpoch()) {
      return;
    }
    EpochPart part = state.solver().part();
    double[] numbers = {
      part.rounds(),
      part.lossSum(),
      part.weightSum(),
      part.gradientNorm(),
      state.inEpoch().toNanos()
    };
    vectors.put(PART, Numbers.of(ParameterVector.copyOf(numbers)));
    part.penalties().forEach((name, array) -> vectors.put(PENALTIES + name, Numbers.of(array)));
  }

  private static void put(String prefix, OptimizerSnapshot of, Map<String, Numbers> vectors) {
    of.arrays().forEach((name, array) -> vectors.put(prefix + "." + name, Numbers.of(array)));
  }

  private static String step(int i) {
    return "corrections." + i + ".step";
  }

  private static String change(int i) {
    return "corrections." + i + ".gradientChange";
  }

  /** Returns everything of a state but its vectors. */
  static ObjectNode json(TrainingState state) {
    ObjectNode root = Json.object();
    putSolver(state.solver(), root.putObject("solver"));
    Map<String, Numbers> part = new LinkedHashMap<>();
    putPart(state, part);
    part.keySet().forEach(root.putArray(PART)::add);
    root.putObject("stop")
        .put("epoch", state.stop().epoch())
        .put("loss", state.stop().loss())
        .put("gradientNorm", state.stop().gradientNorm())
        .put("smallImprovements", state.stop().smallImprovements());
    ArrayNode best = root.putArray("best");
    state
        .best()
        .ifPresent(
            each ->
                best.addObject()
                    .put("epoch", each.epoch())
                    .put("worseSince", each.worseSince())
                    .put("taskKind", Json.name(each.measurement().taskKind()))
                    .put("loss", each.measurement().loss())
                    .put("score", each.measurement().score())
                    .put("monitored", each.measurement().monitored()));
    ArrayNode chain = root.putArray("chain");
    state
        .chain()
        .links()
        .forEach(link -> chain.addObject().put("epoch", link.epoch()).put("sha256", link.sha256()));
    root.put(
        "taskKind",
        state.curve().stream()
            .flatMap(end -> end.holdout().stream())
            .findFirst()
            .map(measurement -> Json.name(measurement.taskKind()))
            .orElse(null));
    return root;
  }

  private static void putSolver(SolverState state, ObjectNode node) {
    if (state instanceof SolverState.FirstOrder solver) {
      node.put("kind", Json.name(Kind.FIRST_ORDER));
      node.put("epoch", solver.epoch()).put("rounds", solver.rounds());
      putOptimizer(solver.optimizer(), node.putObject("optimizer"));
    } else if (state instanceof SolverState.LocalSteps solver) {
      node.put("kind", Json.name(Kind.LOCAL_STEPS));
      node.put("epoch", solver.epoch()).put("rounds", solver.rounds());
      node.put("steps", solver.steps()).put("stepsARound", solver.stepsARound());
      putOptimizer(solver.outer(), node.putObject("outer"));
      putOptimizer(solver.inner(), node.putObject("inner"));
    } else if (state instanceof SolverState.QuasiNewton solver) {
      DescentSnapshot descent = solver.descent();
      node.put("kind", Json.name(Kind.QUASI_NEWTON));
      node.put("iteration", descent.iteration()).put("evaluations", descent.evaluations());
      node.put("value", descent.value()).put("weightSum", descent.weightSum());
      node.put("corrections", descent.corrections().size());
    }
  }

  private static void putOptimizer(OptimizerSnapshot optimizer, ObjectNode node) {
    node.put("step", optimizer.step());
    optimizer.arrays().keySet().forEach(node.putArray("arrays")::add);
  }

  /**
   * Returns the state.
   *
   * @throws DamagedCheckpoint if the parts do not belong together
   */
  static TrainingState state(ObjectNode json, Map<String, double[]> vectors)
      throws DamagedCheckpoint {
    try {
      StrictObject root = new StrictObject("state.", json);
      StrictObject stop = root.object("stop");
      Optional<TaskKind> kind = root.optionalText("taskKind").map(StateFormat::taskKind);
      List<EpochEnd> curve = CurveColumns.curve(vectors, kind);
      List<String> part = root.texts(PART);
      TrainingState state =
          new TrainingState(
              solver(root.object("solver"), part, vectors),
              new StopState(
                  stop.integer("epoch"),
                  stop.number("loss"),
                  stop.number("gradientNorm"),
                  stop.integer("smallImprovements")),
              best(root.objects("best"), vectors),
              curve,
              chain(root.objects("chain")),
              part(part, vectors)
                  .map(numbers -> Duration.ofNanos((long) numbers[4]))
                  .orElse(Duration.ZERO));
      stop.close();
      root.close();
      return state;
    } catch (IllegalArgumentException e) {
      throw new DamagedCheckpoint(e.getMessage());
    }
  }

  private static TaskKind taskKind(String name) {
    for (TaskKind kind : TaskKind.values()) {
      if (Json.name(kind).equals(name)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("state.taskKind is " + name);
  }

  private static SolverState solver(
      StrictObject node, List<String> part, Map<String, double[]> vectors) {
    ParameterVector theta = vector(THETA, vectors);
    SolverState state =
        switch (node.constant("kind", Kind.class)) {
          case FIRST_ORDER ->
              new SolverState.FirstOrder(
                  node.integer("epoch"),
                  node.longInteger("rounds"),
                  theta,
                  optimizer("optimizer", node, vectors),
                  epochPart(part, vectors));
          case LOCAL_STEPS ->
              new SolverState.LocalSteps(
                  node.integer("epoch"),
                  node.longInteger("rounds"),
                  theta,
                  optimizer("outer", node, vectors),
                  optimizer("inner", node, vectors),
                  node.longInteger("steps"),
                  node.number("stepsARound"),
                  epochPart(part, vectors));
          case QUASI_NEWTON ->
              new SolverState.QuasiNewton(
                  new DescentSnapshot(
                      node.integer("iteration"),
                      node.integer("evaluations"),
                      theta,
                      node.number("value"),
                      vector(GRADIENT, vectors),
                      node.number("weightSum"),
                      corrections(node.integer("corrections"), vectors)));
        };
    node.close();
    return state;
  }

  /** Returns the numbers of an epoch that has begun, or nothing. */
  private static Optional<double[]> part(List<String> names, Map<String, double[]> vectors) {
    if (names.isEmpty()) {
      return Optional.empty();
    }
    double[] numbers = vector(PART, vectors).toArray();
    boolean counts = numbers.length == 5 && numbers[0] >= 1 && numbers[0] == Math.rint(numbers[0]);
    if (!counts) {
      throw new IllegalArgumentException("part is " + Arrays.toString(numbers));
    }
    return Optional.of(numbers);
  }

  private static EpochPart epochPart(List<String> names, Map<String, double[]> vectors) {
    return part(names, vectors)
        .map(
            numbers -> {
              Map<String, ParameterVector> penalties = new LinkedHashMap<>();
              for (String name : names) {
                if (name.startsWith(PENALTIES)) {
                  penalties.put(name.substring(PENALTIES.length()), vector(name, vectors));
                }
              }
              return new EpochPart(
                  (long) numbers[0], numbers[1], numbers[2], numbers[3], penalties);
            })
        .orElse(EpochPart.NONE);
  }

  private static OptimizerSnapshot optimizer(
      String name, StrictObject solver, Map<String, double[]> vectors) {
    StrictObject node = solver.object(name);
    Map<String, ParameterVector> arrays = new LinkedHashMap<>();
    for (String array : node.texts("arrays")) {
      arrays.put(array, vector(name + "." + array, vectors));
    }
    OptimizerSnapshot optimizer = new OptimizerSnapshot(node.longInteger("step"), arrays);
    node.close();
    return optimizer;
  }

  private static List<DescentSnapshot.Correction> corrections(
      int count, Map<String, double[]> vectors) {
    List<DescentSnapshot.Correction> corrections = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      corrections.add(
          new DescentSnapshot.Correction(vector(step(i), vectors), vector(change(i), vectors)));
    }
    return corrections;
  }

  private static Optional<BestOnHoldout> best(
      List<StrictObject> nodes, Map<String, double[]> vectors) {
    if (nodes.isEmpty()) {
      return Optional.empty();
    }
    StrictObject node = nodes.get(0);
    Measurement measurement =
        new Measurement(
            node.constant("taskKind", TaskKind.class),
            node.number("loss"),
            node.number("score"),
            node.number("monitored"));
    BestOnHoldout best =
        new BestOnHoldout(
            node.integer("epoch"), vector(BEST, vectors), measurement, node.integer("worseSince"));
    node.close();
    return Optional.of(best);
  }

  private static ThetaChain chain(List<StrictObject> nodes) {
    List<ThetaChain.Link> links = new ArrayList<>();
    for (StrictObject link : nodes) {
      links.add(new ThetaChain.Link(link.integer("epoch"), link.text("sha256")));
      link.close();
    }
    if (links.isEmpty()) {
      throw new IllegalArgumentException("state.chain is empty");
    }
    return new ThetaChain(links);
  }

  private static ParameterVector vector(String name, Map<String, double[]> vectors) {
    double[] numbers = vectors.get(name);
    if (numbers == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return ParameterVector.copyOf(numbers);
  }
}
