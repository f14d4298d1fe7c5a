package org.tributary.driver.aggregation;

import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.rdd.ShuffledRDD;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.summation.PackedSum;
import org.tributary.core.summation.PartialSum;
import org.tributary.core.summation.Rounding;
import org.tributary.core.summation.Transport;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * What the sums of a round have in common, as every task needs it.
 *
 * @param <A> {@code float[]} or {@code double[]}
 * @param length numbers of a sum
 * @param leaves number of leaves of the summation tree
 * @param kernels of the precision
 * @param rounding of nodes that become complete
 */
record Sums<A>(int length, int leaves, KernelFactory<A> kernels, Rounding rounding)
    implements Serializable {

  /** Returns a sum as it travels. */
  PackedSum packed(PartialSum<A> sum) {
    return packed(sum, 0, length);
  }

  /** Returns a slice of a sum as it travels. */
  PackedSum packed(PartialSum<A> sum, int from, int to) {
    return sum.pack(from, to, rounding.transport(), kernels.create());
  }

  /** Returns the subtrees of a sum as they travel, under the runs of 2^level leaves they are in. */
  Iterator<Tuple2<Integer, PackedSum>> byRun(PartialSum<A> sum, int level) {
    return sum.byRun(level).entrySet().stream()
        .map(run -> new Tuple2<>(run.getKey(), packed(run.getValue())))
        .iterator();
  }

  /**
   * Brings sums to the partitions of their numbers.
   *
   * @param sums under the numbers of partitions
   * @param places how many partitions there are
   */
  static RDD<Tuple2<Integer, PackedSum>> shuffled(
      JavaPairRDD<Integer, PackedSum> sums, int places) {
    ClassTag<Integer> number = ClassTag$.MODULE$.apply(Integer.class);
    ClassTag<PackedSum> sum = ClassTag$.MODULE$.apply(PackedSum.class);
    // The hash of a small number is the number.
    return new ShuffledRDD<Integer, PackedSum, PackedSum>(
            sums.rdd(), new HashPartitioner(places), number, sum, sum)
        .setSerializer(new SumSerializer());
  }

  /**
   * Returns the sum of sums, in whatever order they come.
   *
   * @param first the first element of each, where they are slices
   */
  PartialSum<A> merged(Iterator<Tuple2<Integer, PackedSum>> sums, int first) {
    Kernel<A> kernel = kernels.create();
    PartialSum<A> merged = PartialSum.empty();
    while (sums.hasNext()) {
      merged = merged.merge(sums.next()._2().unpack(kernel), kernel, rounding, first);
    }
    return merged;
  }

  /** Returns the sum over all leaves, which is not rounded as a whole, as it travels. */
  PackedSum total(PartialSum<A> sum) {
    Kernel<A> kernel = kernels.create();
    return sum.total(leaves, kernel).pack(Transport.EXACT, kernel);
  }
}
