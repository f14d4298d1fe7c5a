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
 * The common parameters of the sums of a round trip, for all tasks.
 *
 * @param <A> {@code float[]} or {@code double[]}
 * @param length numbers of a sum
 * @param leaves number of leaves of the summation tree
 * @param kernels of the precision
 * @param rounding of nodes that become complete
 */
record Sums<A>(int length, int leaves, KernelFactory<A> kernels, Rounding rounding)
    implements Serializable {

  /** Returns an encoded sum. */
  PackedSum packed(PartialSum<A> sum) {
    return packed(sum, 0, length);
  }

  /** Returns an encoded slice of a sum. */
  PackedSum packed(PartialSum<A> sum, int from, int to) {
    return sum.pack(from, to, rounding.transport(), kernels.create());
  }

  /** Returns the encoded subtrees of a sum, keyed by their range of 2^level leaves. */
  Iterator<Tuple2<Integer, PackedSum>> byRun(PartialSum<A> sum, int level) {
    return sum.byRun(level).entrySet().stream()
        .map(run -> new Tuple2<>(run.getKey(), packed(run.getValue())))
        .iterator();
  }

  /**
   * Shuffles sums to the partitions of their keys.
   *
   * @param sums keyed by partition number
   * @param places number of partitions
   */
  static RDD<Tuple2<Integer, PackedSum>> shuffled(
      JavaPairRDD<Integer, PackedSum> sums, int places) {
    ClassTag<Integer> number = ClassTag$.MODULE$.apply(Integer.class);
    ClassTag<PackedSum> sum = ClassTag$.MODULE$.apply(PackedSum.class);
    // The hash of a small integer is the integer.
    return new ShuffledRDD<Integer, PackedSum, PackedSum>(
            sums.rdd(), new HashPartitioner(places), number, sum, sum)
        .setSerializer(new SumSerializer());
  }

  /**
   * Returns the sum of sums, which may arrive in any order.
   *
   * @param first the first element of each, if they are slices
   */
  PartialSum<A> merged(Iterator<Tuple2<Integer, PackedSum>> sums, int first) {
    Kernel<A> kernel = kernels.create();
    PartialSum<A> merged = PartialSum.empty();
    while (sums.hasNext()) {
      merged = merged.merge(sums.next()._2().unpack(kernel), kernel, rounding, first);
    }
    return merged;
  }

  /** Returns the encoded sum over all leaves, which is not rounded. */
  PackedSum total(PartialSum<A> sum) {
    Kernel<A> kernel = kernels.create();
    return sum.total(leaves, kernel).pack(Transport.EXACT, kernel);
  }
}
