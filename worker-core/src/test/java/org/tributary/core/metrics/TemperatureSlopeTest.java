package org.tributary.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TemperatureSlopeTest {
  private static final double[][] LOGITS = {{3, -1, 0.5}, {-2, 40, 39}, {0.1, 0.2, -0.3}};
  private static final int[] TARGETS = {0, 2, 1};
  private static final double[] WEIGHTS = {1, 0.5, 2};

  private static TemperatureSlope softmax(double b) {
    TemperatureSlope slope = new TemperatureSlope(b);
    for (int i = 0; i < LOGITS.length; i++) {
      slope.addSoftmax(LOGITS[i], TARGETS[i], WEIGHTS[i]);
    }
    return slope;
  }

  private static TemperatureSlope sigmoid(double b) {
    TemperatureSlope slope = new TemperatureSlope(b);
    for (int i = 0; i < LOGITS.length; i++) {
      slope.addSigmoid(LOGITS[i][0], TARGETS[i] == 0 ? 1 : 0, WEIGHTS[i]);
    }
    return slope;
  }

  private static double softmaxLoss(double b) {
    double loss = 0;
    for (int i = 0; i < LOGITS.length; i++) {
      double sum = 0;
      for (double z : LOGITS[i]) {
        sum += Math.exp(b * z);
      }
      loss += WEIGHTS[i] * (Math.log(sum) - b * LOGITS[i][TARGETS[i]]);
    }
    return loss;
  }

  private static double sigmoidLoss(double b) {
    double loss = 0;
    for (int i = 0; i < LOGITS.length; i++) {
      double z = b * LOGITS[i][0];
      loss += WEIGHTS[i] * (Math.log1p(Math.exp(z)) - (TARGETS[i] == 0 ? z : 0));
    }
    return loss;
  }

  @Test
  void derivativesMatchCentralDifferences() {
    double h = 1e-5;
    for (double b : new double[] {0.1, 1, 2}) {
      // The error of a central difference is about h^2 f''' / 6, with z^4 in f'''.
      assertThat(softmax(b).slope())
          .isCloseTo((softmaxLoss(b + h) - softmaxLoss(b - h)) / (2 * h), within(1e-6));
      assertThat(softmax(b).curvature())
          .isCloseTo((softmax(b + h).slope() - softmax(b - h).slope()) / (2 * h), within(1e-6));
      assertThat(sigmoid(b).slope())
          .isCloseTo((sigmoidLoss(b + h) - sigmoidLoss(b - h)) / (2 * h), within(1e-6));
      assertThat(sigmoid(b).curvature())
          .isCloseTo((sigmoid(b + h).slope() - sigmoid(b - h).slope()) / (2 * h), within(1e-6));
    }
  }

  @Test
  void derivativesOfLargeLogitsAreFinite() {
    TemperatureSlope slope = new TemperatureSlope(100);
    slope.addSoftmax(new double[] {1e4, -1e4}, 1, 1);
    slope.addSigmoid(-1e4, 1, 1);
    slope.addSigmoid(1e4, 1, 1);
    assertThat(slope.slope()).isEqualTo(2e4 + 1e4);
    assertThat(slope.curvature()).isZero();
  }
}
