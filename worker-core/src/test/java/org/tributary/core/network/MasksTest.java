package org.tributary.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.data.Block;
import org.tributary.core.data.ClassTargets;
import org.tributary.core.data.Inputs;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Kernel;

class MasksTest {
  private static final int ROWS = 500;

  private static Topology topology(int units) {
    return new Topology(
        3,
        List.of(new HiddenLayer(units, Activation.IDENTITY)),
        2,
        OutputLoss.SOFTMAX_CROSS_ENTROPY);
  }

  /** Returns what is left of activations of 1, row by row without leading ones. */
  private static <A> double[] mask(Kernel<A> kernel, double rate, int units, long draw) {
    Masks<A> masks = new Masks<>(new Dropout(0, List.of(rate)), topology(units), kernel, ROWS);
    A a = kernel.allocate(ROWS * (units + 1));
    kernel.fill(a, 0, ROWS * (units + 1), 1);
    A derivative = kernel.allocate(ROWS * (units + 1));
    masks.drop(1, a, derivative, ROWS, draw);
    double[] mask = new double[ROWS * units];
    for (int r = 0; r < ROWS; r++) {
      assertThat(kernel.get(a, r * (units + 1))).as("the constant of the bias").isEqualTo(1);
      for (int j = 0; j < units; j++) {
        mask[r * units + j] = kernel.get(a, r * (units + 1) + 1 + j);
        // g' of the identity is 1, and is masked alike.
        assertThat(kernel.get(derivative, r * (units + 1) + 1 + j)).isEqualTo(mask[r * units + j]);
      }
    }
    return mask;
  }

  @ParameterizedTest
  @CsvSource({"0.5, 13", "0.25, 8", "0.1, 7", "0.9, 1"})
  void unitsAreDroppedAsOftenAsTheRateTellsAndTheOthersScaled(double rate, int units) {
    double[] mask = mask(Kernel.float64(), rate, units, 42);
    int n = mask.length;
    int dropped = 0;
    for (double r : mask) {
      if (r == 0) {
        dropped++;
      } else {
        // The rate is rounded to 1/65,536.
        assertThat(r).isCloseTo(1 / (1 - rate), within(2e-5 / Math.pow(1 - rate, 2)));
      }
    }
    // Five standard deviations of a binomial share.
    assertThat((double) dropped / n).isCloseTo(rate, within(5 * Math.sqrt(rate * (1 - rate) / n)));
  }

  @Test
  void bothPrecisionsDropTheSameUnits() {
    assertThat(mask(Kernel.float32(), 0.5, 13, 9)).isEqualTo(mask(Kernel.float64(), 0.5, 13, 9));
  }

  @Test
  void unitsAndRowsAreDroppedIndependently() {
    int units = 12;
    double[] mask = mask(Kernel.float64(), 0.5, units, 3);
    // Agreement of each place with its neighbour in the row, four on in the row, and below it.
    for (int distance : new int[] {1, 4, units, 2 * units}) {
      int n = mask.length - distance;
      int same = 0;
      for (int i = 0; i < n; i++) {
        same += mask[i] == mask[i + distance] ? 1 : 0;
      }
      // Five standard deviations of a binomial share.
      assertThat((double) same / n).isCloseTo(0.5, within(2.5 / Math.sqrt(n)));
    }
  }

  @Test
  void everyStepLeafAndPieceOfALeafHasADrawOfItsOwnAndTheSameOneAgain() {
    Set<Long> draws = new HashSet<>();
    for (long seed = 0; seed < 3; seed++) {
      for (long step = 0; step < 20; step++) {
        MaskDraws once = new MaskDraws(seed, step);
        MaskDraws again = new MaskDraws(seed, step);
        for (int index : new int[] {0, 1, 1, 1, 2, 7}) {
          long draw = once.next(block(index, 5));
          assertThat(again.next(block(index, 5))).isEqualTo(draw);
          draws.add(draw);
        }
      }
    }
    assertThat(draws).hasSize(3 * 20 * 6);
  }

  @Test
  void aDrawDependsOnTheLeafAndNotOnTheLeavesBeforeIt() {
    MaskDraws whole = new MaskDraws(1, 2);
    whole.next(block(3, 9));
    whole.next(block(4, 2));
    long inCompany = whole.next(block(5, 4));
    assertThat(new MaskDraws(1, 2).next(block(5, 4))).isEqualTo(inCompany);
  }

  private static Block<double[]> block(int index, int rows) {
    return new Block<>(
        index,
        rows,
        new Inputs.Dense<>(3, new double[rows * 4]),
        new ClassTargets<>(new int[rows]),
        new double[rows]);
  }

  @Test
  void inputsAreDroppedInACopy() {
    Kernel<double[]> kernel = Kernel.float64();
    Block<double[]> block = block(0, 6);
    java.util.Arrays.fill(block.inputs().dense().values(), 1);
    Masks<double[]> masks = new Masks<>(new Dropout(0.5, List.of()), topology(2), kernel, 6);
    masks.dropInputs(block, 1);
    assertThat(block.inputs().dense().values()).containsOnly(1);
    assertThat(masks.inputs(block).dense().values()).containsOnly(0, 1, 2);
    Masks<double[]> none = new Masks<>(Dropout.NONE, topology(2), kernel, 6);
    none.dropInputs(block, 1);
    assertThat(none.inputs(block)).isSameAs(block.inputs());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void ratesOutOfRangeAreRefused(double rate) {
    String expected = " (expected a number from 0 to less than 1)";
    assertThatThrownBy(() -> new Dropout(rate, List.of()))
        .hasMessage("Invalid dropout: " + rate + expected);
    assertThatThrownBy(() -> new Dropout(0, List.of(0.5, rate)))
        .hasMessage("Invalid dropout: " + rate + expected);
    assertThatThrownBy(() -> new Regularization(Dropout.NONE, rate))
        .hasMessage("Invalid label smoothing: " + rate + expected);
  }

  @Test
  void dropoutIsActiveWhereARateIsAboveZero() {
    assertThat(Dropout.NONE.isActive()).isFalse();
    assertThat(new Dropout(0, List.of(0.0, 0.0)).isActive()).isFalse();
    assertThat(new Dropout(0, List.of(0.0, 0.1)).isActive()).isTrue();
    assertThat(new Dropout(0.1, List.of()).isActive()).isTrue();
  }
}
