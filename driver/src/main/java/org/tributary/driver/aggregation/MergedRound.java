package org.tributary.driver.aggregation;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.summation.GradientSum;
import org.tributary.core.summation.PackedSum;
import org.tributary.core.summation.PartialSum;
import org.tributary.driver.spark.Placement;
import org.tributary.driver.spark.Rdds;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * Runs {@link Plan.Merged}: a job that persists every partition's sum on its executor, then the
 * rest of the plan with one partition per executor, which adds them.
 *
 * <p>Tasks share only what Spark persists. A sum that is lost with its executor is recomputed like
 * any persisted partition.
 */
final class MergedRound {
  private MergedRound() {}

  /** The rest of the plan. */
  interface Rest<A> {
    GradientSum<A> total(JavaRDD<PackedSum> executors, PartitionTask<PackedSum, A> merge);
  }

  static <T, A> GradientSum<A> total(
      JavaRDD<T> elements, PartitionTask<T, A> sum, Sums<A> sums, Rest<A> rest) {
    JavaRDD<PackedSum> kept =
        Rdds.mapPartitions(elements, new Keep<>(sum, sums)).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      ClassTag<BoxedUnit> nothing = ClassTag$.MODULE$.apply(BoxedUnit.class);
      kept.context().runJob(kept.rdd(), new Materialize(), nothing);
      return rest.total(Placement.byExecutor(kept), new Merge<>(sums));
    } finally {
      kept.unpersist(false);
    }
  }

  /** Sums over a partition's elements, encoded because persisted data must not change. */
  private record Keep<T, A>(PartitionTask<T, A> sum, Sums<A> sums)
      implements Rdds.PartitionFunction<T, PackedSum> {
    @Override
    public Iterator<PackedSum> of(Iterator<T> elements) {
      return List.of(sums.packed(sum.of(elements))).iterator();
    }
  }

  /** Reads a partition, so that it is persisted. */
  private static final class Materialize
      extends AbstractFunction2<TaskContext, scala.collection.Iterator<PackedSum>, BoxedUnit>
      implements Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public BoxedUnit apply(TaskContext context, scala.collection.Iterator<PackedSum> kept) {
      return BoxedUnit.UNIT;
    }
  }

  /** Adds the sums of an executor. */
  private record Merge<A>(Sums<A> sums) implements PartitionTask<PackedSum, A> {
    @Override
    public PartialSum<A> of(Iterator<PackedSum> kept) {
      Kernel<A> kernel = sums.kernels().create();
      PartialSum<A> merged = PartialSum.empty();
      while (kept.hasNext()) {
        merged = merged.merge(kept.next().unpack(kernel), kernel, sums.rounding(), 0);
      }
      return merged;
    }
  }
}
