package org.tributary.driver.bench;

import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.random.RandomStream;
import org.tributary.core.summation.PartialSum;
import org.tributary.core.summation.Rounding;
import org.tributary.core.summation.SummationTree;
import org.tributary.driver.aggregation.Load;
import org.tributary.driver.aggregation.PartitionTask;
import org.tributary.driver.dataset.LeafRange;
import org.tributary.driver.spark.Placement;

/**
 * Sums of random numbers, made where they are needed, as if a network had been propagated: {@value
 * #LEAVES} leaves a partition or some more. Random, because what repeats would be compressed on its
 * way.
 *
 * @param <A> {@code float[]} or {@code double[]}
 * @param length numbers of a sum
 * @param range which leaves are whose partition
 * @param kernels of the precision
 * @param rounding of the nodes of the summation tree
 */
record SyntheticSums<A>(int length, LeafRange range, KernelFactory<A> kernels, Rounding rounding)
    implements PartitionTask<Integer, A> {
  private static final int LEAVES = 4;

  static <A> SyntheticSums<A> of(
      int length, int partitions, KernelFactory<A> kernels, Rounding rounding) {
    // Dealt as the leaves of training data are.
    int leaves = LeafRange.leavesOf((long) LEAVES * partitions, 1);
    return new SyntheticSums<>(
        length, LeafRange.aligned(leaves, leaves, partitions, LEAVES), kernels, rounding);
  }

  /** Returns what has to be brought together. */
  Load load() {
    return new Load(length, kernels.create().precision(), rounding.transport(), range);
  }

  /** Returns the numbers of the partitions, each in its own, placed as blocks are. */
  JavaRDD<Integer> partitions(JavaSparkContext spark) {
    int count = range.partitions();
    return Placement.inRuns(
        spark.parallelize(IntStream.range(0, count).boxed().toList(), count),
        IntStream.range(0, count).mapToObj(part -> new int[] {part}).toList());
  }

  /** Sums over the leaves of the one partition that comes. */
  @Override
  public PartialSum<A> of(Iterator<Integer> partition) {
    int number = partition.next();
    Kernel<A> kernel = kernels.create();
    A random = random(number, kernel);
    SummationTree<A> tree = new SummationTree<>(kernel, length, rounding);
    for (int leaf = range.firstGroupOf(number); leaf < range.firstGroupOf(number + 1); leaf++) {
      A values = tree.buffer();
      int turn = RandomStream.of(1, "turn", leaf).below(length);
      kernel.copy(random, turn, values, 0, length - turn);
      kernel.copy(random, 0, values, length - turn, turn);
      tree.add(leaf, values, 1, 1);
    }
    return tree.partialSum();
  }

  private A random(int number, Kernel<A> kernel) {
    RandomStream stream = RandomStream.of(1, "sum", number);
    A values = kernel.allocate(length);
    for (int i = 0; i < length; i++) {
      kernel.set(values, i, stream.uniform(1));
    }
    return values;
  }

  /** Returns one array a partition, as those send who know of no summation tree. */
  JavaRDD<A> plain(JavaSparkContext spark) {
    return partitions(spark).map(new Plain<>(this));
  }

  private record Plain<A>(SyntheticSums<A> sums) implements Function<Integer, A> {
    @Override
    public A call(Integer partition) {
      return sums.random(partition, sums.kernels().create());
    }
  }
}
