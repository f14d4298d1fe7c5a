package org.tributary.core.summation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.kernel.Kernel;

/** Rounding to bfloat16: to a neighbour, without bias, and the same wherever it is done. */
class RoundingTest {
  private static final Kernel<float[]> KERNEL = Kernel.float32();
  private static final int ROUNDS = 20_000;

  private static float rounded(float value, long round) {
    float[] values = {value};
    Transport.BFLOAT16.rounding(7, round).round(values, 5, 2, 3);
    return values[0];
  }

  /** Returns the bfloat16 number below in magnitude. */
  private static float below(float value) {
    return Float.intBitsToFloat(Float.floatToRawIntBits(value) & 0xffff0000);
  }

  /** Returns the bfloat16 number above in magnitude. */
  private static float above(float value) {
    return Float.intBitsToFloat((Float.floatToRawIntBits(value) & 0xffff0000) + 0x10000);
  }

  @ParameterizedTest
  @ValueSource(floats = {1.001f, -1.001f, 0.3f, -123.456f, 3.3e38f, 1e-40f, -7.7e-20f, 1.9999999f})
  void expectedValueIsTheNumber(float value) {
    double sum = 0;
    for (int round = 0; round < ROUNDS; round++) {
      float to = rounded(value, round);
      assertThat(to).isIn(below(value), above(value));
      sum += to;
    }
    double spacing = Math.abs((double) above(value) - below(value));
    // Four standard deviations of the mean, each number's being half of the spacing at most.
    assertThat(sum / ROUNDS).isCloseTo(value, within(4 * spacing / 2 / Math.sqrt(ROUNDS)));
  }

  @Test
  void everyElementIsRoundedByItsOwnChance() {
    float[] values = new float[ROUNDS];
    Arrays.fill(values, 1 + 0x1p-9f);
    Transport.BFLOAT16.rounding(1, 0).round(values, 0, 0, 0);
    int up = 0;
    int together = 0;
    for (int i = 0; i < ROUNDS; i++) {
      up += values[i] > 1 ? 1 : 0;
      together += i > 0 && values[i] > 1 && values[i - 1] > 1 ? 1 : 0;
    }
    // A quarter of the spacing above 1: a quarter goes up, a sixteenth beside one that does.
    // Four standard deviations: 4 sqrt(3/16 20,000) = 245, and less than that for the pairs.
    assertThat(up).isCloseTo(ROUNDS / 4, within(245));
    assertThat(together).isCloseTo(ROUNDS / 16, within(245));
  }

  @ParameterizedTest
  @ValueSource(
      floats = {
        0,
        -0.0f,
        1,
        -1.5f,
        0x1.fep127f,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN
      })
  void numbersOfSixteenBitsStay(float value) {
    for (int round = 0; round < 100; round++) {
      assertThat(Float.floatToRawIntBits(rounded(value, round)))
          .isEqualTo(Float.floatToRawIntBits(value));
    }
  }

  @Test
  void errorsOfRoundsNodesAndElementsAreTheirOwn() {
    float[] base = noise(64);
    float[] values = base.clone();
    Transport.BFLOAT16.rounding(1, 0).round(values, 0, 0, 0);
    for (Rounding other :
        new Rounding[] {Transport.BFLOAT16.rounding(2, 0), Transport.BFLOAT16.rounding(1, 1)}) {
      float[] others = base.clone();
      other.round(others, 0, 0, 0);
      assertThat(others).isNotEqualTo(values);
    }
    for (int[] place : new int[][] {{64, 0, 0}, {0, 1, 0}, {0, 0, 1}}) {
      float[] others = base.clone();
      Transport.BFLOAT16.rounding(1, 0).round(others, place[0], place[1], place[2]);
      assertThat(others).isNotEqualTo(values);
    }
  }

  private static float[] noise(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) Math.sin(i + 1);
    }
    return values;
  }

  @Test
  void slicesAreRoundedAsTheWholeIs() {
    float[] whole = noise(50);
    Transport.BFLOAT16.rounding(1, 2).round(whole, 0, 3, 4);
    for (int from = 0; from < 50; from++) {
      for (int to = from; to <= 50; to += 7) {
        float[] slice = Arrays.copyOfRange(noise(50), from, to);
        Transport.BFLOAT16.rounding(1, 2).round(slice, from, 3, 4);
        assertThat(slice).containsExactly(Arrays.copyOfRange(whole, from, to));
      }
    }
  }

  @Test
  void bitsFollowFromSeedRoundNodeAndElementAlone() {
    float[] values = noise(8);
    Transport.BFLOAT16.rounding(7, 3).round(values, 5, 2, 3);
    int[] upper = {0x3f57, 0x3f69, 0x3e11, 0xbf41, 0xbf76, 0xbe8f, 0x3f29, 0x3f7d};
    for (int i = 0; i < values.length; i++) {
      assertThat(Float.floatToRawIntBits(values[i])).isEqualTo(upper[i] << 16);
    }
  }

  @Test
  void roundedSumsTravelInSixteenBitsWithoutLoss() {
    Rounding rounding = Transport.BFLOAT16.rounding(1, 0);
    SummationTree<float[]> tree = new SummationTree<>(KERNEL, 50, rounding);
    for (int leaf = 0; leaf < 3; leaf++) {
      tree.add(leaf, noise(50), 0, 1);
    }
    PartialSum<float[]> sum = tree.partialSum();
    PartialSum<float[]> arrived =
        sum.pack(0, 50, rounding.transport(), KERNEL).<float[]>unpack(KERNEL);
    assertThat(arrived.subtrees()).isEqualTo(2);
    assertThat(arrived.total(3, KERNEL).values()).containsExactly(sum.total(3, KERNEL).values());
    assertThat(rounding.transport().encode(KERNEL, noise(50), 0, 50)).hasSize(100);
  }

  @Test
  void withoutRoundingNoBitIsLost() {
    float[] values = noise(9);
    Rounding.NONE.round(values, 0, 0, 0);
    assertThat(values).containsExactly(noise(9));
    assertThat(Rounding.NONE.transport()).isEqualTo(Transport.EXACT);
  }

  @Test
  void float64IsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Transport.BFLOAT16.rounding(1, 0).round(new double[1], 0, 0, 0))
        .withMessage("Cannot round float64 to bfloat16");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Transport.BFLOAT16.encode(Kernel.float64(), new double[1], 0, 1));
  }
}
