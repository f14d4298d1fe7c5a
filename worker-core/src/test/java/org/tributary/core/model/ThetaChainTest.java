package org.tributary.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThetaChainTest {
  private static double[] theta(int size, double scale) {
    double[] theta = new double[size];
    Arrays.setAll(theta, i -> scale * Math.sin(i));
    return theta;
  }

  /** The definition, by one array. */
  private static String hash(String before, int epoch, double[] theta) {
    byte[] last = HexFormat.of().parseHex(before);
    ByteBuffer bytes =
        ByteBuffer.allocate(last.length + Integer.BYTES + Double.BYTES * theta.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(last)
            .putInt(epoch);
    for (double each : theta) {
      bytes.putDouble(each);
    }
    return Sha256.of(bytes.array());
  }

  @Test
  void everyLinkIncludesTheOneBeforeIt() {
    for (int size : List.of(0, 1, 4095, 4096, 4097, 10_000)) {
      ThetaChain chain = ThetaChain.begin(theta(size, 1)).with(7, theta(size, 2));
      String first = hash("", 0, theta(size, 1));
      assertThat(chain.links())
          .containsExactly(
              new ThetaChain.Link(0, first),
              new ThetaChain.Link(7, hash(first, 7, theta(size, 2))));
    }
  }

  @Test
  void signOfZeroIsPartOfTheBits() {
    assertThat(ThetaChain.begin(new double[] {0.0}))
        .isNotEqualTo(ThetaChain.begin(new double[] {-0.0}));
  }

  @Test
  void prefixIsABeginningOrTheWholeChain() {
    ThetaChain one = ThetaChain.begin(theta(3, 1));
    ThetaChain two = one.with(1, theta(3, 2));
    assertThat(one.isPrefixOf(two)).isTrue();
    assertThat(two.isPrefixOf(two)).isTrue();
    assertThat(two.isPrefixOf(one)).isFalse();
    assertThat(one.with(1, theta(3, 3)).isPrefixOf(two)).isFalse();
  }

  @Test
  void linksThatAreNoneAreRefused() {
    assertThatThrownBy(() -> new ThetaChain.Link(1, "abc"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid link of epoch 1: abc (expected 64 hexadecimal digits)");
    ThetaChain.Link link = new ThetaChain.Link(1, "0".repeat(64));
    assertThatThrownBy(() -> new ThetaChain(List.of(link, link)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid chain: epoch 1 after 1 (expected ascending epochs)");
  }
}
