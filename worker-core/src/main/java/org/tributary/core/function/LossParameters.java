package org.tributary.core.function;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a pair of output and loss depends on besides logits and targets. Each pair takes parameters
 * of one kind, see {@link OutputLoss#takes}.
 */
public sealed interface LossParameters extends Serializable {
  /** Returns the parameters of a pair that has none. */
  static LossParameters none() {
    return None.INSTANCE;
  }

  /** Returns how many outputs stand for one target. */
  default int outputsPerTarget() {
    return 1;
  }

  /**
   * Returns the names of the outputs, in their order.
   *
   * @param targets the names of the targets
   */
  default List<String> outputNames(List<String> targets) {
    return targets;
  }

  /** No parameters. */
  record None() implements LossParameters {
    private static final None INSTANCE = new None();

    @Override
    public String toString() {
      return "none";
    }
  }

  /**
   * Where {@link OutputLoss#IDENTITY_HUBER} goes from squares to absolute errors.
   *
   * @param delta positive, in the unit of the targets
   */
  record Huber(double delta) implements LossParameters {
    /** The default. */
    public static final Huber DEFAULT = new Huber(1);

    /** Refuses a delta that is not a positive number. */
    public Huber {
      if (!(delta > 0 && delta < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "Invalid delta of the Huber loss: " + delta + " (expected a positive number)");
      }
    }

    @Override
    public String toString() {
      return "delta " + delta;
    }
  }

  /**
   * The quantiles that {@link OutputLoss#QUANTILES_PINBALL} predicts of each target. Outputs are
   * sorted by target, then by level.
   *
   * @param levels more than 0 and less than 1, increasing
   */
  record Quantiles(List<Double> levels) implements LossParameters {
    /** The default: the median between the first and the last tenth. */
    public static final Quantiles DEFAULT = new Quantiles(List.of(0.1, 0.5, 0.9));

    /** Refuses no levels, levels out of their range, and levels that do not increase. */
    public Quantiles {
      levels = List.copyOf(levels);
      double last = 0;
      for (double level : levels) {
        if (!(level > last && level < 1)) {
          throw refused(levels);
        }
        last = level;
      }
      if (levels.isEmpty()) {
        throw refused(levels);
      }
    }

    private static IllegalArgumentException refused(List<Double> levels) {
      return new IllegalArgumentException(
          "Invalid quantile levels: "
              + levels
              + " (expected one or several increasing numbers between 0 and 1)");
    }

    @Override
    public int outputsPerTarget() {
      return levels.size();
    }

    @Override
    public List<String> outputNames(List<String> targets) {
      List<String> names = new ArrayList<>();
      for (String target : targets) {
        levels.forEach(level -> names.add(target + "_q" + level));
      }
      return List.copyOf(names);
    }

    @Override
    public String toString() {
      return "levels " + levels;
    }
  }
}
