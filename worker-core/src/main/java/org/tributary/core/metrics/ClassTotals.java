package org.tributary.core.metrics;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The weights of true positives, of supports and of predictions of each class or label, and the
 * metrics that follow from them.
 *
 * <p>Precision, recall and F1 are 0 where their denominator is 0, as in scikit-learn; accuracies
 * and kappa of nothing are NaN. The arrays are not copied.
 *
 * @param truePositives TP by class
 * @param supports TP + FN by class
 * @param predicted TP + FP by class
 * @param total the weight of all samples
 */
@SuppressWarnings("ArrayRecordComponent") // A view, made for a moment and never compared.
record ClassTotals(double[] truePositives, double[] supports, double[] predicted, double total) {

  double correct() {
    return Arrays.stream(truePositives).sum();
  }

  double accuracy() {
    return correct() / total;
  }

  /** Returns the mean recall of the classes that have samples. */
  double balancedAccuracy() {
    return IntStream.range(0, supports.length)
        .filter(c -> supports[c] > 0)
        .mapToDouble(this::recall)
        .average()
        .orElse(Double.NaN);
  }

  double precision(int c) {
    return Ratio.orZero(truePositives[c], predicted[c]);
  }

  double recall(int c) {
    return Ratio.orZero(truePositives[c], supports[c]);
  }

  double f1(int c) {
    return Ratio.f1(truePositives[c], predicted[c], supports[c]);
  }

  double macro(IntToDoubleFunction metric) {
    return IntStream.range(0, supports.length).mapToDouble(metric).sum() / supports.length;
  }

  /** Returns the mean of a metric weighted by the supports; 0 without any. */
  double weighted(IntToDoubleFunction metric) {
    double sum =
        IntStream.range(0, supports.length)
            .mapToDouble(c -> supports[c] * metric.applyAsDouble(c))
            .sum();
    return Ratio.orZero(sum, Arrays.stream(supports).sum());
  }

  double macroF1() {
    return macro(this::f1);
  }

  double microPrecision() {
    return Ratio.orZero(correct(), Arrays.stream(predicted).sum());
  }

  double microRecall() {
    return Ratio.orZero(correct(), Arrays.stream(supports).sum());
  }

  double microF1() {
    return Ratio.f1(correct(), Arrays.stream(predicted).sum(), Arrays.stream(supports).sum());
  }

  /**
   * Returns Matthews' correlation coefficient, for any number of classes: the correlation of the
   * one-hot targets and predictions; 0 if either is constant. Gorodkin, Comparing two K-category
   * assignments by a K-category correlation coefficient, 2004.
   */
  double mcc() {
    double covariance = correct() * total - dot(supports, predicted);
    double ofTargets = total * total - dot(supports, supports);
    double ofPredictions = total * total - dot(predicted, predicted);
    double product = Math.sqrt(ofTargets) * Math.sqrt(ofPredictions);
    return product > 0 ? covariance / product : 0;
  }

  /**
   * Returns Cohen's kappa, (p_o - p_e) / (1 - p_e) for the observed accuracy and the one expected
   * by chance; NaN if chance alone gives 1.
   */
  double cohenKappa() {
    double chance = dot(supports, predicted) / total;
    return 1 - (total - correct()) / (total - chance);
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }
}
