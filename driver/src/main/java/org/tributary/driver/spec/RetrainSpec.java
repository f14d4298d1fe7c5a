package org.tributary.driver.spec;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tributary.core.metrics.Metric;

/**
 * How a model is trained again, and when the new one takes the place of the current one.
 *
 * @param registry the directory of the registry, on any Hadoop file system
 * @param run the name of the run; empty to name it by its settings and files
 * @param start what a candidate begins with
 * @param promotion when a candidate is promoted
 * @param checks which data is refused
 * @param checkpointEvery when a checkpoint of the training is due
 * @param checkpointKeep how many of the latest checkpoints are kept
 */
public record RetrainSpec(
    String registry,
    Optional<String> run,
    Start start,
    Promotion promotion,
    Checks checks,
    CheckpointSpec.Every checkpointEvery,
    int checkpointKeep)
    implements Serializable {
  /** The longest name of a run. */
  public static final int LONGEST_RUN = 100;

  /** Refuses a path that is blank, and names of runs that are no names of directories. */
  public RetrainSpec {
    Check.text("registry", registry);
    run.ifPresent(
        name -> Check.require(isRun(name), "name of a run", name, "letters, digits and . _ + -"));
  }

  /** Tells whether a text can be the name of a run. */
  public static boolean isRun(String name) {
    return name.length() <= LONGEST_RUN && name.matches("[A-Za-z0-9][A-Za-z0-9._+-]*");
  }

  /** What a candidate begins with. */
  public enum Start {
    /** Random weights. */
    COLD,
    /** The weights of the current model. */
    WARM
  }

  /**
   * When a candidate is promoted: if, with some confidence, its metric is better than that of the
   * current model by more than a margin, and no guard is worse by more than its tolerance.
   *
   * @param metric the metric
   * @param margin the least improvement, in the direction in which the metric gets better; negative
   *     to promote a candidate that is worse by less than that
   * @param guards further metrics, each with how much worse it may become
   * @param confidence the confidence of each decision, between 0.5 and 1
   * @param resamples the number of resamples of the bootstrap
   */
  public record Promotion(
      Monitor metric, double margin, Map<Metric, Double> guards, double confidence, int resamples)
      implements Serializable {
    /** The default number of resamples. */
    public static final int RESAMPLES = 2000;

    /** The defaults: a better score, at 95 %. */
    public static final Promotion DEFAULT =
        new Promotion(Monitor.SCORE, 0, Map.of(), 0.95, RESAMPLES);

    /** Tells whether models can be compared by a metric: its sums alone have to tell it. */
    public static boolean compares(Metric metric) {
      return !metric.needsRanks() && metric != Metric.LOSS;
    }

    /** Copies the map; refuses metrics that cannot be compared, and numbers out of their ranges. */
    public Promotion {
      Check.require(
          metric.metric().stream().allMatch(Promotion::compares)
              && guards.keySet().stream().allMatch(Promotion::compares),
          "metric to compare",
          metric,
          "metrics that need no ranks, and not loss");
      guards = Map.copyOf(guards);
      Check.require(Double.isFinite(margin), "margin", margin, "a number");
      Check.require(
          confidence > 0.5 && confidence < 1,
          "confidence",
          confidence,
          "a number more than 0.5 and less than 1");
      Check.integer("number of resamples", resamples, 100, Limits.RESAMPLES);
    }
  }

  /**
   * Which data is refused. Shares are from 0 to 1.
   *
   * @param rows the fewest rows
   * @param labelShare the smallest share of the rows of a class
   * @param labelChange how much the share of a class may change
   * @param missing the largest share of missing cells of a column
   * @param missingChange how much that share may change
   * @param psi the largest population stability index of a column
   * @param significance the p-value of the two-sample test from which on a column has not drifted
   * @param drifted how many columns may have drifted
   * @param ignore columns whose drift is not looked at
   */
  public record Checks(
      long rows,
      double labelShare,
      double labelChange,
      double missing,
      double missingChange,
      double psi,
      double significance,
      int drifted,
      List<String> ignore)
      implements Serializable {
    /** The defaults. */
    public static final Checks DEFAULT = new Checks(100, 0, 0.1, 1, 0.1, 0.25, 0.001, 0, List.of());

    /** Copies the list. */
    public Checks {
      ignore = List.copyOf(ignore);
    }
  }
}
