package org.tributary.core.scoring;

import java.util.OptionalInt;

/**
 * The rule that turns the K outputs h(x) of a row into a prediction: the only one, for scoring and
 * for evaluation.
 *
 * <p>Outputs that are not finite predict nothing: with {@link #notFinite} a caller refuses them
 * first.
 */
public final class PredictionRule {
  /** From here on the probability of a label is a yes. */
  public static final double LABEL_THRESHOLD = 0.5;

  private PredictionRule() {}

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

  /** Tells whether the probability of a label, which is finite, predicts that a row has it. */
  public static boolean hasLabel(double probability) {
    return probability >= LABEL_THRESHOLD;
  }
}
