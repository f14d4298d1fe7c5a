package org.tributary.driver.aggregation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.tributary.driver.spec.AggregationSpec;
import org.tributary.driver.spec.AggregationSpec.Merge;
import org.tributary.driver.spec.AggregationSpec.Mode;
import org.tributary.driver.spec.InvalidConfiguration;

/** Selects the plan that is estimated to be fastest within the memory limits. */
final class Planner {
  /** Fraction of a heap that sums may use. */
  private static final double SHARE = 0.25;

  /** Minimum bytes of a slice; smaller slices cost more than they save. */
  private static final int SLICE = 1 << 14;

  /** Maximum number of slices for fewer partitions: each partition sends one to each task. */
  private static final int SLICES = 200;

  private final Load load;
  private final Resources resources;
  private final List<String> refused = new ArrayList<>();

  private Planner(Load load, Resources resources) {
    this.load = load;
    this.resources = resources;
  }

  /**
   * A plan with the reason for its selection.
   *
   * @param plan the plan
   * @param reason a sentence
   */
  record Decision(Plan plan, String reason) {}

  /**
   * Selects a plan.
   *
   * @throws InvalidConfiguration if Spark's result size limit does not allow the requested plan
   */
  static Decision decide(AggregationSpec spec, Load load, Resources resources) {
    return new Planner(load, resources).decide(spec);
  }

  private Decision decide(AggregationSpec spec) {
    requireRoom(load.wholeBytes(), "Cannot aggregate sums of " + size(load.wholeBytes()));
    if (spec.mode() instanceof Mode.Direct && spec.merge() != Merge.EXECUTOR) {
      requireRoom(
          load.partitions() * load.bytes(),
          "Cannot aggregate directly: %d partitions send %s or more"
              .formatted(load.partitions(), size(load.partitions() * load.bytes())));
    }
    List<Plan> plans = new ArrayList<>();
    if (spec.merge() != Merge.EXECUTOR) {
      plans.addAll(plans(spec.mode()));
    }
    if (spec.merge() == Merge.EXECUTOR || (spec.merge() == Merge.AUTO && mergingMayPay())) {
      int executors = resources.executors();
      for (Plan rest : new Planner(load.merged(executors), resources).plans(spec.mode())) {
        plans.add(new Plan.Merged(rest, executors));
      }
    }
    Cost cost = new Cost(load, resources);
    plans.sort(Comparator.comparingDouble(cost::seconds));
    List<String> reasons = new ArrayList<>();
    for (Plan plan : plans) {
      reasons.add(
          String.format(Locale.ROOT, "%s: estimated %.2f s", plan.sentence(), cost.seconds(plan)));
    }
    reasons.addAll(refused);
    return new Decision(plans.get(0), String.join("; ", reasons));
  }

  private void requireRoom(long bytes, String refusal) {
    if (bytes >= resources.resultBytes()) {
      throw new InvalidConfiguration(
          List.of(
              refusal
                  + " to the driver, and spark.driver.maxResultSize is "
                  + size(resources.resultBytes())
                  + "; raise it"
                  + (bytes > load.wholeBytes() ? ", or set train.aggregation.mode to auto" : "")));
    }
  }

  /** Returns whether several tasks share an executor with enough memory for all their sums. */
  private boolean mergingMayPay() {
    int executors = resources.executors();
    return resources.place() == Resources.Place.EXECUTORS
        && load.partitions() >= 2 * executors
        && load.allBytes() <= SHARE * resources.executorBytes() * executors;
  }

  /** Returns the plans that the mode and the memory allow; at least one. */
  private List<Plan> plans(Mode mode) {
    if (mode instanceof Mode.Direct) {
      return List.of(new Plan.Direct());
    }
    if (mode instanceof Mode.Tree tree) {
      return List.of(tree.depth() > 0 ? new Plan.Tree(tree.depth()) : fastestTree());
    }
    if (mode instanceof Mode.Sharded sharded) {
      int slices = sharded.slices() > 0 ? sharded.slices() : slices();
      return List.of(new Plan.Sharded(Math.min(slices, load.length())));
    }
    // Spark's limit includes the overhead of serialization.
    long room =
        Math.min(resources.resultBytes() / 10 * 9, (long) (SHARE * resources.driverBytes()));
    boolean fits = load.allBytes() <= room;
    if (fits && resources.place() == Resources.Place.THREADS) {
      return List.of(new Plan.Direct());
    }
    List<Plan> plans = new ArrayList<>();
    if (fits) {
      plans.add(new Plan.Direct());
    } else {
      refused.add(
          "direct needs %s on the driver, which has %s"
              .formatted(size(load.allBytes()), size(room)));
    }
    Plan.Tree tree = fastestTree();
    long task = tree.traffic(load).busiestTaskBytes();
    long taskRoom = (long) (SHARE * resources.taskBytes());
    if (task <= taskRoom) {
      plans.add(tree);
    } else {
      refused.add(
          "a %s needs %s in a task, which has %s"
              .formatted(tree.sentence(), size(task), size(taskRoom)));
    }
    plans.add(new Plan.Sharded(slices()));
    return plans;
  }

  private Plan.Tree fastestTree() {
    Cost cost = new Cost(load, resources);
    Plan.Tree best = new Plan.Tree(1);
    for (int depth = 2; 1 << (depth - 1) < load.partitions(); depth++) {
      Plan.Tree deeper = new Plan.Tree(depth);
      best = cost.seconds(deeper) < cost.seconds(best) ? deeper : best;
    }
    return best;
  }

  private int slices() {
    int most = Math.max(load.partitions(), SLICES);
    int worth = (int) Math.min(most, 1 + load.bytes() / SLICE);
    return Math.min(load.length(), Math.min(load.subtrees(), worth));
  }

  /** Formats a number of bytes, with decimal units. */
  static String size(long bytes) {
    if (bytes < 1_000_000) {
      return String.format(Locale.ROOT, "%.1f kB", bytes / 1e3);
    }
    return bytes < 1_000_000_000
        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}
