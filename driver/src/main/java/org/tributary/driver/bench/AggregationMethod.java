package org.tributary.driver.bench;

/** A way for the sums of partitions to come together, ours and those to compare with. */
public enum AggregationMethod {
  /** Sums are made and stay where they are: what every other way takes at least. */
  NONE("sums alone"),
  /** {@link org.tributary.driver.aggregation.Plan.Direct}. */
  DIRECT("direct"),
  /** {@link org.tributary.driver.aggregation.Plan.Tree}, of the depth that is fastest then. */
  TREE("tree"),
  /** A tree of depth 2, beside Spark's own of that depth. */
  TREE_2("tree of depth 2"),
  /** {@link org.tributary.driver.aggregation.Plan.Sharded}. */
  SHARDED("sharded"),
  /** {@link org.tributary.driver.aggregation.Plan.Merged}, by the fastest way then. */
  MERGED("merged"),
  /** Spark's {@code treeAggregate} of one array a partition, with its default depth 2. */
  SPARK_TREE("treeAggregate, depth 2"),
  /** Spark's {@code collect} of one array a partition, added on the driver. */
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
