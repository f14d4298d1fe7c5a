package org.tributary.driver.bench;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.tributary.core.data.Block;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.network.Backpropagation;
import org.tributary.core.network.Initialization;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Parameters;
import org.tributary.core.network.Topology;
import org.tributary.core.objective.Penalty;
import org.tributary.core.summation.GradientSum;
import org.tributary.core.summation.PackedSum;
import org.tributary.core.summation.Transport;
import org.tributary.driver.dataset.Blocks;
import org.tributary.driver.solver.DistributedObjective;
import org.tributary.driver.solver.TrainingProblem;
import org.tributary.driver.spark.BroadcastValue;
import org.tributary.driver.spark.Broadcasts;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * Measures the cost of the fixed summation order: gradients as in training, alternating with the
 * same gradients with one plain sum per task, which the driver adds as they arrive.
 */
public final class OrderBenchmark {
  private static final int WARM_UPS = 5;
  private static final long SEED = 1;

  private OrderBenchmark() {}

  /**
   * The cost of a gradient with both orders.
   *
   * @param topology the network
   * @param rows number of samples
   * @param canonical seconds with sums along the canonical tree
   * @param plain seconds with sums in arbitrary order
   */
  public record Order(Topology topology, long rows, Timings canonical, Timings plain) {
    /** Returns the relative overhead of the canonical order, by the medians. */
    public double cost() {
      return canonical.median() / plain.median() - 1;
    }
  }

  /**
   * Measures.
   *
   * @param repeat measured gradients of each, at least 1
   */
  public static <A> Order measure(
      JavaSparkContext spark, Blocks<A> blocks, Topology topology, int repeat) {
    ParameterLayout layout = new ParameterLayout(topology);
    double[] theta = Initialization.AUTO.parameters(layout, SEED);
    DistributedObjective<A> objective =
        new DistributedObjective<>(new TrainingProblem<>(spark, blocks, layout, Penalty.NONE));
    Runnable canonical = () -> objective.at(theta);
    Broadcasts broadcasts = new Broadcasts(spark);
    Runnable plain = () -> plain(spark, broadcasts, blocks, topology, theta);
    List<Double> canonicalSeconds = new ArrayList<>();
    List<Double> plainSeconds = new ArrayList<>();
    for (int i = 0; i < WARM_UPS + repeat; i++) {
      double first = Stopwatch.time(0, 1, canonical).wall().median();
      double second = Stopwatch.time(0, 1, plain).wall().median();
      if (i >= WARM_UPS) {
        canonicalSeconds.add(first);
        plainSeconds.add(second);
      }
    }
    return new Order(
        topology, blocks.rows(), new Timings(canonicalSeconds), new Timings(plainSeconds));
  }

  /** Returns the gradient without a penalty. */
  static <A> double[] plain(
      JavaSparkContext spark,
      Broadcasts broadcasts,
      Blocks<A> blocks,
      Topology topology,
      double[] theta) {
    Kernel<A> kernel = blocks.kernels().create();
    A sum =
        broadcasts.during(
            kernel.fromDoubles(theta), shared -> sum(spark, blocks, topology, shared));
    double[] gradient = kernel.toDoubles(sum);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] /= blocks.weightSum();
    }
    return gradient;
  }

  private static <A> A sum(
      JavaSparkContext spark, Blocks<A> blocks, Topology topology, BroadcastValue<A> theta) {
    JavaRDD<PackedSum> sums =
        blocks.rdd().mapPartitions(new Sum<>(theta, topology, blocks.maxRows(), blocks.kernels()));
    ClassTag<PackedSum> type = ClassTag$.MODULE$.apply(PackedSum.class);
    Add<A> add = new Add<>(blocks.kernels().create());
    spark.sc().runJob(sums.rdd(), new First(), add, type);
    return add.sum.get(0).values();
  }

  /** One sum over all blocks of a partition, which are added as they come. */
  private record Sum<A>(
      BroadcastValue<A> theta, Topology topology, int maxRows, KernelFactory<A> kernels)
      implements FlatMapFunction<Iterator<Block<A>>, PackedSum> {
    @Override
    public Iterator<PackedSum> call(Iterator<Block<A>> blocks) {
      Kernel<A> kernel = kernels.create();
      ParameterLayout layout = new ParameterLayout(topology);
      Backpropagation<A> backpropagation = new Backpropagation<>(layout, kernel, maxRows);
      Parameters<A> parameters = Parameters.forManyBlocks(layout, kernel, theta.value());
      A sum = kernel.allocate(layout.size());
      A more = kernel.allocate(layout.size());
      double lossSum = 0;
      while (blocks.hasNext()) {
        Block<A> block = blocks.next();
        lossSum += backpropagation.gradient(parameters, block, more);
        kernel.blend(sum, 1, more, 1);
      }
      return List.of(new GradientSum<>(sum, lossSum, 0).pack(Transport.EXACT, kernel)).iterator();
    }
  }

  /** Takes the one sum of a task. */
  private static final class First
      extends AbstractFunction2<TaskContext, scala.collection.Iterator<PackedSum>, PackedSum>
      implements Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public PackedSum apply(TaskContext context, scala.collection.Iterator<PackedSum> sums) {
      return sums.next();
    }
  }

  /** Adds sums as they arrive. */
  private static final class Add<A> extends AbstractFunction2<Object, PackedSum, BoxedUnit> {
    private final Kernel<A> kernel;
    private final List<GradientSum<A>> sum = new ArrayList<>();

    Add(Kernel<A> kernel) {
      this.kernel = kernel;
    }

    @Override
    public BoxedUnit apply(Object partition, PackedSum packed) {
      GradientSum<A> next = packed.<A>unpack(kernel).total(1, kernel);
      if (sum.isEmpty()) {
        sum.add(next);
      } else {
        kernel.blend(sum.get(0).values(), 1, next.values(), 1);
      }
      return BoxedUnit.UNIT;
    }
  }
}
