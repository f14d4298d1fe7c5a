package org.tributary.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactSumTest {
  private static List<Double> terms(long seed, int count, int exponents) {
    Random random = new Random(seed);
    List<Double> terms = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int exponent = random.nextInt(2 * exponents + 1) - exponents;
      terms.add(Math.scalb(random.nextDouble() - 0.5, exponent));
    }
    return terms;
  }

  private static ExactSum sum(List<Double> terms) {
    ExactSum sum = new ExactSum();
    terms.forEach(sum::add);
    return sum;
  }

  private static double exact(List<Double> terms) {
    return terms.stream()
        .map(BigDecimal::new)
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .doubleValue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 30, 60, 400, 1000})
  void theSumIsThatOfBigDecimalsRoundedOnce(int exponents) {
    for (int seed = 0; seed < 20; seed++) {
      List<Double> terms = terms(seed, 200, exponents);
      assertThat(sum(terms).value()).isEqualTo(exact(terms));
    }
  }

  @Test
  void partsInAnyOrderGiveTheSameSum() {
    List<Double> terms = terms(7, 300, 200);
    double expected = sum(terms).value();
    Random random = new Random(1);
    for (int i = 0; i < 10; i++) {
      Collections.shuffle(terms, random);
      int cut = random.nextInt(terms.size() + 1);
      ExactSum left = sum(terms.subList(0, cut));
      ExactSum right = sum(terms.subList(cut, terms.size()));
      assertThat(left.merge(right).value()).isEqualTo(expected);
      assertThat(left).isEqualTo(sum(terms)).hasSameHashCodeAs(sum(terms));
    }
  }

  @Test
  void largeTermsCancel() {
    assertThat(sum(List.of(1e300, 1.0, -1e300)).value()).isEqualTo(1);
    assertThat(sum(List.of(-1e300, -3e-300, 1e300)).value()).isEqualTo(-3e-300);
    assertThat(sum(List.of(0.1, -0.1)).value()).isZero();
    assertThat(sum(List.of(Double.MIN_VALUE, Double.MIN_VALUE)).value())
        .isEqualTo(2 * Double.MIN_VALUE);
  }

  @Test
  void manyMergesKeepTheirDigits() {
    ExactSum sum = new ExactSum();
    for (int i = 0; i < 50; i++) {
      sum.add(-1.5);
      sum.merge(sum(List.of(sum.value())));
    }
    // Each round makes twice the sum and the new term.
    assertThat(sum.value()).isEqualTo(-3 * (Math.pow(2, 50) - 1));
  }

  @Test
  void productsAreExact() {
    for (double[] pair : new double[][] {{0.1, 0.3}, {1e100, -7.7e30}, {3, 5}}) {
      double x = pair[0];
      double y = pair[1];
      ExactSum sum = new ExactSum();
      sum.addProduct(x, y);
      sum.add(-(x * y));
      BigDecimal exact = new BigDecimal(x).multiply(new BigDecimal(y));
      assertThat(sum.value()).isEqualTo(exact.subtract(new BigDecimal(x * y)).doubleValue());
    }
  }

  @Test
  void aTermThatIsNotFiniteIsNotSwallowed() {
    assertThat(sum(List.of(1.0, Double.NaN)).value()).isNaN();
    assertThat(sum(List.of(1.0, Double.POSITIVE_INFINITY)).value()).isInfinite();
    assertThat(sum(List.of(1.0)).merge(sum(List.of(Double.NaN))).value()).isNaN();
    assertThat(sum(List.of(1.0)).isFinite()).isTrue();
  }

  @Test
  void aSumOfNothingIsZero() throws Exception {
    assertThat(new ExactSum().value()).isZero();
    assertThat(new ExactSum().merge(new ExactSum()).value()).isZero();
    assertThat(Serialized.copy(sum(List.of(0.1, 7.0))).value()).isEqualTo(7.1);
  }
}
