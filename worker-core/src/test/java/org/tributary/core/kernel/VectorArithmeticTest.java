package org.tributary.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tributary.core.function.Activation;

class VectorArithmeticTest {

  static List<Arguments> kernelsAndLengths() {
    return List.of(Kernel.float32(), Kernel.float64()).stream()
        .flatMap(kernel -> List.of(0, 1, 13, 207, 4098).stream().map(n -> Arguments.of(kernel, n)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("kernelsAndLengths")
  <A> void blendsMatchTheirFormula(Kernel<A> kernel, int n) {
    A x = numbers(kernel, n, 1, -2);
    A y = numbers(kernel, n, 2, -2);
    A ofSquares = numbers(kernel, n, 2, -2);
    A average = numbers(kernel, n, 2, -2);
    double[] before = kernel.toDoubles(y);
    kernel.blend(y, 0.75, x, -0.5);
    kernel.blendSquares(ofSquares, 0.75, x, 0.25, 0, n);
    kernel.average(average, 0.75, x, -0.5, 0, n);
    for (int i = 0; i < n; i++) {
      double xi = kernel.get(x, i);
      // Coefficients are powers of two or exact in float; three roundings of numbers below 2.5.
      assertThat(kernel.get(y, i))
          .isCloseTo(0.75 * before[i] - 0.5 * xi, within(4 * epsilon(kernel)));
      assertThat(kernel.get(average, i)).isEqualTo(kernel.get(y, i));
      assertThat(kernel.get(ofSquares, i))
          .isCloseTo(0.75 * before[i] + 0.25 * xi * xi, within(4 * epsilon(kernel)));
    }
  }

  @ParameterizedTest
  @MethodSource("kernelsAndLengths")
  <A> void aRangeIsWorkedOnAsItIsInTheWholeAndNothingElseIs(Kernel<A> kernel, int n) {
    int from = n / 3;
    int to = n - n / 4;
    assertRange(kernel, n, from, to, (y, x, i, j) -> kernel.blend(y, 0.3, x, 0.7, i, j));
    assertRange(kernel, n, from, to, (y, x, i, j) -> kernel.average(y, 0.3, x, 0.7, i, j));
    assertRange(kernel, n, from, to, (y, x, i, j) -> kernel.addScaled(y, x, 0.7, i, j));
    assertRange(kernel, n, from, to, (y, x, i, j) -> kernel.blendSquares(y, 0.3, x, 0.7, i, j));
    A v = numbers(kernel, n, 3, 0);
    assertRange(kernel, n, from, to, (y, x, i, j) -> kernel.divideByRoot(y, x, 3, v, 7, 0.1, i, j));
    assertRange(kernel, n, from, to, (y, x, i, j) -> kernel.addAbsoluteDerivative(y, x, 2, i, j));
    assertRange(kernel, n, from, to, (y, x, i, j) -> kernel.shrink(y, 0.5, i, j));
  }

  @ParameterizedTest
  @MethodSource("kernelsAndLengths")
  <A> void averagesOfNothingEndAtZeroWithoutDenormalNumbersBefore(Kernel<A> kernel, int n) {
    A y = numbers(kernel, n, 1, -2);
    A ofSquares = numbers(kernel, n, 2, 0);
    A nothing = kernel.allocate(n);
    double smallestNormal =
        kernel.precision() == Precision.FLOAT32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
    // 0.5^1100 is below the least double.
    for (int step = 0; step < 1100; step++) {
      kernel.average(y, 0.5, nothing, 0.5, 0, n);
      kernel.blendSquares(ofSquares, 0.5, nothing, 0.5, 0, n);
      for (int i = 0; i < n; i += 97) {
        assertThat(Math.abs(kernel.get(y, i))).matches(v -> v == 0 || v >= smallestNormal);
        assertThat(kernel.get(ofSquares, i)).matches(v -> v == 0 || v >= smallestNormal);
      }
    }
    assertThat(kernel.toDoubles(y)).isEqualTo(new double[n]);
    assertThat(kernel.toDoubles(ofSquares)).isEqualTo(new double[n]);
  }

  @FunctionalInterface
  private interface Ranged<A> {
    void apply(A y, A x, int from, int to);
  }

  private static <A> void assertRange(
      Kernel<A> kernel, int n, int from, int to, Ranged<A> operation) {
    A x = numbers(kernel, n, 1, -2);
    A whole = numbers(kernel, n, 2, -2);
    A part = numbers(kernel, n, 2, -2);
    double[] before = kernel.toDoubles(part);
    operation.apply(whole, x, 0, n);
    operation.apply(part, x, from, to);
    for (int i = 0; i < n; i++) {
      double expected = from <= i && i < to ? kernel.get(whole, i) : before[i];
      assertThat(kernel.get(part, i)).as("element %d", i).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("kernelsAndLengths")
  <A> void divisionByTheRootMatchesItsFormulaInPlace(Kernel<A> kernel, int n) {
    A x = numbers(kernel, n, 1, -2);
    A v = numbers(kernel, n, 3, 0);
    double[] before = kernel.toDoubles(x);
    kernel.divideByRoot(x, x, 0.5, v, 4, 0.125, 0, n);
    for (int i = 0; i < n; i++) {
      double exact = 0.5 * before[i] / (Math.sqrt(4 * kernel.get(v, i)) + 0.125);
      // |exact| <= 1 / 0.125 = 8, and five roundings of half an ulp each.
      assertThat(kernel.get(x, i)).isCloseTo(exact, within(8 * 2.5 * epsilon(kernel)));
    }
  }

  @ParameterizedTest
  @MethodSource("kernelsAndLengths")
  <A> void theDivisionOfAMovingMeanHasTheBitsOfItsThreeSteps(Kernel<A> kernel, int n) {
    int from = n / 3;
    int to = n - n / 4;
    A g = numbers(kernel, n, 1, -2);
    A m = numbers(kernel, n, 2, -2);
    A v = numbers(kernel, n, 3, 0);
    A direction = numbers(kernel, n, 1, -2);
    A mean = numbers(kernel, n, 2, -2);
    A square = numbers(kernel, n, 3, 0);
    kernel.average(m, 0.9, g, 1 - 0.9, from, to);
    kernel.blendSquares(v, 0.999, g, 1 - 0.999, from, to);
    kernel.divideByRoot(g, m, 3, v, 7, 1e-3, from, to);
    kernel.divideMeanByRoot(direction, mean, 0.9, square, 0.999, 3, 7, 1e-3, from, to);
    assertThat(direction).isEqualTo(g);
    assertThat(mean).isEqualTo(m);
    assertThat(square).isEqualTo(v);
  }

  @ParameterizedTest
  @MethodSource("kernelsAndLengths")
  <A> void dotIsSummedInDouble(Kernel<A> kernel, int n) {
    A x = numbers(kernel, n, 1, -2);
    A y = numbers(kernel, n, 2, -2);
    double exact = 0;
    for (int i = 0; i < n; i++) {
      exact += kernel.get(x, i) * kernel.get(y, i);
    }
    // In index order and in double, so to the bit for both precisions.
    assertThat(kernel.dot(x, y)).isEqualTo(exact);
  }

  @ParameterizedTest
  @MethodSource("kernelsAndLengths")
  <A> void squaresAreSummedInDoubleOverTheRange(Kernel<A> kernel, int n) {
    A x = numbers(kernel, n, 1, -2);
    int from = n / 3;
    int to = n - n / 4;
    double exact = 0;
    for (int i = from; i < to; i++) {
      exact += kernel.get(x, i) * kernel.get(x, i);
    }
    // Sums of up to 4098 positive numbers in two orders, each within n u of the exact one.
    assertThat(kernel.squares(x, from, to)).isCloseTo(exact, within(1e-12 * exact));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  <A> void shrinkingStopsAtZero(Kernel<A> kernel) {
    A x = kernel.fromDoubles(new double[] {2, 0.5, 0.25, 0, -0.25, -0.5, -2, Double.NaN});
    kernel.shrink(x, 0.5, 0, 8);
    assertThat(kernel.toDoubles(x)).containsExactly(1.5, 0, 0, 0, 0, 0, -1.5, Double.NaN);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  <A> void derivativeOfTheAbsoluteIsItsSignAndAtZeroTheOneThatLeavesLeast(Kernel<A> kernel) {
    A x = kernel.fromDoubles(new double[] {3, -3, 0, 0, 0, 1e-30, Double.NaN});
    A y = kernel.fromDoubles(new double[] {1, 1, 2, 0.25, -2, 0, 0});
    kernel.addAbsoluteDerivative(y, x, 0.5, 0, 7);
    assertThat(kernel.toDoubles(y)).containsExactly(1.5, 0.5, 1.5, 0, -1.5, 0.5, Double.NaN);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  <A> void maskDropsUnitsWhoseBitsAreSet(Kernel<A> kernel) {
    // Rows of 66 units take two numbers each; the bits that are left over are nobody's.
    long[] bits = {0b1010L, ~1L, 1L << 63, 1};
    A mask = kernel.allocate(2 * 67);
    kernel.fillMask(mask, bits, 2, 66, 4);
    double[] expected = new double[2 * 67];
    Arrays.fill(expected, 4);
    expected[0] = 1;
    expected[1 + 1] = 0;
    expected[1 + 3] = 0;
    expected[1 + 65] = 0;
    expected[67] = 1;
    expected[68 + 63] = 0;
    expected[68 + 64] = 0;
    assertThat(kernel.toDoubles(mask)).containsExactly(expected);
    kernel.fillMask(mask, new long[2], 2, 1, 0.5);
    assertThat(kernel.toDoubles(mask)).startsWith(1, 0.5, 1, 0.5, 0);
  }

  static List<Kernel<?>> kernels() {
    return List.of(Kernel.float32(), Kernel.float64());
  }

  @ParameterizedTest
  @MethodSource("kernelsAndLengths")
  <A> void elementsAreMultipliedUpToTheLength(Kernel<A> kernel, int n) {
    A x = numbers(kernel, n + 1, 1, -2);
    A y = numbers(kernel, n + 1, 2, -2);
    double[] before = kernel.toDoubles(y);
    kernel.multiplyElements(y, x, n);
    for (int i = 0; i < n; i++) {
      // One rounding of a number below 4.
      assertThat(kernel.get(y, i))
          .isCloseTo(before[i] * kernel.get(x, i), within(4 * epsilon(kernel)));
    }
    assertThat(kernel.get(y, n)).isEqualTo(before[n]);
  }

  @ParameterizedTest
  @MethodSource("kernelsAndLengths")
  <A> void activationsMatchTheirDefinition(Kernel<A> kernel, int n) {
    for (Activation g : Activation.values()) {
      A z = numbers(kernel, n, 5, -6);
      double[] before = kernel.toDoubles(z);
      A a = kernel.fromDoubles(before);
      kernel.activate(g, a, n);
      A d = kernel.allocate(n);
      if (g.derivativeFollowsFromValue()) {
        kernel.fill(d, 0, n, 1);
        kernel.multiplyByDerivative(g, a, d, n);
      } else {
        kernel.derivative(g, z, d, n);
      }
      for (int i = 0; i < n; i++) {
        // The bounds of FloatFunctionsTest, 2e-6 at most, are 17 ulp of 1; double is well within.
        assertThat(kernel.get(a, i)).isCloseTo(g.value(before[i]), within(17 * epsilon(kernel)));
        assertThat(kernel.get(d, i))
            .isCloseTo(g.derivative(before[i]), within(17 * epsilon(kernel)));
      }
    }
  }

  @Test
  void aDerivativeThatDoesNotFollowFromTheValueIsRefused() {
    for (Kernel<?> kernel : List.of(Kernel.float32(), Kernel.float64())) {
      for (Activation g : List.of(Activation.GELU, Activation.MISH)) {
        assertThatThrownBy(() -> multiplyByDerivative(kernel, g))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("Cannot derive %s from its value: keep z", g);
      }
    }
  }

  private static <A> void multiplyByDerivative(Kernel<A> kernel, Activation g) {
    kernel.multiplyByDerivative(g, kernel.allocate(1), kernel.allocate(1), 1);
  }

  /** Returns numbers uniform between {@code low} and 2, rounded to the precision of the kernel. */
  private static <A> A numbers(Kernel<A> kernel, int n, long seed, double low) {
    return kernel.fromDoubles(new SplittableRandom(seed).doubles(n, low, 2).toArray());
  }

  private static double epsilon(Kernel<?> kernel) {
    return switch (kernel.precision()) {
      case FLOAT32 -> Math.ulp(1f);
      case FLOAT64 -> Math.ulp(1d);
    };
  }
}
