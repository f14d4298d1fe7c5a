package org.tributary.driver.aggregation;

import java.io.Serializable;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.objective.GradientSum;
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
    ClassTag<PartialSum<A>> type = ClassTag$.MODULE$.apply(PartialSum.class);
    elements.context().runJob(elements.rdd(), new Task<>(sum), merge, type);
    return merge.sum.total(load.leaves(), merge.kernel);
  }

  /** The task as Spark calls it. */
  private static final class Task<T, A>
      extends AbstractFunction2<TaskContext, Iterator<T>, PartialSum<A>> implements Serializable {
    private static final long serialVersionUID = 1;

    private final PartitionSum<T, A> sum;

    Task(PartitionSum<T, A> sum) {
      this.sum = sum;
    }

    @Override
    public PartialSum<A> apply(TaskContext context, Iterator<T> elements) {
      return sum.of(CollectionConverters.asJava(elements));
    }
  }

  /** Adds each partition's sum to those that were there before it, on the driver's one thread. */
  private static final class Merge<A> extends AbstractFunction2<Object, PartialSum<A>, BoxedUnit> {
    private final Kernel<A> kernel;
    private PartialSum<A> sum = PartialSum.empty();

    Merge(Kernel<A> kernel) {
      this.kernel = kernel;
    }

    @Override
    public BoxedUnit apply(Object partition, PartialSum<A> part) {
      sum = sum.merge(part, kernel);
      return BoxedUnit.UNIT;
    }
  }
}
