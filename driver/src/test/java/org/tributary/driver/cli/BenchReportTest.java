package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tributary.core.kernel.Precision;
import org.tributary.driver.bench.BenchmarkNetwork;
import org.tributary.driver.bench.GemmBenchmark;
import org.tributary.driver.bench.GradientBenchmark;
import org.tributary.driver.bench.Timings;

class BenchReportTest {
  private static final GradientBenchmark.Gradient GRADIENT =
      new GradientBenchmark.Gradient(
          BenchmarkNetwork.W1.topology(), 60_000, spread(0.25, 0.2, 0.3), spread(0.5));

  // 60,000 rows of 229,120 operations in 0.25 s are 54.9888 GFLOP/s: half of the peak.
  private static final BenchTables.Compared COMPARED =
      new BenchTables.Compared("W1", "float32", GRADIENT, spread(109.9776));

  static Timings spread(Double... values) {
    return new Timings(List.of(values));
  }

  @Test
  void aGradientIsComparedWithThePeak() {
    assertThat(BenchTables.ofGradients(List.of(COMPARED)).lines().toList().get(2))
        .isEqualTo(
            "| W1 784-64-64-10, float32 | 60,000 |  0.2500 |   40 % | 0.500 |   240,000 |    55.0"
                + " | 110.0 |  50 % |");
  }

  @Test
  void jsonHoldsEveryValue() {
    JsonLine line =
        new JsonLine()
            .with(
                "gemm",
                BenchJson.ofRates(
                    List.of(new GemmBenchmark.Rate(Precision.FLOAT32, 2, spread(90.0, 80.0)))))
            .with("gradient", BenchJson.ofGradients(List.of(COMPARED)));
    assertThat(line.render())
        .isEqualTo(
            "{\"gemm\":[{\"precision\":\"float32\",\"threads\":2,\"gigaflops\":{\"median\":85.0,"
                + "\"least\":80.0,\"greatest\":90.0,\"values\":[90.0,80.0]}}],"
                + "\"gradient\":[{\"work\":\"W1\",\"precision\":\"float32\","
                + "\"network\":\"784-64-64-10\",\"rows\":60000,"
                + "\"seconds\":{\"median\":0.25,\"least\":0.2,\"greatest\":0.3,"
                + "\"values\":[0.25,0.2,0.3]},"
                + "\"processorSeconds\":{\"median\":0.5,\"least\":0.5,\"greatest\":0.5,"
                + "\"values\":[0.5]},"
                + "\"samplesPerSecond\":240000.0,\"gigaflops\":54.9888,"
                + "\"peakGigaflops\":{\"median\":109.9776,\"least\":109.9776,"
                + "\"greatest\":109.9776,\"values\":[109.9776]},\"shareOfPeak\":0.5}]}");
  }
}
