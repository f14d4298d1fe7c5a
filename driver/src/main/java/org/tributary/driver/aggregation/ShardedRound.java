package org.tributary.driver.aggregation;

import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.tributary.core.kernel.Encoding;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.objective.GradientSum;
import org.tributary.core.objective.PackedSum;
import org.tributary.core.objective.PartialSum;
import scala.Tuple2;

/** Carries out {@link Plan.Sharded}: one shuffle, in which slice s of every partition meets. */
final class ShardedRound {
  private ShardedRound() {}

  static <T, A> GradientSum<A> total(
      JavaRDD<T> elements,
      PartitionSum<T, A> sum,
      Load load,
      KernelFactory<A> kernels,
      Plan.Sharded plan) {
    Whole<A> whole = new Whole<>(kernels.create(), load.length(), plan);
    LastStage.run(
        elements
            .mapPartitionsToPair(new Cut<>(sum, plan, load.length(), kernels))
            .partitionBy(new HashPartitioner(plan.slices())),
        load,
        kernels,
        whole);
    return whole.sum();
  }

  /** Sums over a partition's elements and cuts the sum, a slice at a time. */
  private record Cut<T, A>(
      PartitionSum<T, A> sum, Plan.Sharded plan, int length, KernelFactory<A> kernels)
      implements PairFlatMapFunction<Iterator<T>, Integer, PackedSum> {
    @Override
    public Iterator<Tuple2<Integer, PackedSum>> call(Iterator<T> elements) {
      Kernel<A> kernel = kernels.create();
      PartialSum<A> whole = sum.of(elements);
      return IntStream.range(0, plan.slices())
          .mapToObj(slice -> new Tuple2<>(slice, packed(whole, slice, kernel)))
          .iterator();
    }

    private PackedSum packed(PartialSum<A> whole, int slice, Kernel<A> kernel) {
      return whole.pack(
          plan.first(slice, length), plan.first(slice + 1, length), Encoding.EXACT, kernel);
    }
  }

  /** Puts slices together, on the driver. All of them carry the same losses and weights. */
  private static final class Whole<A> implements LastStage.Receiver<A> {
    private final Kernel<A> kernel;
    private final Plan.Sharded plan;
    private final int length;
    private final A values;
    private double lossSum;
    private double weightSum;

    Whole(Kernel<A> kernel, int length, Plan.Sharded plan) {
      this.kernel = kernel;
      this.length = length;
      this.plan = plan;
      this.values = kernel.allocate(length);
    }

    @Override
    public void receive(int slice, GradientSum<A> sum) {
      int first = plan.first(slice, length);
      kernel.copy(sum.values(), 0, values, first, plan.first(slice + 1, length) - first);
      lossSum = sum.lossSum();
      weightSum = sum.weightSum();
    }

    GradientSum<A> sum() {
      return new GradientSum<>(values, lossSum, weightSum);
    }
  }
}
