package org.tributary.driver.aggregation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.tributary.core.data.ColumnSums;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.summation.GradientSum;
import org.tributary.core.summation.PackedSum;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * The last stage of a plan with a shuffle: each task sums its slice over all leaves, so that the
 * driver need not add.
 */
final class LastStage {
  private LastStage() {}

  /**
   * Runs the job and removes its shuffles, which Spark would otherwise keep.
   *
   * @param shuffled slices in the partitions of their numbers; further partitions stay out
   */
  static <A> GradientSum<A> run(
      RDD<Tuple2<Integer, PackedSum>> shuffled, Sums<A> sums, Plan.Sharded slices) {
    Whole<A> whole = new Whole<>(sums, slices);
    ClassTag<PackedSum> type = ClassTag$.MODULE$.apply(PackedSum.class);
    try {
      shuffled.context().runJob(shuffled, new Total<>(sums, slices), tasks(slices), whole, type);
    } finally {
      shuffled.cleanShuffleDependencies(false);
    }
    return whole.sum();
  }

  private static Seq<Object> tasks(Plan.Sharded slices) {
    List<Object> tasks = new ArrayList<>();
    for (int slice = 0; slice < slices.slices(); slice++) {
      tasks.add(slice);
    }
    return CollectionConverters.asScala(tasks).toSeq();
  }

  /** The task function for Spark. */
  private static final class Total<A>
      extends AbstractFunction2<TaskContext, Iterator<Tuple2<Integer, PackedSum>>, PackedSum>
      implements Serializable {
    private static final long serialVersionUID = 1;

    private final Sums<A> sums;
    private final Plan.Sharded slices;

    Total(Sums<A> sums, Plan.Sharded slices) {
      this.sums = sums;
      this.slices = slices;
    }

    @Override
    public PackedSum apply(TaskContext context, Iterator<Tuple2<Integer, PackedSum>> parts) {
      int first = slices.first(context.partitionId(), sums.length());
      return sums.total(sums.merged(CollectionConverters.asJava(parts), first));
    }
  }

  /** Concatenates slices on the driver. All contain the same losses and weights. */
  private static final class Whole<A> extends AbstractFunction2<Object, PackedSum, BoxedUnit> {
    private final Plan.Sharded slices;
    private final Kernel<A> kernel;
    private final A values;
    private ColumnSums<A> columns = ColumnSums.none();
    private int used;
    private double lossSum;
    private double weightSum;

    Whole(Sums<A> sums, Plan.Sharded slices) {
      this.slices = slices;
      this.kernel = sums.kernels().create();
      this.values = kernel.allocate(sums.length());
    }

    @Override
    public BoxedUnit apply(Object task, PackedSum packed) {
      GradientSum<A> slice = packed.<A>unpack(kernel).total(1, kernel);
      int first = slices.first((Integer) task, kernel.length(values));
      int length = kernel.length(slice.values());
      kernel.copy(slice.values(), 0, values, first, length);
      used = Math.max(used, length == 0 ? 0 : first + length);
      columns = columns.add(slice.columns(), kernel);
      lossSum = slice.lossSum();
      weightSum = slice.weightSum();
      return BoxedUnit.UNIT;
    }

    GradientSum<A> sum() {
      if (used == kernel.length(values)) {
        return new GradientSum<>(values, lossSum, weightSum);
      }
      // What follows the values of a sum is kept by columns.
      A rest = kernel.allocate(used);
      kernel.copy(values, 0, rest, 0, used);
      return new GradientSum<>(rest, columns, lossSum, weightSum);
    }
  }
}
