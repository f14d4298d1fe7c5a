package org.tributary.driver.evaluation;

import java.io.Serializable;
import org.tributary.core.data.Outcome;
import org.tributary.core.metrics.RankedRun;
import org.tributary.core.metrics.TaskKind;
import org.tributary.core.network.Topology;
import org.tributary.core.scoring.PredictionRule;

/**
 * What rows are ranked by: by the probability of the second of two classes; otherwise by that of
 * each class or label, or by the absolute error of each output.
 *
 * @param kind the kind of task
 * @param count how many times all rows are ranked
 */
record RankKeys(TaskKind kind, int count) implements Serializable {

  static RankKeys of(Outcome outcome, Topology topology) {
    TaskKind kind = PredictionRule.taskKind(topology.outputLoss(), outcome);
    boolean binary = outcome instanceof Outcome.Classes classes && classes.names().size() == 2;
    return new RankKeys(kind, binary ? 1 : topology.outputs());
  }

  /**
   * Returns the key of a row, see {@link RankedRun}.
   *
   * @param row its outputs
   * @param problem which of the rankings, from 0
   */
  long key(BlockRows<?> rows, int r, double[] row, int problem) {
    return switch (kind) {
      case CLASSIFICATION -> {
        int c = count == 1 ? 1 : problem;
        yield RankedRun.ofScore(row[Math.min(c, row.length - 1)], rows.targetClass(r) == c);
      }
      case MULTI_LABEL ->
          RankedRun.ofScore(row[problem], PredictionRule.hasLabel(rows.target(r, problem)));
      case REGRESSION -> RankedRun.ofSize(Math.abs(row[problem] - rows.target(r, problem)));
    };
  }
}
