package org.tributary.core.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.tributary.core.model.MixedModel;

class ScorerThreadsTest {
  private static final int THREADS = 16;
  private static final int ROWS = 40;

  private static List<List<Double>> all(Scorer scorer, List<Map<String, Object>> rows) {
    List<List<Double>> predicted = new ArrayList<>();
    for (int r = 0; r < rows.size(); r++) {
      predicted.add(numbers(scorer.predict(rows.get(r))));
      // Batches of every size, so that threads take networks of each other's.
      scorer.predictAll(rows.subList(0, r)).forEach(p -> predicted.add(numbers(p)));
    }
    return predicted;
  }

  private static List<Double> numbers(Prediction prediction) {
    List<Double> numbers = new ArrayList<>();
    for (double p : prediction.probabilities()) {
      numbers.add(p);
    }
    return numbers;
  }

  @Test
  void oneScorerGivesEveryThreadTheBitsThatItGivesOne() throws Exception {
    List<Map<String, Object>> rows = MixedModel.rows(ROWS);
    List<List<Double>> expected = all(Scorer.of(MixedModel.classifier()), rows);
    Scorer shared = Scorer.of(MixedModel.classifier());
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<List<List<Double>>>> results = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        results.add(threads.submit(() -> all(shared, rows)));
      }
      for (Future<List<List<Double>>> result : results) {
        assertThat(result.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
