package org.tributary.driver.run;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.tributary.core.data.Block;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;
import org.tributary.core.objective.GradientCheck;
import org.tributary.core.objective.GradientCheckResult;
import org.tributary.core.objective.Penalty;
import org.tributary.driver.dataset.DatasetPreparer;
import org.tributary.driver.dataset.LeafGrouping;
import org.tributary.driver.dataset.PreparedData;
import org.tributary.driver.source.DataException;
import org.tributary.driver.spark.JobName;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.train.TrainingMemoryLimit;

/** Compares the gradient that a job trains by with central differences, in float64. */
public final class GradientCheckRun {
  private final JobSpec job;
  private final int rows;
  private final int parameters;

  /**
   * What is checked.
   *
   * @param layout the network and its parameters
   * @param rows how many rows of the data
   */
  public record Subject(ParameterLayout layout, int rows) {}

  /**
   * Describes a check.
   *
   * @param rows how many rows of the data to check on, at most
   * @param parameters how many parameters to check, at most
   * @throws InvalidConfiguration if the hidden layers have no room whatever the data
   */
  public GradientCheckRun(JobSpec job, int rows, int parameters) {
    TrainingMemoryLimit.requireHiddenLayersToCheck(job);
    this.job = job;
    this.rows = rows;
    this.parameters = parameters;
  }

  /**
   * Checks the gradient.
   *
   * @param started is told what is checked before it is
   * @throws DataException if the data cannot be read whole and as asked
   * @throws InvalidConfiguration if there is no room for the network or the rows
   */
  public GradientCheckResult on(SparkSession spark, Consumer<Subject> started) {
    long seed = job.train().seed();
    try (PreparedData<double[]> data =
        DatasetPreparer.prepare(
            spark,
            job.data(),
            job.network().output(),
            KernelFactory.FLOAT64,
            seed,
            new LeafGrouping.ByLeaf(),
            TrainingMemoryLimit.toCheck(
                job, JavaSparkContext.fromSparkContext(spark.sparkContext())))) {
      Topology topology = data.topology(job.network());
      ParameterLayout layout = new ParameterLayout(topology);
      Kernel<double[]> kernel = KernelFactory.FLOAT64.create();
      Block<double[]> first =
          JobName.during(
              spark.sparkContext(),
              "the first block of " + job.data().path(),
              () -> data.training().rdd().filter(block -> block.rows() > 0).first());
      Block<double[]> checked = first.firstRows(rows, kernel);
      requireRows(checked.rows(), topology);
      double[] theta = job.network().initialization().parameters(layout, seed);
      started.accept(new Subject(layout, checked.rows()));
      double share =
          Arrays.stream(checked.weights(), 0, checked.rows()).sum() / data.training().weightSum();
      return new GradientCheck(
              layout,
              List.of(checked),
              ofBatch(job.train().penalty(), share),
              job.train().regularization(),
              parameters,
              seed)
          .check(theta);
    }
  }

  /** A check keeps a bit for every hidden unit of every row. */
  private static void requireRows(int rows, Topology topology) {
    long units = topology.hidden().stream().mapToLong(HiddenLayer::units).sum();
    if (rows * units > Block.MOST_NUMBERS) {
      throw new InvalidConfiguration(
          List.of(
              "Invalid --rows: %d (expected %d at most with %d hidden units)"
                  .formatted(rows, Block.MOST_NUMBERS / units, units)));
    }
  }

  /** Returns the penalty that weighs as much on some rows' mean loss as it does on all rows'. */
  private static Penalty ofBatch(Penalty penalty, double share) {
    return new Penalty(penalty.l1() * share, penalty.l2() * share);
  }
}
