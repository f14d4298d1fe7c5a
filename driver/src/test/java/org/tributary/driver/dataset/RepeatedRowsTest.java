package org.tributary.driver.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.data.Block;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.source.DataSource;
import org.tributary.driver.source.RowWidth;
import org.tributary.driver.source.Sources;
import org.tributary.driver.source.Table;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.DataSpec.ColumnsSpec;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.HoldoutSpec;
import org.tributary.driver.spec.SplitSpec;
import org.tributary.driver.spec.SplitSpec.Duplicates;

/** The copies of a row that repeats very often are in all leaves and partitions alike. */
class RepeatedRowsTest {
  private static final int BLOCK_ROWS = 16;
  private static final int LIMIT = 4 * BLOCK_ROWS;
  private static final int ROWS = 4000;
  private static final String HEADER = "a,b,c,kind,w,set,t\n";
  private static final String OFTEN = "1.5,0,-2,red,2,";
  private static final String ALSO_OFTEN = "0,0,0.25,blue,1,";

  @TempDir private Path directory;

  /** Returns the set of a row by its number, and a time that no other row has. */
  private static String set(int i) {
    int ten = i / 10 % 10;
    return (ten < 2 ? "test" : ten < 3 ? "validation" : "train") + "," + i;
  }

  /** Writes {@value #ROWS} rows: 60 % are one row, 20 % another, and no others are equal. */
  private Path table() {
    Random random = new Random(3);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      lines.add(
          i % 10 < 6
              ? OFTEN + set(i)
              : i % 10 < 8
                  ? ALSO_OFTEN + set(i)
                  : random.nextGaussian() + "," + i + ".5,1,green,3," + set(i));
    }
    Collections.shuffle(lines, random);
    return write("table.csv", lines);
  }

  /** Writes rows that differ, and one that is there some times. */
  private Path tableWith(int copies) {
    List<String> lines = new ArrayList<>(Collections.nCopies(copies, OFTEN + "train,1"));
    for (int i = 0; i < 1000; i++) {
      lines.add(i + ".5,1,2," + (i % 2 == 0 ? "blue" : "red") + ",1,train,2");
    }
    return write("copies" + copies + ".csv", lines);
  }

  private Path write(String name, List<String> lines) {
    return TestData.write(directory.resolve(name), HEADER + String.join("\n", lines) + "\n");
  }

  private static DataSpec spec(Path path, int partitions, SplitSpec split) {
    ColumnsSpec columns =
        new ColumnsSpec(List.of("kind"), Optional.of("w"), List.of("a", "b", "c"), List.of());
    DataSpec all =
        new DataSpec(path.toString(), FormatSpec.Csv.DEFAULT, columns)
            .withPartitions(partitions)
            .withBlockRows(BLOCK_ROWS)
            .withHoldout(
                split instanceof SplitSpec.ByColumn
                    ? new HoldoutSpec.None()
                    : new HoldoutSpec.Fraction(0.25));
    return all.withSplit(split);
  }

  private static PreparedData<double[]> prepare(DataSpec spec) {
    return DatasetPreparer.prepare(
        LocalSpark.session(), spec, OutputLoss.SOFTMAX_CROSS_ENTROPY, KernelFactory.FLOAT64, 11);
  }

  private static List<Integer> rowsOfPartitions(Blocks<double[]> blocks) {
    return blocks
        .rdd()
        .mapPartitions(
            some -> {
              int rows = 0;
              while (some.hasNext()) {
                rows += some.next().rows();
              }
              return List.of(rows).iterator();
            })
        .collect();
  }

  private static Map<Integer, Integer> rowsOfLeaves(Blocks<double[]> blocks) {
    Map<Integer, Integer> rows = new TreeMap<>();
    for (Block<double[]> block : blocks.rdd().collect()) {
      rows.merge(block.index(), block.rows(), Integer::sum);
    }
    return rows;
  }

  private static String digest(Blocks<double[]> blocks) {
    return BlocksDigest.of(LocalSpark.context(), blocks);
  }

  private static SplitSpec split(String name) {
    return switch (name) {
      case "row" -> SplitSpec.byRow();
      case "together" -> new SplitSpec.ByRow(Duplicates.TOGETHER);
      case "class" -> new SplitSpec.ByClass(Duplicates.SPREAD);
      case "group" -> new SplitSpec.ByGroup("t");
      case "time" -> new SplitSpec.ByTime("t");
      case "column" -> new SplitSpec.ByColumn("set");
      default -> throw new IllegalArgumentException(name);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"row", "together", "class", "group", "time", "column"})
  void setsHaveTheSameBitsOnAnyNumberOfPartitions(String split) {
    Path path = table();
    try (PreparedData<double[]> one = prepare(spec(path, 1, split(split)))) {
      for (int partitions : new int[] {2, 7}) {
        try (PreparedData<double[]> many = prepare(spec(path, partitions, split(split)))) {
          assertThat(digest(many.training())).isEqualTo(digest(one.training()));
          assertThat(digest(many.holdout().orElseThrow()))
              .isEqualTo(digest(one.holdout().orElseThrow()));
          assertThat(many.preparation()).isEqualTo(one.preparation());
          assertThat(many.columns().warnings()).isEqualTo(one.columns().warnings());
          double share = (double) many.training().rows() / partitions;
          assertThat(rowsOfPartitions(many.training())).allMatch(rows -> rows < 1.3 * share);
        }
      }
    }
  }

  @Test
  void rowsOfTheFileInAnotherOrderMakeTheSameBlocks() throws Exception {
    Path path = table();
    List<String> lines = new ArrayList<>(java.nio.file.Files.readAllLines(path));
    lines.remove(0);
    Collections.sort(lines);
    Path sorted = write("sorted.csv", lines);
    try (PreparedData<double[]> one = prepare(spec(path, 2, SplitSpec.byRow()));
        PreparedData<double[]> other = prepare(spec(sorted, 3, SplitSpec.byRow()))) {
      assertThat(digest(other.training())).isEqualTo(digest(one.training()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 7})
  void partitionsAndLeavesHaveAboutEqualShares(int partitions) {
    try (PreparedData<double[]> data = prepare(spec(table(), partitions, SplitSpec.byRow()))) {
      List<Integer> rows = rowsOfPartitions(data.training());
      double mean = rows.stream().mapToInt(n -> n).average().orElseThrow();
      assertThat(rows).hasSize(partitions).allMatch(n -> n > 0.8 * mean && n < 1.2 * mean);
      Map<Integer, Integer> leaves = rowsOfLeaves(data.training());
      double ofLeaf = (double) data.training().rows() / leaves.size();
      // A fifth of the rows have random keys; five deviations of their number.
      double most = ofLeaf + 2 + 5 * Math.sqrt(0.2 * ofLeaf);
      assertThat(leaves.values()).allMatch(n -> n < most);
    }
  }

  @Test
  void sharesAndWeightsAreThoseOfTheRows() {
    try (PreparedData<double[]> data = prepare(spec(table(), 3, SplitSpec.byRow()))) {
      Blocks<double[]> holdout = data.holdout().orElseThrow();
      assertThat(data.training().rows() + holdout.rows()).isEqualTo(ROWS);
      // 60 % of the rows weigh 2, 20 % weigh 1, the others 3.
      assertThat(data.training().weightSum() + holdout.weightSum()).isEqualTo(2 * ROWS);
      // Binomial, five deviations.
      assertThat(holdout.rows()).isBetween(863L, 1137L);
    }
  }

  @Test
  void copiesHaveTheSharesOfAColumnOfSets() {
    try (PreparedData<double[]> data = prepare(spec(table(), 3, split("column")))) {
      assertThat(data.training().rows()).isEqualTo(ROWS * 7 / 10);
      assertThat(data.validation().orElseThrow().rows()).isEqualTo(ROWS / 10);
      assertThat(data.holdout().orElseThrow().rows()).isEqualTo(ROWS * 2 / 10);
      List<Integer> rows = rowsOfPartitions(data.holdout().orElseThrow());
      assertThat(rows).allMatch(n -> n < 1.3 * ROWS / 5 / 3);
    }
  }

  @Test
  void copiesOfTrainingRowsInTheHoldoutSetAreReported() {
    try (PreparedData<double[]> data = prepare(spec(table(), 3, SplitSpec.byRow()))) {
      assertThat(data.columns().warnings()).anyMatch(text -> text.contains("equal training rows"));
    }
    try (PreparedData<double[]> data = prepare(spec(table(), 3, split("together")))) {
      assertThat(data.columns().warnings()).noneMatch(text -> text.contains("equal training rows"));
    }
  }

  @Test
  void copiesInASeparateHoldoutSetAreReportedAndSpread() {
    Path path = table();
    DataSpec spec =
        spec(path, 4, SplitSpec.byRow())
            .withHoldout(new HoldoutSpec.Path(List.of(path.toString()), Optional.empty()));
    try (PreparedData<double[]> data = prepare(spec)) {
      assertThat(data.columns().warnings())
          .contains(
              "4,000 of the 4,000 hold-out rows equal training rows, so metrics are optimistic;"
                  + " remove them from one of the two.");
      assertThat(rowsOfPartitions(data.holdout().orElseThrow())).allMatch(n -> n > 800 && n < 1200);
    }
  }

  @ParameterizedTest
  @CsvSource({"64, false", "65, true"})
  void aRowIsSpreadFromOneCopyMoreThanTheLimitOn(int copies, boolean spread) {
    assertThat(RepeatedRows.limit(1000, BLOCK_ROWS)).isEqualTo(LIMIT).isEqualTo(64);
    DataSpec spec =
        spec(tableWith(copies), 3, SplitSpec.byRow()).withHoldout(new HoldoutSpec.None());
    try (PreparedData<double[]> data = prepare(spec)) {
      Map<Integer, Integer> leaves = rowsOfLeaves(data.training());
      int most = Collections.max(leaves.values());
      assertThat(data.training().rows()).isEqualTo(1000 + copies);
      assertThat(most >= copies).isNotEqualTo(spread);
    }
  }

  @Test
  void ofMillionsOfRowsACertainShareStaysTogether() {
    assertThat(RepeatedRows.limit(10_240_000, 512)).isEqualTo(10_000);
  }

  private SampleShuffle shuffle(Path path, int partitions, long room) {
    DataSpec spec = spec(path, partitions, SplitSpec.byRow());
    Table table = Sources.open(LocalSpark.session(), DataSource.of(spec), RowWidth.ANY);
    SampleReader reader =
        TableReading.of(
                table,
                new TableReading.Request(
                    spec,
                    Optional.of(OutputLoss.SOFTMAX_CROSS_ENTROPY),
                    RowWidth.ANY,
                    7,
                    Split.NONE,
                    partitions,
                    MemoryLimit.ANY))
            .reader();
    return SampleShuffle.of(table, reader, 7, partitions, room);
  }

  /** Returns the key and the class of each sample, in the order of the keys. */
  private List<String> spread(Path path, long room, LeafRange range) {
    DataSpec spec = spec(path, 2, SplitSpec.byRow());
    Table table = Sources.open(LocalSpark.session(), DataSource.of(spec), RowWidth.ANY);
    SampleShuffle samples = shuffle(path, 2, room);
    return DividedSamples.of(table, samples, samples.validation(), Split.NONE, BLOCK_ROWS)
        .sorted(range, Side.TRAINING)
        .flatMap(
            bucket ->
                IntStream.range(0, bucket.rows())
                    .mapToObj(
                        place ->
                            "%016x%016x %s %s"
                                .formatted(
                                    bucket.high(place),
                                    bucket.low(place),
                                    bucket.features(place)[1],
                                    bucket.label(place)))
                    .iterator())
        .collect();
  }

  @Test
  void samplesAreTheSameWhetherMemoryOrFilesHoldThem() {
    Path path = table();
    // One leaf a bucket, so that no bucket is in two partitions.
    List<String> held = spread(path, Long.MAX_VALUE, LeafRange.even(8, 8, 2));
    List<String> files = spread(path, -1, LeafRange.even(8, 8, 4));
    assertThat(files).hasSize(ROWS).isEqualTo(held).isSorted().doesNotHaveDuplicates();
    assertThat(files.stream().filter(row -> row.endsWith("red"))).hasSize(ROWS * 6 / 10);
    assertThat(files.stream().filter(row -> row.endsWith("blue"))).hasSize(ROWS * 2 / 10);
  }
}
