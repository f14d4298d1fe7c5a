package org.tributary.core.gemm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class GemmTest {
  /** What C holds where a product must not write. */
  private static final double UNTOUCHED = -12345;

  /** Matrices start here in their arrays, and their rows are this much longer than they need be. */
  private static final int OFFSET = 5;

  private static final int SLACK = 3;

  private static final String CALLER = "calls-onednn";

  private record Shape(int m, int n, int k) {}

  private static final List<Shape> SHAPES =
      List.of(
          new Shape(1, 1, 1),
          new Shape(1, 300, 65),
          new Shape(3, 13, 207),
          new Shape(13, 1, 300),
          new Shape(13, 257, 3),
          new Shape(64, 64, 64),
          new Shape(65, 3, 257),
          new Shape(65, 257, 1),
          new Shape(207, 65, 13),
          new Shape(257, 207, 64),
          new Shape(300, 13, 65),
          new Shape(512, 64, 785),
          new Shape(3, 300, 300));

  static List<Arguments> products() {
    List<Arguments> products = new ArrayList<>();
    for (Layout layout : Layout.values()) {
      for (Shape shape : SHAPES) {
        products.add(Arguments.of(layout, shape));
      }
    }
    return products;
  }

  @ParameterizedTest
  @MethodSource("products")
  void plainProductsMatchATripleLoop(Layout layout, Shape shape) {
    new Product(layout, shape).assertComputedBy(Gemms.plain());
  }

  @ParameterizedTest
  @MethodSource("products")
  void productsOfOpenBlasMatchATripleLoop(Layout layout, Shape shape) {
    new Product(layout, shape).assertComputedBy(loaded(NativeBlas.openBlas()));
  }

  @ParameterizedTest
  @MethodSource("products")
  void productsOfOneDnnMatchATripleLoop(Layout layout, Shape shape) {
    new Product(layout, shape).assertComputedBy(loaded(OneDnn.load(NativeBlas.openBlas())));
  }

  private static Gemms loaded(LoadResult result) {
    assumeTrue(result instanceof LoadResult.Loaded, result::description);
    return ((LoadResult.Loaded) result).gemms();
  }

  @Test
  void oneDnnComputesOnTheCallingThreadAlone() throws Exception {
    Gemm<float[]> gemm = loaded(OneDnn.load(NativeBlas.openBlas())).float32();
    Path tasks = Path.of("/proc/self/task");
    assumeTrue(Files.isDirectory(tasks) && Runtime.getRuntime().availableProcessors() > 1);
    int n = 512;
    Matrix<float[]> a = Matrix.of(new float[n * n], n, n);
    FutureTask<Long> call =
        new FutureTask<>(
            () -> {
              gemm.multiply(Layout.NN, a, a, Matrix.of(new float[n * n], n, n));
              // A thread that a library starts bears its creator's name.
              try (Stream<Path> threads = Files.list(tasks)) {
                return threads.filter(GemmTest::isCaller).count();
              }
            });
    new Thread(call, CALLER).start();
    assertThat(call.get()).isOne();
  }

  private static boolean isCaller(Path thread) {
    try {
      return Files.readString(thread.resolve("comm")).trim().equals(CALLER);
    } catch (IOException e) {
      return false; // It has ended.
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPlainProductOverNothingIsZero(Layout layout) {
    new Product(layout, new Shape(13, 300, 0)).assertComputedBy(Gemms.plain());
  }

  @ParameterizedTest
  @EnumSource
  void bitsOfAPlainRowDoNotDependOnTheNumberOfRows(Layout layout) {
    Product all = new Product(layout, new Shape(13, 257, 65));
    float[] floats = all.floats(new PlainFloatGemm(), 0, 13);
    double[] doubles = all.doubles(new PlainDoubleGemm(), 0, 13);
    for (int rows = 1; rows <= 5; rows++) {
      for (int from = 0; from + rows <= 13; from++) {
        float[] someFloats = all.floats(new PlainFloatGemm(), from, rows);
        double[] someDoubles = all.doubles(new PlainDoubleGemm(), from, rows);
        for (int i = from; i < from + rows; i++) {
          for (int j = 0; j < 257; j++) {
            int at = OFFSET + i * all.ldc + j;
            assertThat(someFloats[at]).isEqualTo(floats[at]);
            assertThat(someDoubles[at]).isEqualTo(doubles[at]);
          }
        }
      }
    }
  }

  @Test
  void aPlainRowIsNotSpoiledByItsNeighbours() {
    // Rows are computed four at a time, and an odd k is padded: NaN must stay in its own row.
    float[] a = {1, 2, 3, Float.NaN, Float.NaN, Float.NaN, 4, 5, 6};
    float[] b = {1, 1, 1};
    float[] c = new float[3];
    new PlainFloatGemm()
        .multiply(Layout.NN, Matrix.of(a, 3, 3), Matrix.of(b, 3, 1), Matrix.of(c, 3, 1));
    assertThat(c).containsExactly(6, Float.NaN, 15);
  }

  /** One product with its operands, in float and in double, and its reference. */
  private static final class Product {
    private final Layout layout;
    private final Shape shape;
    private final int lda;
    private final int ldb;
    private final int ldc;
    private final float[] a;
    private final float[] b;

    Product(Layout layout, Shape shape) {
      this.layout = layout;
      this.shape = shape;
      lda = (layout.leftTransposed() ? shape.m : shape.k) + SLACK;
      ldb = (layout.rightTransposed() ? shape.k : shape.n) + SLACK;
      ldc = shape.n + SLACK;
      SplittableRandom random = new SplittableRandom(7);
      a = numbers(random, OFFSET + lda * (layout.leftTransposed() ? shape.k : shape.m));
      b = numbers(random, OFFSET + ldb * (layout.rightTransposed() ? shape.n : shape.k));
    }

    private static float[] numbers(SplittableRandom random, int length) {
      float[] numbers = new float[length];
      for (int i = 0; i < length; i++) {
        numbers[i] = (float) random.nextDouble(-1, 1);
      }
      return numbers;
    }

    private static double[] widened(float[] numbers) {
      double[] widened = new double[numbers.length];
      for (int i = 0; i < numbers.length; i++) {
        widened[i] = numbers[i];
      }
      return widened;
    }

    private double left(int i, int p) {
      return a[OFFSET + (layout.leftTransposed() ? p * lda + i : i * lda + p)];
    }

    private double right(int p, int j) {
      return b[OFFSET + (layout.rightTransposed() ? j * ldb + p : p * ldb + j)];
    }

    /** Returns C with only some of its rows computed. */
    float[] floats(Gemm<float[]> gemm, int from, int rows) {
      float[] c = new float[OFFSET + ldc * shape.m];
      Arrays.fill(c, (float) UNTOUCHED);
      multiply(gemm, from, rows, a, b, c);
      return c;
    }

    /** Returns C with only some of its rows computed. */
    double[] doubles(Gemm<double[]> gemm, int from, int rows) {
      double[] c = new double[OFFSET + ldc * shape.m];
      Arrays.fill(c, UNTOUCHED);
      multiply(gemm, from, rows, widened(a), widened(b), c);
      return c;
    }

    private <A> void multiply(Gemm<A> gemm, int from, int rows, A a, A b, A c) {
      Matrix<A> left =
          layout.leftTransposed()
              ? Matrix.of(a, OFFSET + from, shape.k, rows, lda)
              : Matrix.of(a, OFFSET + from * lda, rows, shape.k, lda);
      Matrix<A> right =
          layout.rightTransposed()
              ? Matrix.of(b, OFFSET, shape.n, shape.k, ldb)
              : Matrix.of(b, OFFSET, shape.k, shape.n, ldb);
      Matrix<A> product = Matrix.of(c, OFFSET + from * ldc, rows, shape.n, ldc);
      layout.requireFit(left, right, product);
      gemm.multiply(layout, left, right, product);
    }

    void assertComputedBy(Gemms gemms) {
      assertClose(widened(floats(gemms.float32(), 0, shape.m)), Math.ulp(1f));
      assertClose(doubles(gemms.float64(), 0, shape.m), Math.ulp(1d));
    }

    private void assertClose(double[] c, double epsilon) {
      double[] expected = new double[c.length];
      double[] tolerance = new double[c.length];
      Arrays.fill(expected, UNTOUCHED);
      for (int i = 0; i < shape.m; i++) {
        for (int j = 0; j < shape.n; j++) {
          double sum = 0;
          double magnitude = 0;
          for (int p = 0; p < shape.k; p++) {
            sum += left(i, p) * right(p, j);
            magnitude += Math.abs(left(i, p) * right(p, j));
          }
          int at = OFFSET + i * ldc + j;
          expected[at] = sum;
          // Any order of summing k products errs by at most k eps/2 sum |a b| (Higham, section
          // 3.1);
          // so does the triple loop in double, which doubles the bound.
          tolerance[at] = shape.k * epsilon * magnitude;
        }
      }
      for (int at = 0; at < c.length; at++) {
        if (!(Math.abs(c[at] - expected[at]) <= tolerance[at])) {
          assertThat(c[at]).as("C at %d, within %s", at, tolerance[at]).isEqualTo(expected[at]);
        }
      }
    }
  }
}
