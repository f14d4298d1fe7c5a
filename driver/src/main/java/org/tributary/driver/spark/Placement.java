package org.tributary.driver.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.PartitionCoalescer;
import org.apache.spark.rdd.PartitionGroup;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManagerId;
import org.apache.spark.storage.BlockManagerMaster;
import org.apache.spark.storage.RDDBlockId;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The preferred executors of partitions. Spark's scheduler uses a preferred executor if it is
 * available within {@code spark.locality.wait}. The placement affects only the speed.
 */
public final class Placement implements PartitionCoalescer, Serializable {
  private static final long serialVersionUID = 1;

  /** Several partitions that become one, and its preferred executor. */
  private static final class Group implements Serializable {
    private static final long serialVersionUID = 1;

    private final String location;
    private final ArrayList<Integer> partitions = new ArrayList<>();

    Group(String location) {
      this.location = location;
    }
  }

  private final ArrayList<Group> groups;

  private Placement(List<Group> groups) {
    this.groups = new ArrayList<>(groups);
  }

  /**
   * Returns partitions that are each the concatenation of some partitions of an RDD, neighbours on
   * the same executor: partition p on the executor p E / P, with E executors and P partitions.
   * Neighbours are siblings in the summation tree, so their sums can be added on the executor.
   *
   * @param parts the partitions that make each new one, in order
   */
  public static <T> JavaRDD<T> inRuns(JavaRDD<T> rdd, List<int[]> parts) {
    List<BlockManagerId> executors = executors();
    List<Group> groups = new ArrayList<>();
    for (int p = 0; p < parts.size(); p++) {
      int executor = (int) ((long) p * executors.size() / parts.size());
      Group group = new Group(executors.isEmpty() ? "" : location(executors.get(executor)));
      for (int part : parts.get(p)) {
        group.partitions.add(part);
      }
      groups.add(group);
    }
    return coalesced(rdd, groups);
  }

  /**
   * Returns one partition for each executor that stores partitions of a persisted RDD, with those
   * partitions in order. Partitions that are not stored form one additional partition.
   */
  public static <T> JavaRDD<T> byExecutor(JavaRDD<T> rdd) {
    BlockManagerMaster master = SparkEnv.get().blockManager().master();
    Map<String, Group> groups = new TreeMap<>();
    for (int p = 0; p < rdd.getNumPartitions(); p++) {
      BlockId block = new RDDBlockId(rdd.id(), p);
      List<BlockManagerId> keepers = CollectionConverters.asJava(master.getLocations(block));
      String location = keepers.isEmpty() ? "" : location(keepers.get(0));
      groups.computeIfAbsent(location, Group::new).partitions.add(p);
    }
    return coalesced(rdd, List.copyOf(groups.values()));
  }

  private static <T> JavaRDD<T> coalesced(JavaRDD<T> rdd, List<Group> groups) {
    Option<PartitionCoalescer> placement = Option.apply(new Placement(groups));
    return JavaRDD.fromRDD(
        rdd.rdd().coalesce(groups.size(), false, placement, null), rdd.classTag());
  }

  /** Returns the executors in a fixed order, without the driver. */
  private static List<BlockManagerId> executors() {
    return CollectionConverters.asJava(SparkEnv.get().blockManager().master().getMemoryStatus())
        .keySet()
        .stream()
        .filter(id -> !id.isDriver())
        .sorted(
            Comparator.comparing(BlockManagerId::host).thenComparing(BlockManagerId::executorId))
        .toList();
  }

  /** Returns the name of an executor in the format of Spark's scheduler. */
  private static String location(BlockManagerId id) {
    return "executor_" + id.host() + "_" + id.executorId();
  }

  @Override
  public PartitionGroup[] coalesce(int maxPartitions, RDD<?> parent) {
    return groups.stream()
        .map(
            group -> {
              Option<String> location =
                  group.location.isEmpty() ? Option.empty() : Option.apply(group.location);
              PartitionGroup result = new PartitionGroup(location);
              for (int p : group.partitions) {
                result.partitions().addOne(parent.partitions()[p]);
              }
              return result;
            })
        .toArray(PartitionGroup[]::new);
  }
}
