package org.tributary.driver.aggregation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.tributary.driver.config.AggregationSpec;
import org.tributary.driver.config.InvalidConfiguration;

/**
 * Chooses a plan: of those that memory allows, the one that is estimated to be the fastest.
 *
 * <p>With M the bytes of a sum, T subtrees of P partitions, E executors, C cores, B the bytes a
 * second of a link, and a the cost of a stage:
 *
 * <pre>
 *   direct    T M / B                                   all through the driver's link
 *   tree      d a + (sum_l (k + P_l/E) T/P + 1) M/B     d levels of P_l sums, k of them a task
 *   sharded   a + S (b + P c) / C + (T/E + 1) M / B     S tasks of P pieces each
 * </pre>
 *
 * <p>The figures of a link and of Spark's own work are those of a modest cluster; they decide
 * between ways whose costs differ by factors.
 */
final class Planner {
  /** Bytes a second of a link: 1 Gbit/s. */
  private static final double LINK = 1e9 / 8;

  /** Seconds that a stage takes beside its work. */
  private static final double STAGE = 0.05;

  /** Seconds that a task takes beside its work. */
  private static final double TASK = 0.005;

  /** Seconds that a piece takes, from one task to another, beside its bytes. */
  private static final double PIECE = 0.00025;

  /** The least bytes of a slice of one sum; smaller ones cost more than they spread. */
  private static final int SLICE = 1 << 14;

  /** Share of a heap that sums may fill. */
  private static final double SHARE = 0.25;

  /**
   * Up to as many slices, Spark writes each straight to a file; with more it sorts them in memory
   * first.
   */
  private static final int SLICES = 200;

  private final Load load;
  private final Resources resources;

  private Planner(Load load, Resources resources) {
    this.load = load;
    this.resources = resources;
  }

  /**
   * A plan with the reason for it.
   *
   * @param plan what to do
   * @param reason a sentence
   */
  record Decision(Plan plan, String reason) {}

  /**
   * Chooses.
   *
   * @throws InvalidConfiguration if Spark's limit of results forbids what was asked for
   */
  static Decision decide(AggregationSpec.Mode mode, Load load, Resources resources) {
    return new Planner(load, resources).decide(mode);
  }

  private Decision decide(AggregationSpec.Mode mode) {
    requireRoom(load.wholeBytes(), "Cannot aggregate sums of " + size(load.wholeBytes()));
    if (mode instanceof AggregationSpec.Mode.Direct) {
      requireRoom(
          load.partitions() * load.bytes(),
          "Cannot aggregate directly: %d partitions send %s or more"
              .formatted(load.partitions(), size(load.partitions() * load.bytes())));
      return new Decision(new Plan.Direct(), "as configured");
    }
    if (mode instanceof AggregationSpec.Mode.Tree tree) {
      Plan plan = tree.depth() > 0 ? new Plan.Tree(tree.depth()) : fastestTree();
      return new Decision(plan, "as configured");
    }
    if (mode instanceof AggregationSpec.Mode.Sharded sharded) {
      int slices = sharded.slices() > 0 ? sharded.slices() : slices();
      return new Decision(new Plan.Sharded(Math.min(slices, load.length())), "as configured");
    }
    return fastest();
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

  private Decision fastest() {
    // Spark counts what surrounds the sums, too.
    long room =
        Math.min(resources.resultBytes() / 10 * 9, (long) (SHARE * resources.driverBytes()));
    boolean fits = load.allBytes() <= room;
    if (fits && resources.place() == Resources.Place.THREADS) {
      return new Decision(new Plan.Direct(), "tasks run in the driver's process");
    }
    List<Plan> plans = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    if (fits) {
      plans.add(new Plan.Direct());
    } else {
      refused.add(
          "direct would bring %s to the driver, which has room for %s"
              .formatted(size(load.allBytes()), size(room)));
    }
    Plan.Tree tree = fastestTree();
    long task = tree.traffic(load).busiestTaskBytes();
    if (task <= SHARE * resources.taskBytes()) {
      plans.add(tree);
    } else {
      refused.add(
          "a %s would bring %s to a task, which has room for %s"
              .formatted(
                  tree.sentence(), size(task), size((long) (SHARE * resources.taskBytes()))));
    }
    plans.add(new Plan.Sharded(slices()));
    plans.sort(Comparator.comparingDouble(this::seconds));
    List<String> reasons = new ArrayList<>();
    plans.forEach(plan -> reasons.add(estimate(plan)));
    reasons.addAll(refused);
    return new Decision(plans.get(0), String.join("; ", reasons));
  }

  private Plan.Tree fastestTree() {
    Plan.Tree best = new Plan.Tree(1);
    for (int depth = 2; 1 << (depth - 1) < load.partitions(); depth++) {
      Plan.Tree deeper = new Plan.Tree(depth);
      best = seconds(deeper) < seconds(best) ? deeper : best;
    }
    return best;
  }

  private int slices() {
    int most = Math.max(load.partitions(), SLICES);
    int worth = (int) Math.min(most, 1 + load.bytes() / SLICE);
    return Math.min(load.length(), Math.min(load.subtrees(), worth));
  }

  private String estimate(Plan plan) {
    return String.format(
        Locale.ROOT, "%s takes %.2f s by estimate", plan.sentence(), seconds(plan));
  }

  private double seconds(Plan plan) {
    double one = load.wholeBytes() / LINK;
    double all = load.allBytes() / LINK;
    if (plan instanceof Plan.Tree tree) {
      double each = all / load.partitions();
      double seconds = one;
      int fanIn = tree.fanIn(load.partitions());
      int sums = load.partitions();
      for (int level = 0; level < tree.depth(); level++) {
        seconds += STAGE + each * (fanIn + sums / (double) resources.executors());
        sums = (sums + fanIn - 1) / fanIn;
      }
      return seconds;
    }
    if (plan instanceof Plan.Sharded sharded) {
      double task = TASK + load.partitions() * PIECE;
      double tasks = sharded.slices() * task / resources.cores();
      return STAGE + tasks + all / resources.executors() + one;
    }
    return all;
  }

  /** Returns a number of bytes in words, in powers of 1,000. */
  static String size(long bytes) {
    if (bytes < 1_000_000) {
      return String.format(Locale.ROOT, "%.1f kB", bytes / 1e3);
    }
    return bytes < 1_000_000_000
        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}
