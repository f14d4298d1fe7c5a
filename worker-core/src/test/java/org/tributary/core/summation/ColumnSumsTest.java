package org.tributary.core.summation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.tributary.core.data.ColumnSums;
import org.tributary.core.kernel.Kernel;

/** Sums of columns are those of whole rows, and travel as they are, whole or in slices. */
class ColumnSumsTest {
  private static final Kernel<float[]> KERNEL = Kernel.float32();
  private static final int FEATURES = 100_000;
  private static final int WIDTH = 3;

  private static int[] features(int count, long seed) {
    TreeSet<Integer> features = new TreeSet<>();
    SplittableRandom random = new SplittableRandom(seed);
    while (features.size() < count) {
      features.add(random.nextInt(10) == 0 ? random.nextInt(FEATURES) : random.nextInt(300));
    }
    return features.stream().mapToInt(Integer::intValue).toArray();
  }

  private static ColumnSums<float[]> sums(int[] features, long seed) {
    float[] rows = new float[features.length * WIDTH + 5];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) random.nextDouble(-1, 1);
    }
    return ColumnSums.of(WIDTH, features, rows);
  }

  private static void addTo(float[] dense, ColumnSums<float[]> sums) {
    for (int k = 0; k < sums.count(); k++) {
      for (int i = 0; i < WIDTH; i++) {
        dense[sums.column(k) * WIDTH + i] += sums.array(k)[sums.offset(k) + i];
      }
    }
  }

  private static float[] dense(ColumnSums<float[]> sums) {
    float[] dense = new float[FEATURES * WIDTH];
    addTo(dense, sums);
    return dense;
  }

  @Test
  void theSumOfMostlySharedFeaturesIsThatOfTheWholeRows() {
    float[] expected = new float[FEATURES * WIDTH];
    ColumnSums<float[]> sum = ColumnSums.none();
    for (int n = 0; n < 8; n++) {
      int[] features = features(250, n);
      addTo(expected, sums(features, n));
      sum = sum.add(sums(features, n), KERNEL);
    }
    assertThat(dense(sum)).isEqualTo(expected);
    assertThat(sum.add(ColumnSums.none(), KERNEL)).isSameAs(sum);
  }

  @Test
  void slicesHoldTheWholeSum() throws IOException {
    float[] rest = {1, 2, 3, 4};
    ColumnSums<float[]> columns = sums(features(250, 1), 1);
    GradientSum<float[]> sum = new GradientSum<>(rest, columns, 5, 6);
    PartialSum<float[]> partial = new PartialSum<>(List.of(new TreeNode<>(0, 0, sum)));
    int length = rest.length + FEATURES * WIDTH;
    float[] gathered = new float[FEATURES * WIDTH];
    int restNumbers = 0;
    int[] cuts = {0, 3, 200, 1001, 50_000, length};
    for (int c = 0; c + 1 < cuts.length; c++) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      partial
          .pack(cuts[c], cuts[c + 1], Transport.EXACT, KERNEL)
          .write(new DataOutputStream(bytes));
      GradientSum<float[]> slice =
          PackedSum.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())))
              .unpack(KERNEL)
              .total(1, KERNEL);
      restNumbers += slice.values().length;
      addTo(gathered, slice.columns());
      assertThat(slice.lossSum()).isEqualTo(5);
    }
    assertThat(restNumbers).isEqualTo(rest.length);
    assertThat(gathered).isEqualTo(dense(columns));
  }
}
