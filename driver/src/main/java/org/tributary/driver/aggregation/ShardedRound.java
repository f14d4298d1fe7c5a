package org.tributary.driver.aggregation;

import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.tributary.core.objective.GradientSum;
import org.tributary.core.objective.PackedSum;
import org.tributary.core.objective.PartialSum;
import scala.Tuple2;

/** Carries out {@link Plan.Sharded}: one shuffle, in which slice s of every partition meets. */
final class ShardedRound {
  private ShardedRound() {}

  static <T, A> GradientSum<A> total(
      JavaRDD<T> elements, PartitionSum<T, A> sum, Sums<A> sums, Plan.Sharded slices) {
    // The hash of a small number is the number: slice s goes to task s.
    return LastStage.run(
        elements
            .mapPartitionsToPair(new Cut<>(sum, sums, slices))
            .partitionBy(new HashPartitioner(slices.slices())),
        sums,
        slices);
  }

  /** Sums over a partition's elements and cuts the sum, a slice at a time. */
  private record Cut<T, A>(PartitionSum<T, A> sum, Sums<A> sums, Plan.Sharded slices)
      implements PairFlatMapFunction<Iterator<T>, Integer, PackedSum> {
    @Override
    public Iterator<Tuple2<Integer, PackedSum>> call(Iterator<T> elements) {
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
