package org.tributary.driver.evaluation;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.tributary.core.data.Block;
import org.tributary.driver.local.DriverBlocks;
import org.tributary.driver.spark.Broadcasts;
import org.tributary.driver.spark.Rdds;

/**
 * Passes of a network over the blocks of a data set: on threads of the driver if it holds the
 * blocks, otherwise a job each.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Passes<A> {
  private final Broadcasts broadcasts;
  private final JavaRDD<Block<A>> blocks;
  private final ForwardPass.Maker<A> maker;
  private final Optional<DriverBlocks<A>> driverBlocks;

  Passes(
      JavaSparkContext spark,
      JavaRDD<Block<A>> blocks,
      ForwardPass.Maker<A> maker,
      Optional<DriverBlocks<A>> driverBlocks) {
    this.broadcasts = new Broadcasts(spark);
    this.blocks = blocks;
    this.maker = maker;
    this.driverBlocks = driverBlocks;
  }

  /** What is computed from the blocks of a partition. */
  @FunctionalInterface
  interface PartitionPass<A, R> extends Serializable {
    R of(Iterator<Block<A>> blocks, ForwardPass<A> pass);
  }

  /**
   * The network to propagate with.
   *
   * @param theta the parameters, unrolled
   * @param temperature what its logits are divided by
   */
  @SuppressWarnings("ArrayRecordComponent") // Carries the arguments of a call.
  record Network(double[] theta, double temperature) {}

  /** Returns the results of the partitions, in their order. */
  <R> List<R> results(Network network, PartitionPass<A, R> pass) {
    A rounded = maker.kernels().create().fromDoubles(network.theta());
    return driverBlocks
        .map(held -> onDriver(held, rounded, network.temperature(), pass))
        .orElseGet(() -> onCluster(rounded, network.temperature(), pass));
  }

  private <R> List<R> onCluster(A theta, double temperature, PartitionPass<A, R> pass) {
    ForwardPass.Maker<A> passes = maker;
    return broadcasts.during(
        theta,
        shared ->
            Rdds.collect(
                Rdds.mapPartitions(
                    blocks,
                    partition ->
                        List.of(pass.of(partition, passes.with(shared.value(), temperature)))
                            .iterator())));
  }

  private <R> List<R> onDriver(
      DriverBlocks<A> held, A theta, double temperature, PartitionPass<A, R> pass) {
    List<Block<A>> all = held.blocks();
    int threads = Math.min(all.size(), held.team().threads());
    Object[] parts = new Object[threads];
    held.team()
        .run(
            threads,
            thread -> {
              Iterator<Block<A>> own =
                  all.subList(thread * all.size() / threads, (thread + 1) * all.size() / threads)
                      .iterator();
              parts[thread] = pass.of(own, maker.with(theta, temperature));
            });
    @SuppressWarnings("unchecked")
    List<R> results = (List<R>) List.of(parts);
    return results;
  }
}
