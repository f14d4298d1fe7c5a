package org.tributary.driver.aggregation;

/**
 * Estimates the time of plans from the traffic and Spark's overhead.
 *
 * <p>With M the bytes of a sum, T subtrees of P partitions, E executors, C cores, B the bytes a
 * second of a link, and a, b and c the overhead in seconds of a stage, a task and a record from one
 * task to another:
 *
 * <pre>
 *   direct    T M / B                                   all through the driver's link
 *   tree      d a + (sum_l (k_l + T_l/E) + 1) M/B       d levels of T_l subtrees, k_l a task at most
 *   sharded   a + S (b + P c) / C + (T/E + 1) M/B       S tasks of P pieces each
 *   merged    a + T/E M/R + the rest of E partitions    R bytes a second of memory
 * </pre>
 *
 * <p>The constants are those of a small cluster. They need not be exact, because the costs of the
 * plans differ by large factors.
 *
 * @param load the sums to aggregate
 * @param resources the available resources
 */
record Cost(Load load, Resources resources) {
  /** Bytes a second of a link: 1 Gbit/s. */
  private static final double LINK = 1e9 / 8;

  /** Bytes a second that are added in memory. */
  private static final double MEMORY = 1e9;

  /** Overhead of a stage in seconds. */
  private static final double STAGE = 0.05;

  /** Overhead of a task in seconds. */
  private static final double TASK = 0.005;

  /** Overhead of a record in seconds. */
  private static final double PIECE = 0.0001;

  /** Returns the seconds that a plan takes once all partitions' sums are computed. */
  double seconds(Plan plan) {
    double whole = load.wholeBytes() / LINK;
    double all = load.allBytes() / LINK;
    if (plan instanceof Plan.Merged merged) {
      double memory = (double) load.allBytes() / resources.executors() / MEMORY;
      Cost rest = new Cost(load.merged(merged.executors()), resources);
      return STAGE + memory + rest.seconds(merged.rest());
    }
    if (plan instanceof Plan.Tree tree) {
      double seconds = whole;
      for (TreeLevels.Level level : tree.levels(load.range())) {
        double sums = level.most() + level.subtrees() / (double) resources.executors();
        seconds += STAGE + sums * load.bytes() / LINK;
      }
      return seconds;
    }
    if (plan instanceof Plan.Sharded sharded) {
      double task = TASK + load.partitions() * PIECE;
      double tasks = sharded.slices() * task / resources.cores();
      return STAGE + tasks + all / resources.executors() + whole;
    }
    return all;
  }
}
