package org.tributary.driver.aggregation;

import java.io.Serializable;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.tributary.core.kernel.Encoding;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.objective.GradientSum;
import org.tributary.core.objective.PackedSum;
import org.tributary.core.objective.PartialSum;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/** Carries out {@link Plan.Direct}: a job of one stage, without a shuffle. */
final class DirectRound {
  private DirectRound() {}

  static <T, A> GradientSum<A> total(
      JavaRDD<T> elements, PartitionSum<T, A> sum, Load load, KernelFactory<A> kernels) {
    Merge<A> merge = new Merge<>(kernels.create());
    ClassTag<PackedSum> type = ClassTag$.MODULE$.apply(PackedSum.class);
    elements.context().runJob(elements.rdd(), new Task<>(sum, load, kernels), merge, type);
    return merge.sum.total(load.leaves(), merge.kernel);
  }

  /** The task as Spark calls it. */
  private static final class Task<T, A>
      extends AbstractFunction2<TaskContext, Iterator<T>, PackedSum> implements Serializable {
    private static final long serialVersionUID = 1;

    private final PartitionSum<T, A> sum;
    private final int length;
    private final KernelFactory<A> kernels;

    Task(PartitionSum<T, A> sum, Load load, KernelFactory<A> kernels) {
      this.sum = sum;
      this.length = load.length();
      this.kernels = kernels;
    }

    @Override
    public PackedSum apply(TaskContext context, Iterator<T> elements) {
      return sum.of(CollectionConverters.asJava(elements))
          .pack(0, length, Encoding.EXACT, kernels.create());
    }
  }

  /** Adds each partition's sum to those that were there before it, on the driver's one thread. */
  private static final class Merge<A> extends AbstractFunction2<Object, PackedSum, BoxedUnit> {
    private final Kernel<A> kernel;
    private PartialSum<A> sum = PartialSum.empty();

    Merge(Kernel<A> kernel) {
      this.kernel = kernel;
    }

    @Override
    public BoxedUnit apply(Object partition, PackedSum part) {
      sum = sum.merge(part.unpack(kernel), kernel);
      return BoxedUnit.UNIT;
    }
  }
}
