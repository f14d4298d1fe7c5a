package org.tributary.driver.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.data.Block;
import org.tributary.core.data.ClassTargets;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.preparation.Feature;
import org.tributary.core.preparation.Preparation;
import org.tributary.core.preparation.Standardization;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.source.DataException;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.HoldoutSpec;
import org.tributary.driver.spec.PreparationSpec;

/** From a file to blocks: what becomes of rows, and what is said of those that cannot be used. */
class DatasetPreparerTest {
  @TempDir private Path directory;

  private static List<double[]> contents(Blocks<double[]> blocks) {
    List<double[]> contents = new ArrayList<>();
    for (Block<double[]> block : blocks.rdd().collect()) {
      contents.add(block.inputs().dense().values());
      contents.add(block.weights());
      int[] classes = ((ClassTargets<double[]>) block.targets()).classes();
      contents.add(java.util.Arrays.stream(classes).asDoubleStream().toArray());
    }
    return contents;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7, 16, 50})
  void blocksHaveTheSameBitsOnAnyNumberOfPartitions(int partitions) {
    Path path = TestData.weightedClasses(directory, 500);
    try (PreparedData<double[]> one = TestData.prepare(path, 1, 32, KernelFactory.FLOAT64);
        PreparedData<double[]> many =
            TestData.prepare(path, partitions, 32, KernelFactory.FLOAT64)) {
      List<double[]> expected = contents(one.training());
      List<double[]> actual = contents(many.training());
      assertThat(actual).hasSameSizeAs(expected);
      for (int i = 0; i < expected.size(); i++) {
        assertThat(actual.get(i)).containsExactly(expected.get(i));
      }
      assertThat(many.preparation()).isEqualTo(one.preparation());
    }
  }

  @Test
  void rowsOfTheFileInAnotherOrderMakeTheSameBlocks() {
    Path path = TestData.weightedClasses(directory, 200);
    List<String> lines = new ArrayList<>(read(path).lines().toList());
    String header = lines.remove(0);
    java.util.Collections.reverse(lines);
    Path reversed = directory.resolve("reversed.csv");
    TestData.write(reversed, header + "\n" + String.join("\n", lines) + "\n");
    try (PreparedData<double[]> one = TestData.prepare(path, 2, 32, KernelFactory.FLOAT64);
        PreparedData<double[]> other = TestData.prepare(reversed, 3, 32, KernelFactory.FLOAT64)) {
      List<double[]> expected = contents(one.training());
      List<double[]> actual = contents(other.training());
      for (int i = 0; i < expected.size(); i++) {
        assertThat(actual.get(i)).containsExactly(expected.get(i));
      }
    }
  }

  private static String read(Path path) {
    try {
      return java.nio.file.Files.readString(path);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void standardizedFeaturesHaveWeightedMeanZeroAndDeviationOne() {
    Path path = TestData.weightedClasses(directory, 500);
    try (PreparedData<double[]> data = TestData.prepare(path, 3, 64, KernelFactory.FLOAT64)) {
      for (int j = 1; j <= 3; j++) {
        double sum = 0;
        double squares = 0;
        double weights = 0;
        for (Block<double[]> block : data.training().rdd().collect()) {
          for (int r = 0; r < block.rows(); r++) {
            double x = block.inputs().dense().values()[r * 4 + j];
            double w = block.weights()[r];
            sum += w * x;
            squares += w * x * x;
            weights += w;
          }
        }
        // 500 rounded additions of numbers near 1.
        assertThat(sum / weights).isCloseTo(0, within(1e-12));
        assertThat(squares / weights).isCloseTo(1, within(1e-12));
      }
    }
  }

  @Test
  void aFeatureThatNeverVariesIsNotUsed() {
    Path path = TestData.write(directory.resolve("c.csv"), "x,y,k\n7.3,1,a\n7.3,2,b\n7.3,4,a\n");
    try (PreparedData<double[]> data = prepare(path, "k")) {
      assertThat(data.columns().features()).extracting(Feature::name).containsExactly("y");
      assertThat(data.preparation().inputs()).isEqualTo(1);
      assertThat(data.columns().unused()).containsExactly(Map.entry("x", "constant"));
    }
  }

  @Test
  void whereNoFeatureVariesAllAreUsed() {
    Path path = TestData.write(directory.resolve("c.csv"), "x,y,k\n7.3,1,a\n7.3,1,b\n");
    try (PreparedData<double[]> data = prepare(path, "k")) {
      Standardization standardization = (Standardization) data.preparation().parts().get(0);
      assertThat(standardization.deviation(0)).isEqualTo(1);
      assertThat(standardization.mean(0)).isEqualTo(7.3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e300", "-1e200"})
  void columnTooLargeToBeStandardizedIsRefusedByName(String value) {
    Path path =
        TestData.write(directory.resolve("large.csv"), "x,z,k\n7,1,a\n8,2,b\n" + value + ",3,a\n");
    assertThatThrownBy(() -> prepare(path, "k"))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("Cannot train on " + path + ": column x has the mean ")
        .hasMessageEndingWith("correct its rows, or name it in data.ignore");
  }

  @Test
  void featuresThatAreNotStandardizedStayAsTheyAre() {
    Path path = TestData.write(directory.resolve("c.csv"), "x,y,k\n7.3,1,a\n7.3,2,b\n7.2,4,a\n");
    DataSpec spec =
        TestData.csv(path, List.of("k"), Optional.empty(), new HoldoutSpec.None(), 2, 32)
            .withPreparation(PreparationSpec.DEFAULT.withScaling(PreparationSpec.Scaling.NONE));
    try (PreparedData<double[]> data = prepare(spec)) {
      assertThat(data.preparation()).isEqualTo(Preparation.identity(data.preparation().layout()));
      assertThat(data.features()).extracting(Feature::name).containsExactly("x", "y");
      for (Block<double[]> block : data.training().rdd().collect()) {
        for (int r = 0; r < block.rows(); r++) {
          assertThat(block.inputs().dense().values()[r * 3 + 1]).isIn(7.3, 7.2);
        }
      }
    }
  }

  @Test
  void holdoutIsTheSameRowsOnAnyNumberOfPartitions() {
    Path path = TestData.weightedClasses(directory, 1000);
    DataSpec one = spec(path, new HoldoutSpec.Fraction(0.2), 1);
    DataSpec many = spec(path, new HoldoutSpec.Fraction(0.2), 5);
    try (PreparedData<double[]> a = prepare(one);
        PreparedData<double[]> b = prepare(many)) {
      long holdout = a.holdout().orElseThrow().rows();
      assertThat(holdout + a.training().rows()).isEqualTo(1000);
      // Deviation of a share of 1000 rows: 12.6 rows; five of them.
      assertThat((double) holdout).isCloseTo(200, within(63.0));
      List<double[]> expected = contents(a.holdout().orElseThrow());
      List<double[]> actual = contents(b.holdout().orElseThrow());
      for (int i = 0; i < expected.size(); i++) {
        assertThat(actual.get(i)).containsExactly(expected.get(i));
      }
    }
  }

  private static DataSpec spec(Path path, HoldoutSpec holdout, int partitions) {
    return TestData.csv(path, List.of("kind"), Optional.of("w"), holdout, partitions, 32);
  }

  private static PreparedData<double[]> prepare(DataSpec spec) {
    return DatasetPreparer.prepare(
        LocalSpark.session(), spec, OutputLoss.SOFTMAX_CROSS_ENTROPY, KernelFactory.FLOAT64, 11);
  }

  private static PreparedData<double[]> prepare(Path path, String label) {
    return prepare(
        TestData.csv(path, List.of(label), Optional.empty(), new HoldoutSpec.None(), 2, 32));
  }

  @Test
  void classesAreInNumericOrderWhereTheyAreNumbers() {
    Path numbers = TestData.write(directory.resolve("n.csv"), "x,k\n1,10\n2,9\n3,-1\n4,9.0\n");
    try (PreparedData<double[]> data = prepare(numbers, "k")) {
      assertThat(((Outcome.Classes) data.outcome()).names()).containsExactly("-1", "9", "10");
    }
    Path words = TestData.write(directory.resolve("w.csv"), "x,k\n1,b\n2,10\n3,a\n");
    try (PreparedData<double[]> data = prepare(words, "k")) {
      assertThat(((Outcome.Classes) data.outcome()).names()).containsExactly("10", "a", "b");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "a,b,k;1,2,x;1,y;3,4,x | bad.csv:3: has 2 fields (expected 3)",
        "a,b,k;1,2,x;1,2,3,y | bad.csv:3: has 4 fields (expected 3)",
        "a,b,k;1,2,x;1,2,y;Infinity,2,y | bad.csv:4: column a is not finite: \"Infinity\"",
        "a,b,k;1,2,x;1,3, | bad.csv:3: the label column k is missing",
        "a,b,k;1,2,x;3,4,x | every row is of class x (expected 2 classes or more)",
        "a,b,k | it has no rows",
        "a,b,c;1,2,x | no column k, named by data.label (columns: a, b, c)",
      })
  void wrongDataIsRefusedWithItsPlace(String text, String message) {
    Path path =
        TestData.write(directory.resolve("bad.csv"), text.replace(";", "\n").strip() + "\n");
    assertThatThrownBy(() -> prepare(path, "k"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("bad.csv");
  }

  @Test
  void firstWrongRowsAreNamedAndTheOthersCounted() {
    StringBuilder text = new StringBuilder("a,k\n");
    for (int i = 0; i < 20; i++) {
      text.append(i % 2 == 0 ? "1,x\n" : "Infinity,y\n");
    }
    Path path = TestData.write(directory.resolve("many.csv"), text.toString());
    assertThatThrownBy(() -> prepare(path, "k"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("10 rows are wrong")
        .hasMessageContaining("many.csv:3:")
        .hasMessageContaining("many.csv:11:")
        .hasMessageContaining("and 5 rows more");
  }

  @Test
  void holdoutFileMayNotBringANewClass() {
    Path path = TestData.write(directory.resolve("t.csv"), "a,k\n1,x\n2,y\n3,x\n");
    Path other = TestData.write(directory.resolve("h.csv"), "a,k\n1,x\n2,z\n");
    DataSpec spec =
        TestData.csv(
            path,
            List.of("k"),
            Optional.empty(),
            new HoldoutSpec.Path(other.toString(), Optional.empty()),
            2,
            32);
    assertThatThrownBy(() -> prepare(spec))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("h.csv:3: class z was not seen in training (classes: x, y)");
  }

  @Test
  void weightsMayNotBeNegativeOrAllZero() {
    Path negative = TestData.write(directory.resolve("n.csv"), "a,kind,w\n1,x,1\n2,y,-1\n");
    assertThatThrownBy(() -> prepare(spec(negative, new HoldoutSpec.None(), 2)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("n.csv:3: the weight is -1 (expected a number of 0 or more)");
    Path zero = TestData.write(directory.resolve("z.csv"), "a,kind,w\n1,x,0\n2,y,0\n");
    assertThatThrownBy(() -> prepare(spec(zero, new HoldoutSpec.None(), 2)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the weights of all rows are 0");
  }
}
