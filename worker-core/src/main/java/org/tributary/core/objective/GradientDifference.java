package org.tributary.core.objective;

/**
 * A derivative by backpropagation and the same derivative by central differences.
 *
 * @param layer weight layer, counted from 0
 * @param row row of Theta, counted from 0
 * @param column column of Theta, 0 being the bias
 * @param analytic the derivative under test
 * @param numeric the derivative by differences of J
 * @param relative |analytic - numeric| relative to their size; infinite where either is not finite
 */
public record GradientDifference(
    int layer, int row, int column, double analytic, double numeric, double relative) {

  /** Returns the place and both values, such as {@code Theta^(2)[0, 3]: 0.25 against 0.26}. */
  @Override
  public String toString() {
    return "Theta^(%d)[%d, %d]: %s against %s by differences, relative difference %.3g"
        .formatted(layer + 1, row, column, analytic, numeric, relative);
  }
}
