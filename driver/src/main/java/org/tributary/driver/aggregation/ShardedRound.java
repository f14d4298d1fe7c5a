package org.tributary.driver.aggregation;

import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.tributary.core.summation.GradientSum;
import org.tributary.core.summation.PackedSum;
import org.tributary.core.summation.PartialSum;
import org.tributary.driver.spark.Rdds;
import scala.Tuple2;

/** Runs {@link Plan.Sharded}: one shuffle, which groups the slices of all partitions by number. */
final class ShardedRound {
  /**
   * Up to this number of shuffle partitions, Spark first writes one file for each; for more, it
   * sorts serialized records and writes one file, which is twice as fast for many slices.
   */
  private static final String FILE_A_TASK = "spark.shuffle.sort.bypassMergeThreshold";

  private static final int MOST_FILES = 200;

  /** Above this threshold, the additional tasks would cost more than the files. */
  private static final int MOST_PLACES = 10_000;

  /** Number of slices up to which separate files are cheaper than sorting. */
  private static final int FEW = 16;

  private ShardedRound() {}

  static <T, A> GradientSum<A> total(
      JavaRDD<T> elements, PartitionTask<T, A> sum, Sums<A> sums, Plan.Sharded slices) {
    JavaPairRDD<Integer, PackedSum> cut =
        JavaPairRDD.fromJavaRDD(Rdds.mapPartitions(elements, new Cut<>(sum, sums, slices)));
    int most = elements.context().getConf().getInt(FILE_A_TASK, MOST_FILES);
    boolean sorted = slices.slices() > FEW && most < MOST_PLACES;
    int places = sorted ? Math.max(slices.slices(), most + 1) : slices.slices();
    return LastStage.run(Sums.shuffled(cut, places), sums, slices);
  }

  /** Sums over a partition's elements and cuts the sum, a slice at a time. */
  private record Cut<T, A>(PartitionTask<T, A> sum, Sums<A> sums, Plan.Sharded slices)
      implements Rdds.PartitionFunction<T, Tuple2<Integer, PackedSum>> {
    @Override
    public Iterator<Tuple2<Integer, PackedSum>> of(Iterator<T> elements) {
      PartialSum<A> whole = sum.of(elements);
      return IntStream.range(0, slices.slices())
          .mapToObj(slice -> new Tuple2<>(slice, slice(whole, slice)))
          .iterator();
    }

    private PackedSum slice(PartialSum<A> whole, int slice) {
      int length = sums.length();
      return sums.packed(whole, slices.first(slice, length), slices.first(slice + 1, length));
    }
  }
}
