package org.tributary.driver.local;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.api.java.JavaRDD;
import org.tributary.driver.spark.Rdds;

/**
 * Blocks that tasks in the driver's own process hand over by reference. {@code collect} would
 * serialize every number and read it back.
 */
final class SharedBlocks {
  private static final AtomicLong COUNT = new AtomicLong();
  private static final Map<Long, Map<Integer, List<?>>> PARTITIONS = new ConcurrentHashMap<>();

  private SharedBlocks() {}

  /** Returns the elements in the order of partitions; the session must be local. */
  static <T> List<T> of(JavaRDD<T> elements) {
    long key = COUNT.incrementAndGet();
    Map<Integer, List<?>> partitions = new ConcurrentHashMap<>();
    PARTITIONS.put(key, partitions);
    try {
      Rdds.collect(
          Rdds.mapPartitionsWithIndex(
              elements,
              (number, partition) -> {
                List<T> own = new ArrayList<>();
                partition.forEachRemaining(own::add);
                PARTITIONS.get(key).put(number, own);
                return Collections.emptyIterator();
              }));
      List<T> all = new ArrayList<>();
      new TreeMap<>(partitions).values().forEach(own -> all.addAll(cast(own)));
      return all;
    } finally {
      PARTITIONS.remove(key);
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> List<T> cast(List<?> own) {
    return (List<T>) own;
  }
}
