package org.tributary.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.tributary.ml.MultilayerPerceptronClassifier;

/** An estimator whose rounds are jobs of Spark on executors that are JVMs of their own. */
@Tag("cluster")
@EnabledOnOs(OS.LINUX)
class EstimatorOnExecutorsTest {
  private static final int ITERATIONS = 3;

  /** The driver may not hold the samples, so that they stay on the executors. */
  private static final Map<String, String> SETTINGS = Map.of("spark.driver.maxResultSize", "1m");

  private static Dataset<Row> rows(ExecutorCluster cluster) {
    Dataset<Row> numbers =
        cluster
            .session()
            .range(0, 60_000, 1, 4)
            .selectExpr(
                "id % 7 / 3D AS a",
                "id % 11 / 5D AS b", "id % 13 / 6D AS c", "CAST((id % 7 > 3) AS DOUBLE) AS label");
    return new VectorAssembler()
        .setInputCols(new String[] {"a", "b", "c"})
        .setOutputCol("features")
        .transform(numbers);
  }

  @Test
  void everyRoundOfAFitIsAJobWithAName() throws Exception {
    Queue<String> names = new ConcurrentLinkedQueue<>();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart job) {
            names.add(String.valueOf(job.properties().getProperty("spark.job.description")));
          }
        };
    try (ExecutorCluster cluster = ExecutorCluster.start(SETTINGS)) {
      cluster.context().sc().addSparkListener(listener);
      new MultilayerPerceptronClassifier()
          .setLayers(new int[] {3, 4, 2})
          .setMaxIter(ITERATIONS)
          .setTol(0)
          .fit(rows(cluster));
      cluster.context().sc().listenerBus().waitUntilEmpty();
      assertThat(cluster.context().getPersistentRDDs()).isEmpty();
    }
    List<String> rounds = IntStream.rangeClosed(1, ITERATIONS).mapToObj(i -> "round " + i).toList();
    assertThat(names).containsAll(rounds).doesNotContain("null");
  }
}
