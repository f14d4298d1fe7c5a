package org.tributary.driver.dataset;

import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.OutputLoss;
import org.tributary.driver.dataset.SampleReader.TargetKind;
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.Table;
import org.tributary.driver.spark.JobName;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.PreparationSpec;
import org.tributary.driver.spec.SplitSpec;

/**
 * The outcome of a network, fitted to the labels that it is trained on.
 *
 * @param source the name of the data
 * @param loss what the network is trained to minimise
 */
record OutcomeFit(SparkSession spark, String source, DataSpec spec, OutputLoss loss) {

  /** Returns what label columns must hold under a loss. */
  static TargetKind target(OutputLoss loss, int columns) {
    return switch (loss) {
      case SOFTMAX_CROSS_ENTROPY -> TargetKind.CLASS;
      case SIGMOID_CROSS_ENTROPY, SIGMOID_SQUARED_ERROR ->
          columns == 1 ? TargetKind.CLASS : TargetKind.SHARES;
      case IDENTITY_SQUARED_ERROR, IDENTITY_ABSOLUTE_ERROR, IDENTITY_HUBER, QUANTILES_PINBALL ->
          TargetKind.NUMBERS;
      case EXPONENTIAL_POISSON -> TargetKind.COUNTS;
    };
  }

  /** Refuses to give classes their shares of a split where there are none. */
  void requireClassesToSplitBy(TargetKind target) {
    if (spec.split() instanceof SplitSpec.ByClass && target != TargetKind.CLASS) {
      throw new InvalidConfiguration(
          List.of(
              ("Invalid data.split.by: class, but the labels of %s are numbers, with network.output"
                      + " = %s (expected classes); set data.split.by = row")
                  .formatted(source, loss.name().toLowerCase(Locale.ROOT).replace('_', '-'))));
    }
  }

  /**
   * Returns the names of the classes or of the numbers, without scales.
   *
   * @throws DataException if there is one class only
   */
  Outcome names(Table table, ColumnPlan plan, DataValidation validation, KnownData known) {
    if (target(loss, plan.labels().size()) != TargetKind.CLASS) {
      return new Outcome.Numbers(plan.labelNames());
    }
    List<String> found = validation.classes();
    if (found.size() < 2) {
      throw new DataException(
          "Cannot train on %s: every row is of class %s (expected 2 classes or more)"
              .formatted(table.path(), found.get(0)));
    }
    List<String> names = known.names(table, validation);
    boolean shared = names.size() == 2 && loss != OutputLoss.SOFTMAX_CROSS_ENTROPY;
    return new Outcome.Classes(plan.labelNames().get(0), names, shared ? 1 : names.size());
  }

  /** Returns an outcome with the scales of its numbers. */
  Outcome scaled(Outcome outcome, PreparationFit fit) {
    PreparationSpec.Targets targets = spec.preparation().targets();
    if (!(outcome instanceof Outcome.Numbers numbers)
        || !takesScale()
        || targets.equals(PreparationSpec.Targets.UNSCALED)) {
      return outcome;
    }
    return JobName.during(
        spark.sparkContext(),
        "the scale of the labels of " + source,
        () ->
            new Outcome.Numbers(
                numbers.columns(), fit.targetScales(numbers.columns(), targets, isRobust())));
  }

  /** Tells whether the targets of the loss can be shifted and scaled. */
  private boolean takesScale() {
    return switch (loss) {
      case IDENTITY_SQUARED_ERROR, IDENTITY_ABSOLUTE_ERROR, IDENTITY_HUBER, QUANTILES_PINBALL ->
          true;
      case SOFTMAX_CROSS_ENTROPY,
          SIGMOID_CROSS_ENTROPY,
          SIGMOID_SQUARED_ERROR,
          EXPONENTIAL_POISSON ->
          false;
    };
  }

  private boolean isRobust() {
    return loss == OutputLoss.IDENTITY_HUBER || loss == OutputLoss.IDENTITY_ABSOLUTE_ERROR;
  }
}
