package org.tributary.driver.aggregation;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.tributary.core.summation.GradientSum;
import org.tributary.core.summation.PackedSum;
import org.tributary.driver.spark.Rdds;
import scala.Tuple2;

/**
 * Runs {@link Plan.Tree}: one shuffle per level, which groups the subtrees by ranges of leaves,
 * because only siblings can be added.
 */
final class TreeRound {
  private static final Plan.Sharded WHOLE = new Plan.Sharded(1);

  private TreeRound() {}

  static <T, A> GradientSum<A> total(
      JavaRDD<T> elements, PartitionTask<T, A> sum, Sums<A> sums, List<TreeLevels.Level> levels) {
    JavaPairRDD<Integer, PackedSum> level =
        JavaPairRDD.fromJavaRDD(
            Rdds.mapPartitions(elements, new Leaves<>(sum, sums, levels.get(0).run())));
    for (int i = 1; i < levels.size(); i++) {
      level =
          JavaPairRDD.fromJavaRDD(
              Rdds.mapPartitions(
                  Sums.shuffled(level, levels.get(i - 1).tasks()).toJavaRDD(),
                  new Joined<>(sums, levels.get(i).run())));
    }
    return LastStage.run(Sums.shuffled(level, 1), sums, WHOLE);
  }

  /** Sums over a partition's elements. */
  private record Leaves<T, A>(PartitionTask<T, A> sum, Sums<A> sums, int run)
      implements Rdds.PartitionFunction<T, Tuple2<Integer, PackedSum>> {
    @Override
    public Iterator<Tuple2<Integer, PackedSum>> of(Iterator<T> elements) {
      return sums.byRun(sum.of(elements), run);
    }
  }

  /** Adds the sums of a range and groups the result by the ranges of the next level. */
  private record Joined<A>(Sums<A> sums, int run)
      implements Rdds.PartitionFunction<Tuple2<Integer, PackedSum>, Tuple2<Integer, PackedSum>> {
    @Override
    public Iterator<Tuple2<Integer, PackedSum>> of(Iterator<Tuple2<Integer, PackedSum>> parts) {
      return sums.byRun(sums.merged(parts, 0), run);
    }
  }
}
