package org.tributary.driver.spec;

import java.io.Serializable;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.metrics.TaskKind;
import org.tributary.core.scoring.PredictionRule;

/**
 * A whole job.
 *
 * @param data where samples come from
 * @param network the network to train
 * @param train how to train it
 * @param output the output of the model
 * @param watch the deadline for jobs without progress
 * @param spark settings of the Spark session
 */
public record JobSpec(
    DataSpec data,
    NetworkSpec network,
    TrainSpec train,
    OutputSpec output,
    WatchSpec watch,
    SparkSpec spark)
    implements Serializable {

  /**
   * Refuses labels, a regularization and a metric that the network cannot take; where the labels
   * decide on the output, the job that they decided on does.
   */
  public JobSpec {
    network.output().ifPresent(loss -> requireFit(loss, data, train));
    int rates = train.regularization().dropout().hidden().size();
    Check.require(
        rates == 0 || rates == network.hidden().size(),
        "number of dropout rates",
        rates,
        "none, or one for each of the %d hidden layers".formatted(network.hidden().size()));
  }

  private static void requireFit(OutputLoss output, DataSpec data, TrainSpec train) {
    int labels = data.columns().label().size();
    Check.require(
        labels == 1 || output != OutputLoss.SOFTMAX_CROSS_ENTROPY,
        "number of label columns",
        labels,
        "1 with softmax and cross-entropy");
    TaskKind kind = PredictionRule.taskKind(output, labels);
    Monitor monitor = train.stop().monitor();
    Check.require(
        monitor.belongsTo(kind),
        "metric to monitor",
        monitor,
        "one of %s, for %s".formatted(String.join(", ", Monitor.names(kind)), kind.title()));
    Check.require(
        kind == TaskKind.CLASSIFICATION || train.classWeights() instanceof ClassWeights.None,
        "class weights",
        train.classWeights(),
        "none with " + kind.title());
    DecisionSpec decision = train.decision();
    boolean holdout = data.hasRowsToChooseBy();
    Check.require(
        decision.threshold().isEmpty() || (kind == TaskKind.CLASSIFICATION && holdout),
        "metric for the threshold",
        decision.threshold().map(metric -> metric.metric().key()).orElse(DecisionSpec.NO_THRESHOLD),
        "none, without a hold-out set and two classes");
    Check.require(
        decision.temperature() == DecisionSpec.Temperature.NONE
            || (output.takesSmoothing() && holdout),
        "temperature",
        decision.temperature(),
        "none, without a hold-out set and a cross-entropy");
    double smoothing = train.regularization().labelSmoothing();
    Check.require(
        smoothing == 0 || output.takesSmoothing(),
        "label smoothing",
        smoothing,
        "0 with targets that are numbers");
  }

  /** Describes a job with the defaults. */
  public JobSpec(DataSpec data, OutputSpec output) {
    this(
        data, NetworkSpec.DEFAULT, TrainSpec.DEFAULT, output, WatchSpec.DEFAULT, SparkSpec.DEFAULT);
  }

  /** Returns the same job on other data. */
  public JobSpec withData(DataSpec other) {
    return new JobSpec(other, network, train, output, watch, spark);
  }

  /** Returns the same job with another network. */
  public JobSpec withNetwork(NetworkSpec other) {
    return new JobSpec(data, other, train, output, watch, spark);
  }

  /** Returns the same job with another way to train. */
  public JobSpec withTrain(TrainSpec other) {
    return new JobSpec(data, network, other, output, watch, spark);
  }

  /** Returns the same job with another place for the model. */
  public JobSpec withOutput(OutputSpec other) {
    return new JobSpec(data, network, train, other, watch, spark);
  }

  /** Returns the same job under another watch. */
  public JobSpec withWatch(WatchSpec other) {
    return new JobSpec(data, network, train, output, other, spark);
  }

  /** Returns the same job with other settings of Spark. */
  public JobSpec withSpark(SparkSpec other) {
    return new JobSpec(data, network, train, output, watch, other);
  }
}
