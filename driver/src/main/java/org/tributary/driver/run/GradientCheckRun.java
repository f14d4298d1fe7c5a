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
import org.tributary.driver.dataset.PreparationRequest;
import org.tributary.driver.dataset.PreparedData;
import org.tributary.driver.source.DataException;
import org.tributary.driver.spark.JobName;
import org.tributary.driver.spark.Rdds;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.train.TrainingMemoryLimit;

/** Compares the gradient that a job uses for training with central differences, in float64. */
public final class GradientCheckRun {
  private final JobSpec job;
  private final int rows;
  private final int parameters;

  /**
   * What is checked.
   *
   * @param layout the network and its parameters
   * @param rows number of rows
   */
  public record Subject(ParameterLayout layout, int rows) {}

  /**
   * Creates a check.
   *
   * @param rows maximum number of rows
   * @param parameters maximum number of parameters
   * @throws InvalidConfiguration if the hidden layers do not fit in memory
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
   * @param started receives the subject before the check
   * @throws DataException if the data is invalid or cannot be read
   * @throws InvalidConfiguration if the network or the rows do not fit in memory
   */
  public GradientCheckResult on(SparkSession spark, Consumer<Subject> started) {
    long seed = job.train().seed();
    try (PreparedData<double[]> data =
        DatasetPreparer.prepare(
            spark,
            PreparationRequest.of(job.data(), job.network().output(), KernelFactory.FLOAT64, seed)
                .withRoom(
                    TrainingMemoryLimit.toCheck(
                        job, JavaSparkContext.fromSparkContext(spark.sparkContext())))
                .withClassWeights(job.train().classWeights()))) {
      Topology topology = data.topology(job.network());
      ParameterLayout layout = new ParameterLayout(topology);
      Kernel<double[]> kernel = KernelFactory.FLOAT64.create();
      Block<double[]> first =
          JobName.during(
              spark.sparkContext(),
              "the first block of " + job.data().path(),
              () -> Rdds.first(Rdds.filter(data.training().rdd(), block -> block.rows() > 0)));
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

  /** A check stores one bit for each hidden unit and row. */
  private static void requireRows(int rows, Topology topology) {
    long units = topology.hidden().stream().mapToLong(HiddenLayer::units).sum();
    if (rows * units > Block.MOST_NUMBERS) {
      throw new InvalidConfiguration(
          List.of(
              "Invalid --rows: %d (expected %d at most with %d hidden units)"
                  .formatted(rows, Block.MOST_NUMBERS / units, units)));
    }
  }

  /** Returns the penalty scaled so that it has the same strength on a subset of the rows. */
  private static Penalty ofBatch(Penalty penalty, double share) {
    return new Penalty(penalty.l1() * share, penalty.l2() * share);
  }
}
