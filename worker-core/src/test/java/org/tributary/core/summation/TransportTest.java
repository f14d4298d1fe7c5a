package org.tributary.core.summation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tributary.core.kernel.Kernel;

class TransportTest {
  private static final Kernel<float[]> FLOATS = Kernel.float32();
  private static final Kernel<double[]> DOUBLES = Kernel.float64();

  @Test
  void exactKeepsEveryBit() {
    float[] floats = {0, -0.0f, 1.1f, Float.MIN_VALUE, Float.NaN, Float.NEGATIVE_INFINITY};
    double[] doubles = {0, -0.0, 1.1, Double.MIN_VALUE, Double.NaN, Double.MAX_VALUE};
    byte[] four = Transport.EXACT.encode(FLOATS, floats, 0, 6);
    byte[] eight = Transport.EXACT.encode(DOUBLES, doubles, 0, 6);
    assertThat(four).hasSize(24);
    assertThat(eight).hasSize(48);
    assertThat(Transport.EXACT.decode(FLOATS, four)).containsExactly(floats);
    assertThat(Transport.EXACT.decode(DOUBLES, eight)).containsExactly(doubles);
  }

  @Test
  void someOfTheNumbersAreTakenAlone() {
    byte[] bytes = Transport.EXACT.encode(FLOATS, new float[] {1, 2, 3, 4}, 1, 3);
    assertThat(Transport.EXACT.decode(FLOATS, bytes)).containsExactly(2, 3);
    assertThat(Transport.EXACT.decode(FLOATS, new byte[0])).isEmpty();
  }

  @Test
  void bytesAreLittleEndian() {
    assertThat(Transport.EXACT.encode(FLOATS, new float[] {1}, 0, 1))
        .containsExactly(0, 0, 0x80, 0x3f);
    assertThat(Transport.BFLOAT16.encode(FLOATS, new float[] {1}, 0, 1))
        .containsExactly(0x80, 0x3f);
  }

  @Test
  void bfloat16CutsOffTheLowerHalf() {
    float[] numbers = {1, -2.5f, 1 + 0x1p-8f, Float.POSITIVE_INFINITY};
    byte[] bytes = Transport.BFLOAT16.encode(FLOATS, numbers, 0, 4);
    assertThat(bytes).hasSize(8);
    assertThat(Transport.BFLOAT16.decode(FLOATS, bytes))
        .containsExactly(1, -2.5f, 1, Float.POSITIVE_INFINITY);
  }
}
