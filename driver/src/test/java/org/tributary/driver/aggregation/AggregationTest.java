package org.tributary.driver.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.MapOutputTrackerMaster;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.random.RandomStream;
import org.tributary.core.summation.GradientSum;
import org.tributary.core.summation.PartialSum;
import org.tributary.core.summation.Rounding;
import org.tributary.core.summation.SummationTree;
import org.tributary.core.summation.Transport;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.dataset.LeafRange;
import scala.jdk.javaapi.CollectionConverters;

/** Every plan gives the bits of one plain loop, on any number of partitions. */
class AggregationTest {
  private static final int LENGTH = 11;
  private static final int LEAVES = 37;

  /** Sums leaves of random numbers, each a function of its index. */
  private record Leaves<A>(KernelFactory<A> kernels, Rounding rounding)
      implements PartitionTask<Integer, A> {
    @Override
    public PartialSum<A> of(Iterator<Integer> indices) {
      Kernel<A> kernel = kernels.create();
      SummationTree<A> tree = new SummationTree<>(kernel, LENGTH, rounding);
      indices.forEachRemaining(
          leaf -> {
            RandomStream random = RandomStream.of(3, "leaf", leaf);
            A values = tree.buffer();
            for (int i = 0; i < LENGTH; i++) {
              // Magnitudes from 1e-4 to 1e4, so that another order of addition shows in the bits.
              kernel.set(values, i, random.uniform(1) * Math.pow(10, random.below(9) - 4));
            }
            tree.add(leaf, values, random.uniform(), random.uniform());
          });
      return tree.partialSum();
    }
  }

  private static <A> GradientSum<A> plainLoop(KernelFactory<A> kernels, Rounding rounding) {
    return new Leaves<>(kernels, rounding)
        .of(IntStream.range(0, LEAVES).iterator())
        .total(LEAVES, kernels.create());
  }

  private static <A> GradientSum<A> aggregated(
      Plan plan, int partitions, KernelFactory<A> kernels, Rounding rounding) {
    JavaRDD<Integer> indices =
        LocalSpark.context().parallelize(IntStream.range(0, LEAVES).boxed().toList(), partitions);
    Load load =
        new Load(
            LENGTH,
            kernels.create().precision(),
            rounding.transport(),
            LeafRange.even(LEAVES, LEAVES, partitions));
    return new Aggregation<>(plan, load, kernels)
        .total(indices, new Leaves<>(kernels, rounding), rounding);
  }

  static Stream<Plan> plans() {
    return Stream.of(
        new Plan.Direct(),
        new Plan.Tree(1),
        new Plan.Tree(2),
        new Plan.Tree(3),
        new Plan.Sharded(1),
        new Plan.Sharded(4),
        new Plan.Sharded(LENGTH),
        new Plan.Merged(new Plan.Direct(), 1),
        new Plan.Merged(new Plan.Tree(2), 1),
        new Plan.Merged(new Plan.Sharded(3), 1));
  }

  @ParameterizedTest
  @MethodSource("plans")
  void sumHasTheBitsOfAPlainLoopOnAnyNumberOfPartitions(Plan plan) {
    assertSameBits(plan, Rounding.NONE);
  }

  @ParameterizedTest
  @MethodSource("plans")
  void roundedSumHasTheBitsOfAPlainLoopOnAnyNumberOfPartitions(Plan plan) {
    assertSameBits(plan, Transport.BFLOAT16.rounding(5, 1));
  }

  private static void assertSameBits(Plan plan, Rounding rounding) {
    GradientSum<float[]> expected = plainLoop(KernelFactory.FLOAT32, rounding);
    // On 50 partitions many are empty.
    for (int partitions : new int[] {1, 3, 50}) {
      GradientSum<float[]> actual = aggregated(plan, partitions, KernelFactory.FLOAT32, rounding);
      assertThat(actual.values()).as("%d", partitions).containsExactly(expected.values());
      assertThat(actual.lossSum()).isEqualTo(expected.lossSum());
      assertThat(actual.weightSum()).isEqualTo(expected.weightSum());
    }
  }

  @ParameterizedTest
  @MethodSource("plans")
  void doublesKeepAllTheirBits(Plan plan) {
    assertThat(aggregated(plan, 3, KernelFactory.FLOAT64, Rounding.NONE).values())
        .containsExactly(plainLoop(KernelFactory.FLOAT64, Rounding.NONE).values());
  }

  @ParameterizedTest
  @MethodSource("plans")
  void shufflesAreRemovedAfterTheRound(Plan plan) {
    LocalSpark.context();
    MapOutputTrackerMaster tracker = (MapOutputTrackerMaster) SparkEnv.get().mapOutputTracker();
    List<Object> before = shuffles(tracker);
    aggregated(plan, 3, KernelFactory.FLOAT32, Rounding.NONE);
    assertThat(before).containsAll(shuffles(tracker));
  }

  private static List<Object> shuffles(MapOutputTrackerMaster tracker) {
    return CollectionConverters.asJava(tracker.shuffleStatuses().keys().toList());
  }
}
