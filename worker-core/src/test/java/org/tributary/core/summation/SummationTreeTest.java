package org.tributary.core.summation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.kernel.Kernel;

/**
 * Sums along the tree: the same bits however leaves are dealt, and no leaf lost or counted twice.
 */
class SummationTreeTest {
  private static final int SIZE = 5;
  private static final Kernel<float[]> KERNEL = Kernel.float32();

  private static float[] leaf(int leaf) {
    Random random = new Random(leaf);
    float[] values = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      // Magnitudes from 1e-4 to 1e4, so that another order of addition shows in the bits.
      values[i] = (float) ((random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(9) - 4));
    }
    return values;
  }

  private static PartialSum<float[]> sum(int from, int to) {
    SummationTree<float[]> tree = new SummationTree<>(KERNEL, SIZE);
    for (int leaf = from; leaf < to; leaf++) {
      float[] buffer = tree.buffer();
      System.arraycopy(leaf(leaf), 0, buffer, 0, SIZE);
      tree.add(leaf, buffer, leaf * 0.1, 1);
    }
    return tree.partialSum();
  }

  private static GradientSum<float[]> dealt(int leaves, int partitions, long seed) {
    List<PartialSum<float[]>> sums = new ArrayList<>();
    for (int p = 0; p < partitions; p++) {
      sums.add(sum(p * leaves / partitions, (p + 1) * leaves / partitions));
    }
    Collections.shuffle(sums, new Random(seed));
    return sums.stream()
        .reduce(PartialSum.empty(), (a, b) -> a.merge(b, KERNEL))
        .total(leaves, KERNEL);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 8, 13, 64, 100})
  void bitsDoNotDependOnPartitionsOrOrderOfArrival(int leaves) {
    GradientSum<float[]> one = dealt(leaves, 1, 0);
    for (int partitions : new int[] {2, 3, 5, 7, 16, 150}) {
      for (int seed = 0; seed < 5; seed++) {
        GradientSum<float[]> many = dealt(leaves, partitions, seed);
        assertThat(many.values()).containsExactly(one.values());
        assertThat(many.lossSum()).isEqualTo(one.lossSum());
        assertThat(many.weightSum()).isEqualTo(leaves);
      }
    }
  }

  @Test
  void sumIsThatOfTheLeaves() {
    double[] expected = new double[SIZE];
    double[] magnitude = new double[SIZE];
    for (int leaf = 0; leaf < 100; leaf++) {
      for (int i = 0; i < SIZE; i++) {
        expected[i] += leaf(leaf)[i];
        magnitude[i] += Math.abs(leaf(leaf)[i]);
      }
    }
    GradientSum<float[]> sum = dealt(100, 7, 3);
    for (int i = 0; i < SIZE; i++) {
      // Adding in pairs rounds 7 times on the way of any leaf: 7 ulps of the sum of magnitudes.
      assertThat(Math.abs(sum.values()[i] - expected[i])).isLessThan(7 * 0x1p-24 * magnitude[i]);
    }
  }

  @Test
  void alignedRunTravelsAsOneSubtree() {
    assertThat(sum(0, 64).subtrees()).isEqualTo(1);
    assertThat(sum(64, 128).subtrees()).isEqualTo(1);
    assertThat(sum(1, 64).subtrees()).isEqualTo(6);
  }

  @Test
  void numberOfSubtreesIsToldWithoutSumming() {
    for (int from = 0; from <= 40; from++) {
      for (int to = from; to <= 40; to++) {
        int subtrees = SummationTree.subtrees(from, to);
        assertThat(subtrees).isEqualTo(sum(from, to).subtrees());
        double most = 2 * Math.log(to - from) / Math.log(2);
        assertThat(subtrees).isLessThanOrEqualTo(to - from < 2 ? to - from : (int) (most + 1e-9));
      }
    }
    assertThat(SummationTree.subtrees(1, Integer.MAX_VALUE)).isEqualTo(60);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void slicesMergeToTheSlicesOfTheWhole(int slices) {
    float[] whole = dealt(13, 1, 0).values();
    for (int s = 0; s < slices; s++) {
      int from = s * SIZE / slices;
      int to = (s + 1) * SIZE / slices;
      GradientSum<float[]> slice =
          sum(5, 13)
              .pack(from, to, Transport.EXACT, KERNEL)
              .unpack(KERNEL)
              .merge(sum(0, 5).pack(from, to, Transport.EXACT, KERNEL).unpack(KERNEL), KERNEL)
              .total(13, KERNEL);
      assertThat(slice.values()).containsExactly(Arrays.copyOfRange(whole, from, to));
      assertThat(slice.lossSum()).isEqualTo(dealt(13, 1, 0).lossSum());
      assertThat(slice.weightSum()).isEqualTo(13);
    }
  }

  @Test
  void subtreesAreDealtByTheRunsTheyBeginIn() {
    // Leaves 3 to 44: 3, 4-7, 8-15, 16-31, 32-39, 40-43, 44.
    SortedMap<Integer, PartialSum<float[]>> runs = sum(3, 45).byRun(3);
    assertThat(runs.keySet()).containsExactly(0, 1, 2, 4, 5);
    assertThat(runs.values()).extracting(PartialSum::subtrees).containsExactly(2, 1, 1, 1, 2);
    PartialSum<float[]> merged = sum(0, 3);
    for (PartialSum<float[]> run : runs.values()) {
      merged = merged.merge(run, KERNEL);
    }
    assertThat(merged.total(45, KERNEL).values()).containsExactly(dealt(45, 1, 0).values());
  }

  @Test
  void emptySumIsNeutralOnEitherSide() {
    float[] alone = sum(0, 3).total(3, KERNEL).values();
    PartialSum<float[]> left = PartialSum.<float[]>empty().merge(sum(0, 3), KERNEL);
    PartialSum<float[]> right = sum(0, 3).merge(PartialSum.empty(), KERNEL);
    assertThat(left.total(3, KERNEL).values()).containsExactly(alone);
    assertThat(right.total(3, KERNEL).values()).containsExactly(alone);
  }

  @Test
  void missingLeafIsAnError() {
    PartialSum<float[]> gap = sum(0, 2).merge(sum(3, 5), KERNEL);
    assertThatIllegalStateException()
        .isThrownBy(() -> gap.total(5, KERNEL))
        .withMessage("Cannot total: leaf 2 of 5 is missing");
    PartialSum<float[]> few = sum(0, 4);
    assertThatIllegalStateException().isThrownBy(() -> few.total(5, KERNEL));
  }

  @Test
  void leafCountedTwiceIsAnError() {
    PartialSum<float[]> first = sum(0, 3);
    PartialSum<float[]> second = sum(2, 4);
    assertThatIllegalStateException()
        .isThrownBy(() -> first.merge(second, KERNEL))
        .withMessage("Cannot merge partial sums: leaf 2 is in both");
  }

  @Test
  void leavesComeInAscendingOrder() {
    SummationTree<float[]> tree = new SummationTree<>(KERNEL, SIZE);
    tree.add(3, tree.buffer(), 0, 0);
    float[] buffer = tree.buffer();
    assertThatIllegalStateException()
        .isThrownBy(() -> tree.add(3, buffer, 0, 0))
        .withMessage("Cannot add leaf 3 after leaf 3");
  }
}
