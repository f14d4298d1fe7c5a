package org.tributary.driver.aggregation;

import java.io.Serializable;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.tributary.core.kernel.Encoding;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.objective.GradientSum;
import org.tributary.core.objective.PackedSum;
import org.tributary.core.objective.PartialSum;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * The last stage of a plan that shuffles: a task adds all that belongs together, down to the one
 * sum over all leaves, so that nothing is left for the driver to add.
 */
final class LastStage {
  private LastStage() {}

  /** Takes the sum of a task, on the driver. */
  interface Receiver<A> {
    void receive(int task, GradientSum<A> sum);
  }

  /** Runs the job, and removes its shuffles, which Spark would keep until memory runs short. */
  static <A> void run(
      JavaPairRDD<Integer, PackedSum> shuffled,
      Load load,
      KernelFactory<A> kernels,
      Receiver<A> receiver) {
    ClassTag<PackedSum> type = ClassTag$.MODULE$.apply(PackedSum.class);
    try {
      shuffled
          .context()
          .runJob(
              shuffled.rdd(),
              new Total<>(load.leaves(), kernels),
              new Handler<>(receiver, kernels.create()),
              type);
    } finally {
      shuffled.rdd().cleanShuffleDependencies(false);
    }
  }

  /** Returns the sum of sums, in whatever order they come. */
  static <A> PartialSum<A> merged(Iterable<Tuple2<Integer, PackedSum>> sums, Kernel<A> kernel) {
    PartialSum<A> merged = PartialSum.empty();
    for (Tuple2<Integer, PackedSum> sum : sums) {
      merged = merged.merge(sum._2().unpack(kernel), kernel);
    }
    return merged;
  }

  private static final class Total<A>
      extends AbstractFunction2<TaskContext, Iterator<Tuple2<Integer, PackedSum>>, PackedSum>
      implements Serializable {
    private static final long serialVersionUID = 1;

    private final int leaves;
    private final KernelFactory<A> kernels;

    Total(int leaves, KernelFactory<A> kernels) {
      this.leaves = leaves;
      this.kernels = kernels;
    }

    @Override
    public PackedSum apply(TaskContext context, Iterator<Tuple2<Integer, PackedSum>> sums) {
      Kernel<A> kernel = kernels.create();
      return merged(() -> CollectionConverters.asJava(sums), kernel)
          .total(leaves, kernel)
          .pack(Encoding.EXACT, kernel);
    }
  }

  private static final class Handler<A> extends AbstractFunction2<Object, PackedSum, BoxedUnit> {
    private final Receiver<A> receiver;
    private final Kernel<A> kernel;

    Handler(Receiver<A> receiver, Kernel<A> kernel) {
      this.receiver = receiver;
      this.kernel = kernel;
    }

    @Override
    public BoxedUnit apply(Object task, PackedSum sum) {
      receiver.receive((Integer) task, sum.<A>unpack(kernel).total(1, kernel));
      return BoxedUnit.UNIT;
    }
  }
}
