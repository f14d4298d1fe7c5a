package org.tributary.core.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Precision;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;
import org.tributary.core.preparation.Preparation;

/**
 * A trained network with everything that a prediction needs, and where it comes from. Immutable.
 *
 * <p>The weights are what the model's precision holds: a float32 model rounds them once, when it is
 * made, so that it predicts the same before and after it is stored. To send a model to another JVM,
 * send its {@link ModelFiles}.
 */
public final class Model {
  private final ParameterLayout layout;
  private final Precision precision;
  private final double[] theta;
  private final Preparation preparation;
  private final Columns columns;
  private final Provenance provenance;
  private final Decision decision;

  /** Copies and checks the parts of a model that predicts with {@link Decision#NONE}. */
  public Model(
      Topology topology,
      Precision precision,
      double[] theta,
      Preparation preparation,
      Columns columns,
      Provenance provenance) {
    this(topology, precision, theta, preparation, columns, provenance, Decision.NONE);
  }

  /**
   * Copies and checks the parts.
   *
   * @param theta unrolled parameters, see {@link ParameterLayout}; rounded to the precision
   * @param preparation from the raw cells of the features to the inputs
   * @param decision how logits become a prediction
   * @throws IllegalArgumentException if the parts do not fit one another, or if a weight is not a
   *     finite number of the precision
   */
  public Model(
      Topology topology,
      Precision precision,
      double[] theta,
      Preparation preparation,
      Columns columns,
      Provenance provenance,
      Decision decision) {
    this.layout = new ParameterLayout(topology);
    this.precision = precision;
    this.theta = rounded(theta, precision);
    this.preparation = preparation;
    this.columns = columns;
    this.provenance = provenance;
    this.decision = decision;
    requireFit();
    requireFinite();
  }

  /**
   * Reads a model from its directory on a local disk.
   *
   * @throws ModelException if it cannot be read, is damaged, or is of a newer format
   */
  public static Model read(Path directory) {
    String name = directory.toString();
    try {
      return ModelFiles.read(name, file -> Files.newInputStream(directory.resolve(file))).model();
    } catch (IOException e) {
      throw ModelFiles.unreadable(name, e);
    }
  }

  /** Returns the shape of the network. */
  public Topology topology() {
    return layout.topology();
  }

  /** Returns where each Theta^(l) lies in {@link #theta()}. */
  public ParameterLayout layout() {
    return layout;
  }

  /** Returns the number format that the model was trained and predicts in. */
  public Precision precision() {
    return precision;
  }

  /** Returns a copy of the unrolled parameters, exact in the model's precision. */
  public double[] theta() {
    return theta.clone();
  }

  /** Returns what turns the raw cells of a row into the network's inputs. */
  public Preparation preparation() {
    return preparation;
  }

  /** Returns what the columns were. */
  public Columns columns() {
    return columns;
  }

  /** Returns where the model comes from. */
  public Provenance provenance() {
    return provenance;
  }

  /** Returns how logits become a prediction. */
  public Decision decision() {
    return decision;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Model that
        && topology().equals(that.topology())
        && precision == that.precision
        && Arrays.equals(theta, that.theta)
        && preparation.equals(that.preparation)
        && columns.equals(that.columns)
        && provenance.equals(that.provenance)
        && decision.equals(that.decision);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        topology(), precision, Arrays.hashCode(theta), preparation, columns, provenance, decision);
  }

  private static double[] rounded(double[] theta, Precision precision) {
    return switch (precision) {
      case FLOAT32 -> Arrays.stream(theta).map(value -> (float) value).toArray();
      case FLOAT64 -> theta.clone();
    };
  }

  private void requireFit() {
    Topology topology = topology();
    require(theta.length == layout.size(), "parameters", theta.length, layout.size());
    int inputs = topology.inputs();
    require(
        preparation.inputs() == inputs,
        "inputs from the preparation",
        preparation.inputs(),
        inputs);
    if (!preparation.layout().features().equals(columns.features())) {
      throw new IllegalArgumentException(
          "Invalid model: the preparation reads %s (expected the features, %s)"
              .formatted(preparation.layout(), columns.features()));
    }
    Outcome outcome = columns.outcome();
    require(
        outcome.outputs() == topology.targets(),
        "outputs of the outcome",
        outcome.outputs(),
        topology.targets());
    if (topology.outputLoss() == OutputLoss.SOFTMAX_CROSS_ENTROPY
        && outcome instanceof Outcome.Numbers) {
      throw new IllegalArgumentException("Invalid model: softmax over columns of numbers");
    }
    boolean binary = outcome instanceof Outcome.Classes classes && classes.names().size() == 2;
    if (decision.threshold().isPresent() && !binary) {
      throw new IllegalArgumentException("Invalid model: a threshold without two classes");
    }
  }

  private void require(boolean fits, String what, int found, int expected) {
    if (!fits) {
      throw new IllegalArgumentException(
          "Invalid model: %d %s (expected %d for the network %s)"
              .formatted(found, what, expected, topology()));
    }
  }

  private void requireFinite() {
    for (int i = 0; i < theta.length; i++) {
      if (!Double.isFinite(theta[i])) {
        int l = layout.layerOf(i);
        int at = i - layout.offset(l);
        throw new IllegalArgumentException(
            "Invalid model: theta.%d[%d, %d] is %s (expected a finite %s)"
                .formatted(
                    l + 1,
                    at / layout.columns(l),
                    at % layout.columns(l),
                    theta[i],
                    Json.name(precision)));
      }
    }
  }
}
