package org.tributary.driver.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.DataSource;
import org.tributary.driver.source.RowWidth;
import org.tributary.driver.source.Sources;
import org.tributary.driver.source.Table;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.DataSpec.ColumnsSpec;

class SampleShuffleTest {
  /** How often the rows were computed; static because tasks are copies. */
  private static final AtomicInteger COMPUTED = new AtomicInteger();

  private record Read(
      long high, long low, String label, double weight, List<Double> features, boolean copy)
      implements Serializable {}

  private static final DataSpec WEIGHTED =
      DataSpec.ofFrame(
          "the frame",
          new ColumnsSpec(List.of("k"), Optional.of("w"), List.of("x", "v", "c", "s"), List.of()));

  /** Rows some of which are equal, of numbers of which some are exact as floats. */
  private static Table table() {
    JavaRDD<Row> rows =
        LocalSpark.context()
            .parallelize(IntStream.range(0, 500).boxed().toList(), 10)
            .map(
                i ->
                    RowFactory.create(
                        i % 90 < 30 ? i % 90 / 7.0 : i % 90,
                        Vectors.dense(i % 90, 0, -0.0),
                        "class " + i % 3,
                        1.0 + i % 2,
                        5,
                        i / 50));
    StructType schema =
        new StructType()
            .add("x", DataTypes.DoubleType)
            .add("v", SQLDataTypes.VectorType())
            .add("k", DataTypes.StringType)
            .add("w", DataTypes.DoubleType)
            .add("c", DataTypes.IntegerType)
            .add("s", DataTypes.IntegerType);
    return Sources.open(
        LocalSpark.session(),
        DataSource.of(WEIGHTED, LocalSpark.session().createDataFrame(rows, schema)),
        RowWidth.ANY);
  }

  private static SampleReader reader(Table table) {
    ColumnKinds kinds =
        ColumnKinds.exact(
            table,
            new ColumnPlaces(table, WEIGHTED.columns()).candidates(),
            WEIGHTED.preparation());
    ColumnPlan plan =
        ColumnPlan.forTraining(
            table, WEIGHTED.columns(), WEIGHTED.preparation(), kinds, RowWidth.ANY);
    return new SampleReader(plan, SampleReader.TargetKind.CLASS);
  }

  private static List<Read> read(SampleShuffle samples, LeafRange range) {
    return samples
        .counted(range)
        .map(CountedSamples::all)
        .flatMap(
            bucket ->
                IntStream.range(0, bucket.rows())
                    .mapToObj(
                        place ->
                            new Read(
                                bucket.high(place),
                                bucket.low(place),
                                bucket.label(place),
                                bucket.weight(place),
                                DoubleStream.of(bucket.features(place)).boxed().toList(),
                                bucket.isCopy(place)))
                    .iterator())
        .collect();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1000, Long.MAX_VALUE})
  void samplesAreTheSameWhetherMemoryOrFilesHoldThem(long room) {
    Table table = table();
    SampleReader reader = reader(table);
    SampleShuffle files = SampleShuffle.of(table, reader, 7, 2, -1);
    DataValidation expected = files.validation();
    LeafRange range = LeafRange.even(8, 8, 3);
    SampleShuffle samples = SampleShuffle.of(table, reader, 7, 2, room);
    DataValidation validation = samples.validation();
    assertThat(validation.rows()).isEqualTo(500);
    assertThat(validation.cells().constant().stream()).containsExactly(4);
    assertThat(samples.validation().cells().constant()).isEqualTo(validation.cells().constant());
    assertThat(validation.classCounts()).isEqualTo(expected.classCounts());
    assertThat(validation.digest().hex()).isEqualTo(expected.digest().hex());
    assertThat(read(samples, range)).hasSize(500).isEqualTo(read(files, range));
    assertThat(samples.isHeld()).isEqualTo(room == Long.MAX_VALUE);
  }

  @Test
  void rowsThatChangeBetweenTwoReadingsAreRefused() {
    COMPUTED.set(0);
    JavaRDD<Row> rows =
        LocalSpark.context()
            .parallelize(List.of(0), 1)
            .flatMap(
                one -> {
                  // First for the samples, then for places.
                  double value = COMPUTED.incrementAndGet() == 1 ? Double.POSITIVE_INFINITY : 3;
                  return List.of(
                          RowFactory.create(value, "a"),
                          RowFactory.create(1.0, "b"),
                          RowFactory.create(2.0, "a"))
                      .iterator();
                });
    StructType schema =
        new StructType().add("x", DataTypes.DoubleType).add("k", DataTypes.StringType);
    DataSpec spec =
        DataSpec.ofFrame(
            "the frame", new ColumnsSpec(List.of("k"), Optional.empty(), List.of("x"), List.of()));
    DataSource source = DataSource.of(spec, LocalSpark.session().createDataFrame(rows, schema));
    assertThatThrownBy(
            () ->
                DatasetPreparer.prepare(
                    LocalSpark.session(),
                    PreparationRequest.of(
                        source,
                        spec,
                        Optional.of(OutputLoss.SOFTMAX_CROSS_ENTROPY),
                        KernelFactory.FLOAT64,
                        1)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Cannot read the frame: its rows changed between two readings");
  }
}
