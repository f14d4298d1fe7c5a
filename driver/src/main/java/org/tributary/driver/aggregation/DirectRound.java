package org.tributary.driver.aggregation;

import java.io.Serializable;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.summation.GradientSum;
import org.tributary.core.summation.PackedSum;
import org.tributary.core.summation.PartialSum;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/** Runs {@link Plan.Direct}: a job with one stage, without a shuffle. */
final class DirectRound {
  private DirectRound() {}

  static <T, A> GradientSum<A> total(JavaRDD<T> elements, PartitionTask<T, A> sum, Sums<A> sums) {
    Merge<A> merge = new Merge<>(sums);
    ClassTag<PackedSum> type = ClassTag$.MODULE$.apply(PackedSum.class);
    elements.context().runJob(elements.rdd(), new Task<>(sum, sums), merge, type);
    return merge.sum.total(sums.leaves(), merge.kernel);
  }

  /** The task function for Spark. */
  private static final class Task<T, A>
      extends AbstractFunction2<TaskContext, Iterator<T>, PackedSum> implements Serializable {
    private static final long serialVersionUID = 1;

    private final PartitionTask<T, A> sum;
    private final Sums<A> sums;

    Task(PartitionTask<T, A> sum, Sums<A> sums) {
      this.sum = sum;
      this.sums = sums;
    }

    @Override
    public PackedSum apply(TaskContext context, Iterator<T> elements) {
      return sums.packed(sum.of(CollectionConverters.asJava(elements)));
    }
  }

  /** Adds each partition's sum as it arrives, on one thread of the driver. */
  private static final class Merge<A> extends AbstractFunction2<Object, PackedSum, BoxedUnit> {
    private final Sums<A> sums;
    private final Kernel<A> kernel;
    private PartialSum<A> sum = PartialSum.empty();

    Merge(Sums<A> sums) {
      this.sums = sums;
      this.kernel = sums.kernels().create();
    }

    @Override
    public BoxedUnit apply(Object partition, PackedSum part) {
      sum = sum.merge(part.unpack(kernel), kernel, sums.rounding(), 0);
      return BoxedUnit.UNIT;
    }
  }
}
