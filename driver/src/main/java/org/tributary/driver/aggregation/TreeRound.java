package org.tributary.driver.aggregation;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function2;
import org.tributary.core.kernel.Encoding;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.objective.GradientSum;
import org.tributary.core.objective.PackedSum;
import org.tributary.core.objective.PartialSum;
import scala.Tuple2;

/**
 * Carries out {@link Plan.Tree}: a shuffle a level, each of which brings runs of neighbours
 * together, because only neighbours are siblings that can be added.
 */
final class TreeRound {
  private TreeRound() {}

  static <T, A> GradientSum<A> total(
      JavaRDD<T> elements,
      PartitionSum<T, A> sum,
      Load load,
      KernelFactory<A> kernels,
      Plan.Tree tree) {
    JavaPairRDD<Integer, PackedSum> sums =
        JavaPairRDD.fromJavaRDD(
            elements.mapPartitionsWithIndex(new Leaves<>(sum, load.length(), kernels), false));
    int fanIn = tree.fanIn(load.partitions());
    int tasks = load.partitions();
    for (int level = 1; level < tree.depth(); level++) {
      tasks = (tasks + fanIn - 1) / fanIn;
      sums =
          JavaPairRDD.fromJavaRDD(
              sums.partitionBy(new Runs(tasks, fanIn))
                  .mapPartitionsWithIndex(new Level<>(load.length(), kernels), false));
    }
    List<GradientSum<A>> total = new ArrayList<>();
    LastStage.run(
        sums.partitionBy(new Runs(1, tasks)), load, kernels, (task, each) -> total.add(each));
    return total.get(0);
  }

  private static <A> Iterator<Tuple2<Integer, PackedSum>> packed(
      int place, PartialSum<A> sum, int length, Kernel<A> kernel) {
    PackedSum packed = sum.pack(0, length, Encoding.EXACT, kernel);
    return List.of(new Tuple2<>(place, packed)).iterator();
  }

  /** Sends neighbours to the same task. */
  private static final class Runs extends Partitioner {
    private static final long serialVersionUID = 1;

    private final int tasks;
    private final int fanIn;

    Runs(int tasks, int fanIn) {
      this.tasks = tasks;
      this.fanIn = fanIn;
    }

    @Override
    public int numPartitions() {
      return tasks;
    }

    @Override
    public int getPartition(Object key) {
      return (Integer) key / fanIn;
    }
  }

  /** Sums over a partition's elements. */
  private record Leaves<T, A>(PartitionSum<T, A> sum, int length, KernelFactory<A> kernels)
      implements Function2<Integer, Iterator<T>, Iterator<Tuple2<Integer, PackedSum>>> {
    @Override
    public Iterator<Tuple2<Integer, PackedSum>> call(Integer partition, Iterator<T> elements) {
      return packed(partition, sum.of(elements), length, kernels.create());
    }
  }

  /** Adds the sums of neighbours. */
  private record Level<A>(int length, KernelFactory<A> kernels)
      implements Function2<
          Integer, Iterator<Tuple2<Integer, PackedSum>>, Iterator<Tuple2<Integer, PackedSum>>> {
    @Override
    public Iterator<Tuple2<Integer, PackedSum>> call(
        Integer task, Iterator<Tuple2<Integer, PackedSum>> sums) {
      Kernel<A> kernel = kernels.create();
      return packed(task, LastStage.merged(() -> sums, kernel), length, kernel);
    }
  }
}
