package org.tributary.driver.checkpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tributary.core.metrics.TaskKind;
import org.tributary.driver.checkpoint.NumberFile.Numbers;
import org.tributary.driver.train.EpochEnd;
import org.tributary.driver.train.Measurement;

/**
 * A curve as one vector for each of its columns, with an element for each epoch. Epochs without
 * hold-out metrics have 0 in {@code curve.measured}. Times are nanoseconds.
 */
final class CurveColumns {
  private static final String PREFIX = "curve.";

  private CurveColumns() {}

  /** The columns of an epoch. */
  private enum Column {
    EPOCH("epoch"),
    LOSS("loss"),
    GRADIENT_NORM("gradientNorm"),
    ROUNDS("rounds"),
    SAMPLES("samples"),
    SAMPLES_PER_SECOND("samplesPerSecond"),
    TRAINING("training"),
    ELAPSED("elapsed"),
    MEASURED("measured"),
    HOLDOUT_LOSS("holdoutLoss"),
    HOLDOUT_SCORE("holdoutScore"),
    MONITORED("monitored");

    private final String key;

    Column(String key) {
      this.key = PREFIX + key;
    }

    double of(EpochEnd end) {
      return switch (this) {
        case EPOCH -> end.epoch();
        case LOSS -> end.loss();
        case GRADIENT_NORM -> end.gradientNorm();
        case ROUNDS -> end.rounds();
        case SAMPLES -> end.samples();
        case SAMPLES_PER_SECOND -> end.samplesPerSecond();
        case TRAINING -> end.training().toNanos();
        case ELAPSED -> end.elapsed().toNanos();
        case MEASURED -> end.holdout().isPresent() ? 1 : 0;
        case HOLDOUT_LOSS -> end.holdout().map(Measurement::loss).orElse(0.0);
        case HOLDOUT_SCORE -> end.holdout().map(Measurement::score).orElse(0.0);
        case MONITORED -> end.holdout().map(Measurement::monitored).orElse(0.0);
      };
    }
  }

  /** Adds the columns of a curve. */
  static void put(List<EpochEnd> curve, Map<String, Numbers> vectors) {
    for (Column column : Column.values()) {
      vectors.put(
          column.key,
          new Numbers() {
            @Override
            public int size() {
              return curve.size();
            }

            @Override
            public double get(int index) {
              return column.of(curve.get(index));
            }
          });
    }
  }

  /**
   * Returns the curve of some columns.
   *
   * @param taskKind the kind of task of its measurements, if it has any
   * @throws DamagedCheckpoint if a column is missing or of another length
   */
  static List<EpochEnd> curve(Map<String, double[]> vectors, Optional<TaskKind> taskKind)
      throws DamagedCheckpoint {
    int epochs = vectors.getOrDefault(Column.EPOCH.key, new double[0]).length;
    for (Column column : Column.values()) {
      double[] values = vectors.get(column.key);
      if (values == null || values.length != epochs) {
        throw new DamagedCheckpoint("%s is missing or of another length".formatted(column.key));
      }
    }
    List<EpochEnd> curve = new ArrayList<>();
    for (int i = 0; i < epochs; i++) {
      Row row = new Row(vectors, i);
      Optional<Measurement> measured =
          row.of(Column.MEASURED) == 0
              ? Optional.empty()
              : Optional.of(
                  new Measurement(
                      taskKind.orElseThrow(
                          () -> new DamagedCheckpoint("it has metrics of no kind of task")),
                      row.of(Column.HOLDOUT_LOSS),
                      row.of(Column.HOLDOUT_SCORE),
                      row.of(Column.MONITORED)));
      curve.add(
          new EpochEnd(
              (int) row.of(Column.EPOCH),
              row.of(Column.LOSS),
              row.of(Column.GRADIENT_NORM),
              measured,
              (long) row.of(Column.ROUNDS),
              (long) row.of(Column.SAMPLES),
              row.of(Column.SAMPLES_PER_SECOND),
              Duration.ofNanos((long) row.of(Column.TRAINING)),
              Duration.ofNanos((long) row.of(Column.ELAPSED))));
    }
    return curve;
  }

  private record Row(Map<String, double[]> vectors, int index) {
    double of(Column column) {
      return vectors.get(column.key)[index];
    }
  }
}
