package org.tributary.driver.dataset;

import java.util.List;
import java.util.Optional;
import org.tributary.core.data.Outcome;
import org.tributary.core.data.Standardization;
import org.tributary.core.model.Feature;
import org.tributary.core.network.Topology;
import org.tributary.driver.spec.NetworkSpec;

/**
 * Data ready to train on.
 *
 * @param <A> {@code float[]} or {@code double[]}
 * @param training the samples to train on
 * @param holdout the samples kept from training, if any
 * @param features the feature columns in the order of the network's inputs
 * @param standardization what was applied to the features
 * @param outcome what the outputs stand for
 */
public record PreparedData<A>(
    Blocks<A> training,
    Optional<Blocks<A>> holdout,
    List<Feature> features,
    Standardization standardization,
    Outcome outcome)
    implements AutoCloseable {

  /** Returns the network that a spec asks for, with the widths that this data decides. */
  public Topology topology(NetworkSpec network) {
    return new Topology(
        standardization.features(), network.hidden(), outcome.outputs(), network.output());
  }

  /** Releases the cached blocks. */
  @Override
  public void close() {
    training.close();
    holdout.ifPresent(Blocks::close);
  }
}
