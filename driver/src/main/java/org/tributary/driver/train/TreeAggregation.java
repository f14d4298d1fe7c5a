package org.tributary.driver.train;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.tributary.core.data.Block;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.objective.PartialSum;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * Brings the partitions' partial sums together.
 *
 * <p>On a cluster they meet in executors first, in a tree of depth 2, so that the driver takes
 * about the square root of their number. In local mode, where every task is in the driver's own
 * process, and for a few partitions, the driver takes them directly: a shuffle would only add a
 * round.
 */
final class TreeAggregation {
  private static final int DEPTH = 2;

  /** Up to as many partial sums, a tree of depth 2 would not shuffle either. */
  private static final int DIRECT = 4;

  private TreeAggregation() {}

  /** Returns the sum of all partitions' sums. */
  static <A> PartialSum<A> sum(
      JavaRDD<Block<A>> blocks, PartitionSum<A> task, KernelFactory<A> kernels) {
    if (blocks.context().isLocal() || blocks.getNumPartitions() <= DIRECT) {
      Merge<A> merge = new Merge<>(kernels.create());
      ClassTag<PartialSum<A>> type = ClassTag$.MODULE$.apply(PartialSum.class);
      blocks.context().runJob(blocks.rdd(), new Task<>(task), merge, type);
      return merge.sum;
    }
    return blocks
        .mapPartitions(partition -> List.of(task.of(partition)).iterator())
        .treeReduce((a, b) -> a.merge(b, kernels.create()), DEPTH);
  }

  /** The task as Spark calls it. */
  private static final class Task<A>
      extends AbstractFunction2<TaskContext, Iterator<Block<A>>, PartialSum<A>>
      implements Serializable {
    private static final long serialVersionUID = 1;

    private final PartitionSum<A> sum;

    Task(PartitionSum<A> sum) {
      this.sum = sum;
    }

    @Override
    public PartialSum<A> apply(TaskContext context, Iterator<Block<A>> blocks) {
      return sum.of(CollectionConverters.asJava(blocks));
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
