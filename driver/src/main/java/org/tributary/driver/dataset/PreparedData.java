package org.tributary.driver.dataset;

import java.util.List;
import java.util.Optional;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.LossParameters;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.network.Topology;
import org.tributary.core.preparation.Feature;
import org.tributary.core.preparation.Preparation;
import org.tributary.driver.spec.NetworkSpec;
import org.tributary.driver.spec.UnreadableSpec;

/**
 * Data ready to train on.
 *
 * @param <A> {@code float[]} or {@code double[]}
 * @param training the samples to train on
 * @param validation the samples by which epochs, thresholds and temperatures are chosen, if they
 *     are not the hold-out set
 * @param holdout the samples by which the model is measured, if any
 * @param preparation what turned the cells of the features into the network's inputs
 * @param outcome what the outputs stand for
 * @param output the output function and loss, by the job or the labels
 * @param columns what the columns were found to hold
 * @param unreadable the rows that were left out
 */
public record PreparedData<A>(
    Blocks<A> training,
    Optional<Blocks<A>> validation,
    Optional<Blocks<A>> holdout,
    Preparation preparation,
    Outcome outcome,
    OutputLoss output,
    ColumnReport columns,
    UnreadableRows unreadable)
    implements AutoCloseable {

  /** Describes data of which no row was left out. */
  public PreparedData(
      Blocks<A> training,
      Optional<Blocks<A>> validation,
      Optional<Blocks<A>> holdout,
      Preparation preparation,
      Outcome outcome,
      OutputLoss output,
      ColumnReport columns) {
    this(
        training,
        validation,
        holdout,
        preparation,
        outcome,
        output,
        columns,
        new UnreadableRows(UnreadableSpec.REFUSED));
  }

  /** Returns the feature columns in the order of their cells. */
  public List<Feature> features() {
    return preparation.layout().features();
  }

  /** Returns the network that a spec asks for, with the widths that this data decides. */
  public Topology topology(NetworkSpec network) {
    LossParameters parameters =
        network.output().isPresent() ? network.lossParameters() : output.defaults();
    return new Topology(
        preparation.inputs(),
        network.hidden(),
        Math.multiplyExact(outcome.outputs(), parameters.outputsPerTarget()),
        output,
        parameters);
  }

  /** Releases the cached blocks. */
  @Override
  public void close() {
    training.close();
    validation.ifPresent(Blocks::close);
    holdout.ifPresent(Blocks::close);
  }
}
