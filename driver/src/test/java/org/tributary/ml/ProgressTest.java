package org.tributary.ml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.junit.jupiter.api.Test;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.run.DataSummary;
import org.tributary.driver.run.RunListener;
import org.tributary.driver.train.EpochEnd;
import org.tributary.driver.train.TrainingState;

/** What a user sees of a fit while it runs. */
class ProgressTest {

  /** Keeps the descriptions of jobs. */
  private static final class Descriptions extends SparkListener {
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    @Override
    public void onJobStart(SparkListenerJobStart event) {
      seen.add(String.valueOf(event.properties().getProperty("spark.job.description")));
    }
  }

  private static MultilayerPerceptronClassifier estimator() {
    return new MultilayerPerceptronClassifier().setLayers(new int[] {4, 3, 3}).setMaxIter(4);
  }

  @Test
  void everyJobOfAFitHasAName() throws Exception {
    SparkContext context = LocalSpark.session().sparkContext();
    Descriptions descriptions = new Descriptions();
    var rows = TestRows.threeClasses(60);
    context.addSparkListener(descriptions);
    try {
      estimator().fit(rows);
      context.listenerBus().waitUntilEmpty();
    } finally {
      context.removeSparkListener(descriptions);
    }
    assertThat(descriptions.seen)
        .contains("the first row of DataFrame", "the reading of DataFrame")
        .contains("the blocks of DataFrame")
        .doesNotContain("null");
    assertThat(context.getLocalProperty("spark.job.description")).isNull();
  }

  @Test
  void listenerIsToldOfTheDataAndOfEveryIteration() {
    List<String> events = new ArrayList<>();
    RunListener listener =
        new RunListener() {
          @Override
          public void reading(String data) {
            events.add("reading " + data);
          }

          @Override
          public void prepared(DataSummary data) {
            events.add(data.trainingRows() + " rows");
          }

          @Override
          public void epochEnded(EpochEnd end, Supplier<TrainingState> state) {
            events.add("iteration " + end.epoch());
          }
        };
    // Copies have the listener as well: tuning fits copies.
    estimator()
        .addListener(listener)
        .copy(org.apache.spark.ml.param.ParamMap.empty())
        .fit(TestRows.threeClasses(60));
    assertThat(events)
        .containsExactly(
            "reading DataFrame",
            "60 rows",
            "iteration 1",
            "iteration 2",
            "iteration 3",
            "iteration 4");
  }
}
