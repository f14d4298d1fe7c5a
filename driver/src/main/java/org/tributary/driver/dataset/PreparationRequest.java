package org.tributary.driver.dataset;

import java.util.Optional;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.driver.source.DataSource;
import org.tributary.driver.spec.ClassWeights;
import org.tributary.driver.spec.DataSpec;

/**
 * What is asked of a {@link DatasetPreparer}. Immutable.
 *
 * @param <A> {@code float[]} or {@code double[]}
 * @param source where rows come from
 * @param known what is known of the data besides the spec
 * @param spec what their columns mean, and how they are divided
 * @param output the loss, which decides whether labels are classes or numbers; empty if the labels
 *     decide on it
 * @param kernels of the precision to train in
 * @param seed decides the canonical order and the hold-out set
 * @param grouping what of the rows to train on may not be split over partitions
 * @param room asked when the columns are known, before rows are read, and when they are counted
 * @param classWeights what the weights of the samples to train on are multiplied by
 */
public record PreparationRequest<A>(
    DataSource source,
    KnownData known,
    DataSpec spec,
    Optional<OutputLoss> output,
    KernelFactory<A> kernels,
    long seed,
    LeafGrouping grouping,
    MemoryLimit room,
    ClassWeights classWeights) {

  /** Asks for the data of a job from the files that it names. */
  public static <A> PreparationRequest<A> of(
      DataSpec spec, Optional<OutputLoss> output, KernelFactory<A> kernels, long seed) {
    return of(DataSource.of(spec), spec, output, kernels, seed);
  }

  /**
   * Asks for data of which nothing is known besides the spec, whose rows may be dealt to partitions
   * a leaf at a time, and for which there is room.
   */
  public static <A> PreparationRequest<A> of(
      DataSource source,
      DataSpec spec,
      Optional<OutputLoss> output,
      KernelFactory<A> kernels,
      long seed) {
    return new PreparationRequest<>(
        source,
        KnownData.NOTHING,
        spec,
        output,
        kernels,
        seed,
        new LeafGrouping.ByLeaf(),
        MemoryLimit.ANY,
        ClassWeights.none());
  }

  /** Asks for the same with what is known of the data. */
  public PreparationRequest<A> withKnown(KnownData other) {
    return new PreparationRequest<>(
        source, other, spec, output, kernels, seed, grouping, room, classWeights);
  }

  /** Asks for the same with other groups of leaves that stay together. */
  public PreparationRequest<A> withGrouping(LeafGrouping other) {
    return new PreparationRequest<>(
        source, known, spec, output, kernels, seed, other, room, classWeights);
  }

  /** Asks for the same under a limit of memory. */
  public PreparationRequest<A> withRoom(MemoryLimit other) {
    return new PreparationRequest<>(
        source, known, spec, output, kernels, seed, grouping, other, classWeights);
  }

  /** Asks for the same with other weights of classes. */
  public PreparationRequest<A> withClassWeights(ClassWeights other) {
    return new PreparationRequest<>(
        source, known, spec, output, kernels, seed, grouping, room, other);
  }
}
