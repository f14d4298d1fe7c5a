package org.tributary.driver.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tributary.core.data.Block;
import org.tributary.core.data.DenseTargets;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.preparation.Encoding;
import org.tributary.core.preparation.Feature;
import org.tributary.core.preparation.Fill;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.source.DataException;
import org.tributary.driver.spec.ColumnKind;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.DataSpec.ColumnsSpec;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.HoldoutSpec;
import org.tributary.driver.spec.KindRule;
import org.tributary.driver.spec.PreparationSpec;
import org.tributary.driver.spec.PreparationSpec.Missing;
import org.tributary.driver.spec.PreparationSpec.MissingCategory;
import org.tributary.driver.spec.PreparationSpec.Scaling;
import org.tributary.driver.spec.PreparationSpec.TargetScaling;
import org.tributary.driver.spec.PreparationSpec.Targets;

/** Tables of text, dates, booleans, gaps and numbers. */
class MixedTableTest {
  private static final PreparationSpec DEFAULT = PreparationSpec.DEFAULT;

  @TempDir private Path directory;

  private Path write(String name, List<String> lines) {
    return TestData.write(directory.resolve(name), String.join("\n", lines) + "\n");
  }

  /** Writes numbers with gaps, cities of which some are rare, booleans, dates, and a price. */
  private Path houses(int rows) {
    Random random = new Random(3);
    List<String> lines = new ArrayList<>(List.of("id,area,city,sold,garden,price"));
    for (int i = 0; i < rows; i++) {
      double area = 50 + random.nextInt(100);
      String city = List.of("Oslo", "Rome", "Bern", "").get(random.nextInt(4));
      lines.add(
          "h%d,%s,%s,2024-%02d-%02d,%s,%s"
              .formatted(
                  i,
                  random.nextInt(10) == 0 ? "NA" : Double.toString(area),
                  random.nextInt(20) == 0 ? "Village" + i : city,
                  1 + random.nextInt(12),
                  1 + random.nextInt(28),
                  random.nextBoolean() ? "yes" : "no",
                  Double.toString(1000 * area + random.nextInt(1000) + 0.5)));
    }
    return write("houses.csv", lines);
  }

  private static DataSpec spec(Path path, String label, PreparationSpec preparation) {
    return new DataSpec(path.toString(), FormatSpec.Csv.DEFAULT, new ColumnsSpec(label))
        .withPreparation(preparation)
        .withPartitions(3)
        .withBlockRows(32);
  }

  private static PreparedData<double[]> prepare(DataSpec spec) {
    return prepare(spec, Optional.empty());
  }

  private static PreparedData<double[]> prepare(DataSpec spec, Optional<OutputLoss> output) {
    return DatasetPreparer.prepare(
        LocalSpark.session(), PreparationRequest.of(spec, output, KernelFactory.FLOAT64, 7));
  }

  private static Map<String, String> kinds(PreparedData<?> data) {
    return data.features().stream()
        .collect(Collectors.toMap(Feature::name, feature -> feature.encoding().id()));
  }

  private static List<double[]> inputs(Blocks<double[]> blocks) {
    List<double[]> rows = new ArrayList<>();
    for (Block<double[]> block : blocks.rdd().collect()) {
      int width = block.features() + 1;
      for (int r = 0; r < block.rows(); r++) {
        rows.add(Arrays.copyOfRange(block.inputs().dense().values(), r * width, (r + 1) * width));
      }
    }
    return rows;
  }

  private static List<String> inputNames(PreparedData<?> data) {
    return IntStream.range(0, data.preparation().inputs())
        .mapToObj(data.preparation()::inputName)
        .toList();
  }

  @Test
  void theCellsTellTheKindsOfTheColumns() {
    try (PreparedData<double[]> data = prepare(spec(houses(400), "price", DEFAULT))) {
      assertThat(kinds(data))
          .isEqualTo(
              Map.of("area", "number", "city", "category", "sold", "date", "garden", "boolean"));
      assertThat(data.columns().unused())
          .containsExactly(
              Map.entry(
                  "id",
                  "another value in each of its 400 rows, as identifiers have; lower data.categories.rare to"
                      + " use it"));
      // Frequent cities come first.
      assertThat(inputNames(data))
          .startsWith("area", "sold", "garden", "area missing")
          .endsWith("city=other", "city=missing")
          .contains("city=Bern", "city=Oslo", "city=Rome")
          .hasSize(9);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, ROBUST", "2, ROBUST", "5, LOG", "16, ROBUST", "1, LOG"})
  void mixedColumnsHaveTheSameBitsOnAnyNumberOfPartitions(int partitions, Scaling scaling) {
    PreparationSpec every = DEFAULT.withScaling(scaling).withBins(6);
    DataSpec spec = spec(houses(300), "price", every).withHoldout(new HoldoutSpec.Fraction(0.25));
    try (PreparedData<double[]> three = prepare(spec);
        PreparedData<double[]> others = prepare(spec.withPartitions(partitions))) {
      assertThat(others.preparation()).isEqualTo(three.preparation());
      assertThat(others.outcome()).isEqualTo(three.outcome());
      assertThat(inputs(others.training()))
          .usingElementComparator(Arrays::compare)
          .containsExactlyElementsOf(inputs(three.training()));
      assertThat(inputs(others.holdout().orElseThrow()))
          .usingElementComparator(Arrays::compare)
          .containsExactlyElementsOf(inputs(three.holdout().orElseThrow()));
    }
  }

  @Test
  void rowsKeepTheirSideWhenOthersBringNewCategories() {
    List<String> lines = new ArrayList<>(List.of("c,x,y"));
    IntStream.range(0, 200)
        .forEach(i -> lines.add("%s,%d,%d.5".formatted("ab".charAt(i % 2), i, i)));
    HoldoutSpec quarter = new HoldoutSpec.Fraction(0.25);
    PreparationSpec unscaled = DEFAULT.withScaling(Scaling.NONE);
    TreeSet<Double> before = new TreeSet<>();
    TreeSet<Double> after = new TreeSet<>();
    DataSpec small = spec(write("s.csv", lines), "y", unscaled).withHoldout(quarter);
    try (PreparedData<double[]> data = prepare(small)) {
      inputs(data.holdout().orElseThrow()).forEach(row -> before.add(row[1]));
    }
    // The new category comes first in the order of categories.
    IntStream.range(0, 300).forEach(i -> lines.add("0z,%d,%d.5".formatted(1000 + i, i)));
    DataSpec large = spec(write("l.csv", lines), "y", unscaled).withHoldout(quarter);
    try (PreparedData<double[]> data = prepare(large)) {
      inputs(data.holdout().orElseThrow()).forEach(row -> after.add(row[1]));
    }
    assertThat(before).hasSizeGreaterThan(20);
    assertThat(after.headSet(1000.0)).isEqualTo(before);
  }

  @Test
  void textAfterManyNumbersMakesACategory() {
    List<String> lines = new ArrayList<>(List.of("a,b,y"));
    IntStream.range(0, 1500).forEach(i -> lines.add("%d,%d,%s".formatted(i % 7, i, i % 2)));
    IntStream.range(0, 1500).forEach(i -> lines.add("none,%d,%s".formatted(i, i % 2)));
    try (PreparedData<double[]> data = prepare(spec(write("late.csv", lines), "y", DEFAULT))) {
      assertThat(kinds(data)).isEqualTo(Map.of("a", "category", "b", "number"));
      assertThat(((Encoding.Categories) data.features().get(0).encoding()).names())
          .containsExactly("none", "0", "1", "2", "3", "4", "5", "6");
    }
  }

  @Test
  void aWordAmongNumbersIsAnErrorWithItsPlace() {
    List<String> lines = new ArrayList<>(List.of("a,y"));
    IntStream.range(0, 50).forEach(i -> lines.add(i + "," + i % 2));
    lines.set(30, "1O0,1");
    assertThatThrownBy(() -> prepare(spec(write("typo.csv", lines), "y", DEFAULT)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("typo.csv:31: column a is not a number: \"1O0\"");
  }

  @Test
  void rulesOverrideWhatTheCellsTell() {
    List<String> lines = new ArrayList<>(List.of("zip,x1,x2,y"));
    IntStream.range(0, 60).forEach(i -> lines.add("%d,%d,%d,%s".formatted(i % 3, i, i, i % 2)));
    PreparationSpec rules =
        DEFAULT.withKinds(
            List.of(
                new KindRule("zip", ColumnKind.CATEGORY), new KindRule("x*", ColumnKind.IGNORE)));
    try (PreparedData<double[]> data = prepare(spec(write("z.csv", lines), "y", rules))) {
      assertThat(kinds(data)).isEqualTo(Map.of("zip", "category"));
      assertThat(data.columns().unused().keySet()).containsExactly("x1", "x2");
    }
  }

  @Test
  void missingCellsAreRefusedOnRequest() {
    List<String> numbers = new ArrayList<>(List.of("a,c,y"));
    IntStream.range(0, 40)
        .forEach(i -> numbers.add("%d,%s,%s".formatted(i, "uv".charAt(i % 2), i % 2)));
    numbers.set(10, "NA,u,1");
    Path gap = write("gap.csv", numbers);
    assertThatThrownBy(() -> prepare(spec(gap, "y", DEFAULT.withMissing(Missing.REFUSED))))
        .hasMessageContaining("gap.csv:11: column a is missing");
    numbers.set(10, "1,,1");
    Path category = write("category.csv", numbers);
    Missing strict = new Missing(new Fill.Mean(), true, MissingCategory.REFUSE);
    assertThatThrownBy(() -> prepare(spec(category, "y", DEFAULT.withMissing(strict))))
        .hasMessageContaining("category.csv:11: column c is missing");
  }

  @Test
  void aMissingLabelIsRefused() {
    List<String> lines = new ArrayList<>(List.of("a,y"));
    IntStream.range(0, 40)
        .forEach(i -> lines.add("%d,%s".formatted(i, i == 7 ? "nan" : "pn".charAt(i % 2))));
    assertThatThrownBy(() -> prepare(spec(write("label.csv", lines), "y", DEFAULT)))
        .hasMessageContaining("label.csv:9: the label column y is missing");
  }

  @ParameterizedTest
  @CsvSource({
    "text, SOFTMAX_CROSS_ENTROPY",
    "digits, SOFTMAX_CROSS_ENTROPY",
    "signs, SOFTMAX_CROSS_ENTROPY",
    "prices, IDENTITY_SQUARED_ERROR",
    "counts, IDENTITY_SQUARED_ERROR",
    "lateFraction, IDENTITY_SQUARED_ERROR",
    "lateText, SOFTMAX_CROSS_ENTROPY"
  })
  void labelsDecideWhatIsTrained(String labels, OutputLoss expected) {
    List<String> lines = new ArrayList<>(List.of("a,y"));
    for (int i = 0; i < 2000; i++) {
      lines.add(
          i
              + ","
              + switch (labels) {
                case "text" -> "uvw".charAt(i % 3);
                case "digits" -> i % 10;
                case "signs" -> List.of("+1", "-1", "1").get(i % 3);
                case "prices" -> 100 + i * 0.25;
                case "counts" -> i % 70;
                case "lateFraction" -> i < 1999 ? i % 3 + "" : "0.5";
                default -> i < 1200 ? i % 5 + "" : "none";
              });
    }
    try (PreparedData<double[]> data = prepare(spec(write("l.csv", lines), "y", DEFAULT))) {
      assertThat(data.output()).isEqualTo(expected);
      if (labels.equals("signs")) {
        assertThat(((Outcome.Classes) data.outcome()).names()).containsExactly("-1", "1");
      }
    }
  }

  @Test
  void numericTargetsAreScaledAndComeBack() {
    for (TargetScaling scaling : TargetScaling.values()) {
      PreparationSpec targets = DEFAULT.withTargets(new Targets(scaling, true));
      try (PreparedData<double[]> data = prepare(spec(houses(200), "price", targets))) {
        Outcome outcome = data.outcome();
        double[] scaled =
            data.training().rdd().collect().stream()
                .flatMapToDouble(
                    block ->
                        Arrays.stream(((DenseTargets<double[]>) block.targets()).values())
                            .limit(block.rows()))
                .toArray();
        double[] prices =
            Arrays.stream(scaled).map(t -> outcome.scale(0).number(t)).sorted().toArray();
        assertThat(prices[0]).isBetween(50_000.0, 151_000.0);
        assertThat(outcome.scale(0).lower()).isCloseTo(prices[0], within(1e-6));
        assertThat(outcome.scale(0).upper()).isCloseTo(prices[prices.length - 1], within(1e-6));
        if (scaling != TargetScaling.NONE) {
          assertThat(Arrays.stream(scaled).average().orElseThrow()).isCloseTo(0, within(1e-9));
          assertThat(Arrays.stream(scaled).map(t -> t * t).average().orElseThrow())
              .isCloseTo(1, within(1e-9));
        }
      }
    }
  }
}
