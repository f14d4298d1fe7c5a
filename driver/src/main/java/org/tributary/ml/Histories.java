package org.tributary.ml;

import java.util.List;
import org.tributary.driver.train.EpochEnd;
import org.tributary.driver.train.TrainingResult;

/** The losses of a training, one for each iteration. */
final class Histories {
  private Histories() {}

  /** Returns the values of the objective. */
  static List<Double> losses(TrainingResult training) {
    return training.history().stream().map(EpochEnd::loss).toList();
  }

  /** Returns the mean losses on the validation rows; none without such rows. */
  static List<Double> validation(TrainingResult training) {
    return training.history().stream()
        .flatMap(end -> end.holdout().stream())
        .map(measured -> measured.loss())
        .toList();
  }

  /** Returns numbers as an array. */
  static double[] array(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
