package org.tributary.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tributary.core.function.LossParameters;
import org.tributary.core.function.OutputLoss;

/** Both kernels against {@link OutputLoss}, at logits that are exact in their precision. */
class OutputLossKernelTest {
  private static final int ROWS = 13;

  private static final Kernel<float[]> FLOATS = Kernel.float32();
  private static final Kernel<double[]> DOUBLES = Kernel.float64();

  static List<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (Kernel<?> kernel : List.of(FLOATS, DOUBLES)) {
      for (OutputLoss output : OutputLoss.values()) {
        for (int units : new int[] {1, 2, 10, 1000}) {
          for (double spread : new double[] {3, 1e4}) {
            if (output != OutputLoss.SOFTMAX_CROSS_ENTROPY || units > 1) {
              cases.add(Arguments.of(kernel, output, units, spread));
            }
          }
        }
      }
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  <A> void deltaMatchesTheReference(Kernel<A> kernel, OutputLoss output, int units, double spread) {
    Samples<A> samples = new Samples<>(kernel, output, units, spread);
    A z = samples.logits();
    double loss =
        kernel.delta(
            output, samples.parameters, z, samples.targets, 0, samples.weights, ROWS, units);
    samples.assertLoss(loss);
    samples.assertDelta(z);
  }

  static Stream<Arguments> kernelsAndLosses() {
    return Stream.of(FLOATS, DOUBLES)
        .flatMap(
            kernel -> Arrays.stream(OutputLoss.values()).map(loss -> Arguments.of(kernel, loss)));
  }

  @ParameterizedTest
  @MethodSource("kernelsAndLosses")
  <A> void deltaMatchesCentralDifferencesOfItsOwnLoss(Kernel<A> kernel, OutputLoss output) {
    int units = 3;
    double step = 1.0 / 64;
    Samples<A> samples = new Samples<>(kernel, output, units, 3);
    A delta = samples.logits();
    kernel.delta(
        output, samples.parameters, delta, samples.targets, 0, samples.weights, ROWS, units);
    int compared = 0;
    for (int r = 0; r < ROWS; r++) {
      for (int k = 0; k < units; k++) {
        int at = r * (units + 1) + 1 + k;
        A right = samples.moved(at, step);
        A left = samples.moved(at, -step);
        if (!Arrays.equals(samples.pieces(right, r), samples.pieces(left, r))) {
          continue;
        }
        compared++;
        double difference = (samples.loss(right) - samples.loss(left)) / (2 * step);
        double exact = kernel.get(delta, at);
        // Truncation: w h^2/6 |Loss'''| < 4 * 4e-5 * e^3 = 3.3e-3 for the exponential, less for the
        // others. Rounding in float32: some 1e-7 of a row's loss, up to 200, over 2 h: 6e-4.
        assertThat(difference).as("row %d, output %d", r, k).isCloseTo(exact, within(4e-3));
      }
    }
    assertThat(compared).isGreaterThan(ROWS * units * 3 / 4);
  }

  @ParameterizedTest
  @MethodSource("cases")
  <A> void softmaxDeltaMatchesTheReference(
      Kernel<A> kernel, OutputLoss output, int units, double spread) {
    if (output == OutputLoss.SOFTMAX_CROSS_ENTROPY) {
      Samples<A> samples = new Samples<>(kernel, output, units, spread);
      A z = samples.logits();
      double loss = kernel.softmaxDelta(z, samples.classes, 0, samples.weights, ROWS, units);
      samples.assertLoss(loss);
      samples.assertDelta(z);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  <A> void smoothedTargetsGiveLossAndDeltaOfTheirMixture(
      Kernel<A> kernel, OutputLoss output, int units, double spread) {
    if (output.takesSmoothing()) {
      Samples<A> samples = new Samples<>(kernel, output, units, spread);
      A z = samples.logits();
      A ofClasses = samples.logits();
      double loss =
          kernel.delta(
              output, samples.parameters, z, samples.targets, 0.25, samples.weights, ROWS, units);
      samples.smoothing = 0.25;
      samples.assertLoss(loss);
      samples.assertDelta(z);
      if (output == OutputLoss.SOFTMAX_CROSS_ENTROPY) {
        samples.assertLoss(
            kernel.softmaxDelta(ofClasses, samples.classes, 0.25, samples.weights, ROWS, units));
        samples.assertDelta(ofClasses);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  <A> void outputsMatchTheReference(Kernel<A> kernel, OutputLoss output, int units, double spread) {
    Samples<A> samples = new Samples<>(kernel, output, units, spread);
    A z = samples.logits();
    kernel.outputs(output, samples.parameters, z, ROWS, units);
    double[] h = new double[units];
    // Quantiles are sums of up to ten terms, which may cancel.
    double terms = output == OutputLoss.QUANTILES_PINBALL ? 10 * spread : 1;
    for (int r = 0; r < ROWS; r++) {
      output.outputs(samples.rowOfLogits(r), h, samples.parameters);
      for (int k = 0; k < units; k++) {
        assertThat(kernel.get(z, r * (units + 1) + 1 + k))
            .isCloseTo(h[k], within(tolerance(kernel) * Math.max(terms, Math.abs(h[k]))));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  <A> void aRowWithoutWeightCountsForNothing(
      Kernel<A> kernel, OutputLoss output, int units, double spread) {
    Samples<A> samples = new Samples<>(kernel, output, units, spread);
    kernel.fill(samples.weights, 0, ROWS, 0);
    A z = samples.logits();
    assertThat(
            kernel.delta(
                output, samples.parameters, z, samples.targets, 0, samples.weights, ROWS, units))
        .isZero();
    for (int r = 0; r < ROWS; r++) {
      for (int k = 0; k < units; k++) {
        assertThat(kernel.get(z, r * (units + 1) + 1 + k)).isZero();
      }
    }
  }

  @Test
  void manyRowsGiveTheSameBitsAsOneAtATime() {
    // 3000 rows span several tiles; a row's own numbers must not depend on where a tile ends.
    int rows = 3000;
    SplittableRandom random = new SplittableRandom(3);
    for (OutputLoss output : OutputLoss.values()) {
      float[] z = FLOATS.fromDoubles(random.doubles(rows * 4L, -5, 5).toArray());
      LossParameters parameters = output.defaults();
      int targets = 3 / parameters.outputsPerTarget();
      float[] y = new float[rows * targets];
      float[] weights = FLOATS.fromDoubles(random.doubles(rows, 0, 2).toArray());
      double loss = 0;
      float[] single = z.clone();
      for (int r = 0; r < rows; r++) {
        y[r * targets + random.nextInt(targets)] = 1;
        float[] row = Arrays.copyOfRange(z, r * 4, r * 4 + 4);
        float[] target = Arrays.copyOfRange(y, r * targets, (r + 1) * targets);
        loss += FLOATS.delta(output, parameters, row, target, 0, new float[] {weights[r]}, 1, 3);
        System.arraycopy(row, 1, single, r * 4 + 1, 3);
      }
      // The losses are those of the rows; only their sum in double may be grouped otherwise.
      assertThat(FLOATS.delta(output, parameters, z, y, 0, weights, rows, 3))
          .isCloseTo(loss, within(1e-11 * loss));
      for (int r = 0; r < rows; r++) {
        assertThat(Arrays.copyOfRange(z, r * 4 + 1, r * 4 + 4))
            .containsExactly(Arrays.copyOfRange(single, r * 4 + 1, r * 4 + 4));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  <A> void aLogitThatIsNotANumberIsNotSwallowed(
      Kernel<A> kernel, OutputLoss output, int units, double spread) {
    Samples<A> samples = new Samples<>(kernel, output, units, spread);
    A z = samples.logits();
    kernel.set(z, 5 * (units + 1) + units, Double.NaN);
    assertThat(
            kernel.delta(
                output, samples.parameters, z, samples.targets, 0, samples.weights, ROWS, units))
        .isNaN();
  }

  /** Returns the default parameters, with levels for groups of up to ten outputs. */
  private static LossParameters parameters(OutputLoss output, int units) {
    int group = Math.min(10, units);
    return output == OutputLoss.QUANTILES_PINBALL
        ? new LossParameters.Quantiles(
            IntStream.range(0, group).mapToObj(i -> (i + 0.5) / group).toList())
        : output.defaults();
  }

  /** Ten roundings of numbers up to 1: exponentials, a sum, a quotient. */
  private static double tolerance(Kernel<?> kernel) {
    return switch (kernel.precision()) {
      case FLOAT32 -> 10 * Math.ulp(1f);
      case FLOAT64 -> 10 * Math.ulp(1d);
    };
  }

  /** Weighted samples with one-hot targets, and what the reference makes of them. */
  private static final class Samples<A> {
    private final Kernel<A> kernel;
    private final OutputLoss output;
    private final int units;
    private final A logits;
    private final A targets;
    private final A weights;
    private final int[] classes = new int[ROWS];
    private final LossParameters parameters;
    private final int width;
    private double smoothing;

    Samples(Kernel<A> kernel, OutputLoss output, int units, double spread) {
      this.kernel = kernel;
      this.output = output;
      this.units = units;
      SplittableRandom random = new SplittableRandom(units);
      logits =
          kernel.fromDoubles(random.doubles((long) ROWS * (units + 1), -spread, spread).toArray());
      weights = kernel.fromDoubles(random.doubles(ROWS, 0.25, 4).toArray());
      parameters = parameters(output, units);
      width = units / parameters.outputsPerTarget();
      targets = kernel.allocate(ROWS * width);
      for (int r = 0; r < ROWS; r++) {
        // What leads a row of logits is nobody's number.
        kernel.set(logits, r * (units + 1), Double.NaN);
        classes[r] = random.nextInt(width);
        // A single target also needs the answer no.
        kernel.set(targets, r * width + classes[r], width == 1 ? r % 2 : 1);
      }
    }

    A logits() {
      return kernel.fromDoubles(kernel.toDoubles(logits));
    }

    /** Returns the logits with one of them moved. */
    A moved(int at, double by) {
      A z = logits();
      kernel.set(z, at, kernel.get(z, at) + by);
      return z;
    }

    /** Returns the loss of some logits, which are overwritten. */
    double loss(A z) {
      return kernel.delta(output, parameters, z, targets, 0, weights, ROWS, units);
    }

    int[] pieces(A z, int r) {
      int at = r * (units + 1) + 1;
      double[] row = Arrays.copyOfRange(kernel.toDoubles(z), at, at + units);
      return output.pieces(row, rowOfTargets(r), parameters);
    }

    double[] rowOfLogits(int r) {
      int at = r * (units + 1) + 1;
      return Arrays.copyOfRange(kernel.toDoubles(logits), at, at + units);
    }

    double[] rowOfTargets(int r) {
      double[] y = Arrays.copyOfRange(kernel.toDoubles(targets), r * width, (r + 1) * width);
      return smoothing == 0
          ? y
          : Arrays.stream(y).map(k -> output.smoothed(k, smoothing, units)).toArray();
    }

    void assertLoss(double loss) {
      double expected = 0;
      double terms = 0;
      for (int r = 0; r < ROWS; r++) {
        double weight = kernel.get(weights, r);
        expected += weight * output.loss(rowOfLogits(r), rowOfTargets(r), parameters);
        terms += weight * units;
      }
      // Relative for the large terms, absolute for the K small ones of each row.
      assertThat(loss)
          .isFinite()
          .isCloseTo(expected, within(tolerance(kernel) * (expected + terms)));
    }

    void assertDelta(A delta) {
      double[] expected = new double[units];
      for (int r = 0; r < ROWS; r++) {
        output.delta(rowOfLogits(r), rowOfTargets(r), expected, parameters);
        double weight = kernel.get(weights, r);
        for (int k = 0; k < units; k++) {
          double exact = weight * expected[k];
          assertThat(kernel.get(delta, r * (units + 1) + 1 + k))
              .isCloseTo(exact, within(tolerance(kernel) * Math.max(weight, Math.abs(exact))));
        }
      }
    }
  }
}
