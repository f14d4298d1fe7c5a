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

/** Carries out {@link Plan.Direct}: a job of one stage, without a shuffle. */
final class DirectRound {
  private DirectRound() {}

  static <T, A> GradientSum<A> total(JavaRDD<T> elements, PartitionTask<T, A> sum, Sums<A> sums) {
    Merge<A> merge = new Merge<>(sums);
    ClassTag<PackedSum> type = ClassTag$.MODULE$.apply(PackedSum.class);
    elements.context().runJob(elements.rdd(), new Task<>(sum, sums), merge, type);
    return merge.sum.total(sums.leaves(), merge.kernel);
  }

  /** The task as Spark calls it. */
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

  /** Adds each partition's sum to those that were there before it, on the driver's one thread. */
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
