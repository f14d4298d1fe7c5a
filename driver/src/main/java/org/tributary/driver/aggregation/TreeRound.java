package org.tributary.driver.aggregation;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function2;
import org.tributary.core.objective.GradientSum;
import org.tributary.core.objective.PackedSum;
import org.tributary.core.objective.PartialSum;
import scala.Tuple2;

/**
 * Carries out {@link Plan.Tree}: a shuffle a level, each of which brings runs of neighbours
 * together, because only neighbours are siblings that can be added.
 */
final class TreeRound {
  private static final Plan.Sharded WHOLE = new Plan.Sharded(1);

  private TreeRound() {}

  static <T, A> GradientSum<A> total(
      JavaRDD<T> elements, PartitionSum<T, A> sum, Sums<A> sums, Plan.Tree tree) {
    JavaPairRDD<Integer, PackedSum> level =
        JavaPairRDD.fromJavaRDD(elements.mapPartitionsWithIndex(new Leaves<>(sum, sums), false));
    int tasks = elements.getNumPartitions();
    int fanIn = tree.fanIn(tasks);
    for (int depth = 1; depth < tree.depth(); depth++) {
      tasks = (tasks + fanIn - 1) / fanIn;
      level =
          JavaPairRDD.fromJavaRDD(
              level
                  .partitionBy(new Runs(tasks, fanIn))
                  .mapPartitionsWithIndex(new Level<>(sums), false));
    }
    return LastStage.run(level.partitionBy(new Runs(1, tasks)), sums, WHOLE);
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
  private record Leaves<T, A>(PartitionSum<T, A> sum, Sums<A> sums)
      implements Function2<Integer, Iterator<T>, Iterator<Tuple2<Integer, PackedSum>>> {
    @Override
    public Iterator<Tuple2<Integer, PackedSum>> call(Integer partition, Iterator<T> elements) {
      return List.of(new Tuple2<>(partition, sums.packed(sum.of(elements)))).iterator();
    }
  }

  /** Adds the sums of neighbours. */
  private record Level<A>(Sums<A> sums)
      implements Function2<
          Integer, Iterator<Tuple2<Integer, PackedSum>>, Iterator<Tuple2<Integer, PackedSum>>> {
    @Override
    public Iterator<Tuple2<Integer, PackedSum>> call(
        Integer task, Iterator<Tuple2<Integer, PackedSum>> parts) {
      PartialSum<A> merged = sums.merged(parts, 0);
      return List.of(new Tuple2<>(task, sums.packed(merged))).iterator();
    }
  }
}
