package org.tributary.driver.bench;

/** A method of aggregating the partitions' sums: Tributary's methods and those for comparison. */
public enum AggregationMethod {
  /** Sums are computed but not aggregated: the lower bound for all methods. */
  NONE("sums alone"),
  /** {@link org.tributary.driver.aggregation.Plan.Direct}. */
  DIRECT("direct"),
  /** {@link org.tributary.driver.aggregation.Plan.Tree}, with the fastest depth. */
  TREE("tree"),
  /** A tree of depth 2, for comparison with Spark's tree of the same depth. */
  TREE_2("tree of depth 2"),
  /** {@link org.tributary.driver.aggregation.Plan.Sharded}. */
  SHARDED("sharded"),
  /** {@link org.tributary.driver.aggregation.Plan.Merged}, with the fastest plan. */
  MERGED("merged"),
  /** Spark's {@code treeAggregate} of one array per partition, with its default depth 2. */
  SPARK_TREE("treeAggregate, depth 2"),
  /** Spark's {@code collect} of one array per partition, added on the driver. */
  COLLECT("collect");

  private final String title;

  AggregationMethod(String title) {
    this.title = title;
  }

  /** Returns the name to show. */
  public String title() {
    return title;
  }
}
