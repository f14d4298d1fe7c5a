package org.tributary.core.scoring;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.metrics.TaskKind;

/**
 * The rule that turns the K outputs h(x) of a row into a prediction: the only one, for scoring and
 * for evaluation. What there is to predict depends on the kind of task.
 *
 * <p>Outputs that are not finite predict nothing: with {@link #notFinite} a caller refuses them
 * first.
 */
public final class PredictionRule {
  /** From here on the probability of a label is a yes. */
  public static final double LABEL_THRESHOLD = 0.5;

  private PredictionRule() {}

  /**
   * Returns what a network is trained for.
   *
   * @param output the output function and loss
   * @param labelColumns number of columns that hold the targets
   */
  public static TaskKind taskKind(OutputLoss output, int labelColumns) {
    return switch (output) {
      case SOFTMAX_CROSS_ENTROPY -> TaskKind.CLASSIFICATION;
      case SIGMOID_CROSS_ENTROPY, SIGMOID_SQUARED_ERROR ->
          labelColumns == 1 ? TaskKind.CLASSIFICATION : ofNumbers(output);
      case IDENTITY_SQUARED_ERROR,
          IDENTITY_ABSOLUTE_ERROR,
          IDENTITY_HUBER,
          EXPONENTIAL_POISSON,
          QUANTILES_PINBALL ->
          ofNumbers(output);
    };
  }

  /**
   * Returns what a network was trained for.
   *
   * @param output the output function and loss
   * @param outcome what the outputs stand for
   * @throws IllegalArgumentException if the loss is one of classes and the outcome is none
   */
  public static TaskKind taskKind(OutputLoss output, Outcome outcome) {
    return outcome instanceof Outcome.Classes ? TaskKind.CLASSIFICATION : ofNumbers(output);
  }

  private static TaskKind ofNumbers(OutputLoss output) {
    return switch (output) {
      case SOFTMAX_CROSS_ENTROPY ->
          throw new IllegalArgumentException("Invalid outcome: softmax over numbers");
      case SIGMOID_CROSS_ENTROPY -> TaskKind.MULTI_LABEL;
      case SIGMOID_SQUARED_ERROR,
          IDENTITY_SQUARED_ERROR,
          IDENTITY_ABSOLUTE_ERROR,
          IDENTITY_HUBER,
          EXPONENTIAL_POISSON,
          QUANTILES_PINBALL ->
          TaskKind.REGRESSION;
    };
  }

  /**
   * Returns what an output predicts in the units of the data: of numbers, what its {@link
   * Outcome#scale} makes of it; the output itself of classes.
   *
   * @param outcome what the outputs stand for; several outputs in a row may be for one column
   * @param output which of the outputs
   * @param k the number of outputs of a row
   * @param h the output
   */
  public static double number(Outcome outcome, int output, int k, double h) {
    return outcome.scale(output * outcome.outputs() / k).prediction(h);
  }

  /**
   * Returns the index of the first output that is infinite or not a number.
   *
   * @param outputs rows of outputs, one after the other
   * @param from the first of them to look at
   * @param to the one after the last
   */
  public static OptionalInt notFinite(double[] outputs, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Double.isFinite(outputs[i])) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /**
   * Returns the class that the outputs of a row predict: the largest output, the first of equals;
   * with a single output, the probability of the second class, the second if it is above 1/2.
   *
   * @param outputs rows of outputs, one after the other, all finite
   * @param from the first output of the row
   * @param k the number of outputs of a row
   */
  public static int classIndex(double[] outputs, int from, int k) {
    if (k == 1) {
      return outputs[from] > 0.5 ? 1 : 0;
    }
    int best = 0;
    for (int j = 1; j < k; j++) {
      if (outputs[from + j] > outputs[from + best]) {
        best = j;
      }
    }
    return best;
  }

  /**
   * Returns the class that the outputs of a row predict with a threshold between two classes: the
   * second if its probability is above the threshold. Without one, as {@link #classIndex(double[],
   * int, int)}.
   *
   * @param outputs rows of outputs, one after the other, all finite
   * @param from the first output of the row
   * @param k the number of outputs of a row
   */
  public static int classIndex(double[] outputs, int from, int k, OptionalDouble threshold) {
    if (threshold.isEmpty()) {
      return classIndex(outputs, from, k);
    }
    return outputs[from + k - 1] > threshold.getAsDouble() ? 1 : 0;
  }

  /** Tells whether the probability of a label, which is finite, predicts that a row has it. */
  public static boolean hasLabel(double probability) {
    return probability >= LABEL_THRESHOLD;
  }
}
