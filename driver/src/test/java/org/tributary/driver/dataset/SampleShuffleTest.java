package org.tributary.driver.dataset;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.DataSource;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.DataSpec.ColumnsSpec;

class SampleShuffleTest {
  /** How often the rows were computed; static because tasks are copies. */
  private static final AtomicInteger COMPUTED = new AtomicInteger();

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
