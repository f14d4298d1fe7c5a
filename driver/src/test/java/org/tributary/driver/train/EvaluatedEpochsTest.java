package org.tributary.driver.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tributary.driver.config.JobReader;
import org.tributary.driver.spec.TrainSpec;

class EvaluatedEpochsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "epochs = 60, evaluateEvery = 0, schedule.name = coslog4 | 4 12 28",
        "epochs = 15, evaluateEvery = 0, schedule.name = coslog4 | 1 3 7",
        "epochs = 2, evaluateEvery = 0, schedule.name = coslog4 | 1",
        "epochs = 60, evaluateEvery = 0, schedule { name = coslog4, steps = 100 } | ''",
        "epochs = 60, evaluateEvery = 0, schedule.name = cosine | ''",
        "epochs = 60, evaluateEvery = 0 | ''",
        "epochs = 20, evaluateEvery = 6, schedule.name = coslog4 | 6 12 18",
      })
  void areThoseAtWhichTheRateIsZeroOrOfAnInterval(String train, String expected) {
    TrainSpec spec =
        JobReader.read(
                """
                data { path = a.csv, label = y }
                output.model = m
                train { %s, optimizer.name = adam }
                """
                    .formatted(train),
                "job.conf",
                List.of())
            .train();

    String epochs =
        IntStream.range(1, spec.epochs())
            .filter(epoch -> EvaluatedEpochs.contain(spec, epoch))
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(" "));

    assertThat(epochs).isEqualTo(expected);
  }
}
