package org.tributary.driver.dataset;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.spark.Partitioner;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.Table;
import org.tributary.driver.spark.JobName;
import org.tributary.driver.spark.Placement;
import org.tributary.driver.spark.Rdds;
import scala.Tuple2;

/**
 * The samples of a table, read and validated once, in buckets of their canonical order.
 *
 * <p>A bucket is an equal part of the range of keys. A task of the one pass over the table packs
 * the samples of a bucket into {@link SampleChunk}s, and what it validated into a chunk of a bucket
 * of its own. So the first job reads the table, writes the chunks as shuffle files and learns what
 * is wrong; later jobs read only the files. Each bucket is sorted by itself when it is read: memory
 * is needed for one bucket of each task.
 *
 * <p>Where tasks are threads of the driver's process, and all chunks fit in a small part of its
 * heap, they stay there as {@link HeldChunks} and no files are written. The samples are the same.
 */
final class SampleShuffle {
  /** Wanted bytes of a bucket; files are taken to grow eightfold as they are decoded. */
  private static final long BUCKET_BYTES = 32L << 20;

  private static final int GROWTH = 8;
  private static final int LEAST_BUCKETS = 8;
  private static final int MOST_BUCKETS_BY_SIZE = 1024;

  /** Which part of the heap may hold chunks: one of so many. */
  private static final int HEAP_SHARE = 8;

  /** How many bytes of text a byte of a chunk can stand for, about. */
  private static final int TEXT_SHARE = 2;

  /**
   * Spark's estimates from here on say that nothing is known, of a DataFrame of an RDD above all.
   */
  private static final long UNKNOWN_BYTES = 1L << 56;

  private final Table table;
  private final SampleReader reader;
  private final int partitions;
  private final int buckets;
  private final long room;
  private final JavaRDD<Tuple2<Integer, Serializable>> packed;
  private Optional<JavaPairRDD<Integer, Serializable>> shuffled = Optional.empty();

  /** The chunks, once they were read, if they are in memory. */
  private Optional<HeldChunks> held = Optional.empty();

  private SampleShuffle(
      Table table,
      SampleReader reader,
      int partitions,
      int buckets,
      long room,
      JavaRDD<Tuple2<Integer, Serializable>> packed) {
    this.table = table;
    this.reader = reader;
    this.partitions = partitions;
    this.buckets = buckets;
    this.room = room;
    this.packed = packed;
  }

  /**
   * Prepares the pass over a table.
   *
   * @param seed decides the canonical order
   * @param partitions that the samples will be read in
   */
  static SampleShuffle of(Table table, SampleReader reader, long seed, int partitions) {
    return of(table, reader, seed, partitions, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
  }

  /**
   * Prepares the pass over a table.
   *
   * @param room bytes of chunks that may be held in memory
   */
  static SampleShuffle of(Table table, SampleReader reader, long seed, int partitions, long room) {
    int buckets = buckets(table.bytes(), partitions);
    return new SampleShuffle(
        table,
        reader,
        partitions,
        buckets,
        room,
        SampleCursor.read(
            table, reader, samples -> new SamplePacker(samples, reader, seed, buckets)));
  }

  /** Returns a power of two, so that leaves and buckets share their bounds. */
  private static int buckets(long bytes, int partitions) {
    long bySize = Math.min(MOST_BUCKETS_BY_SIZE, bytes / (BUCKET_BYTES / GROWTH));
    long least = Math.max(Math.max(LEAST_BUCKETS, bySize), 2L * partitions);
    return (int) Math.min(1 << 20, Long.highestOneBit(2 * least - 1));
  }

  /** Sends each record to the bucket that it names. */
  private static final class Buckets extends Partitioner {
    private static final long serialVersionUID = 1;

    private final int count;

    Buckets(int count) {
      this.count = count;
    }

    @Override
    public int numPartitions() {
      return count;
    }

    @Override
    public int getPartition(Object key) {
      return (Integer) key;
    }
  }

  /**
   * Reads the table, unless it was read before, and returns what was found.
   *
   * @throws DataException if a row was invalid at first and is not when its place is looked for:
   *     the samples behind it are not packed
   */
  DataValidation validation() {
    DataValidation validation =
        JobName.during(
            packed.context(),
            "the reading of " + table.path(),
            () -> {
              if (held.isEmpty()) {
                held = holding();
              }
              return held.map(HeldChunks::validation).orElseGet(this::shuffling);
            });
    if (!validation.hasProblems()) {
      return validation;
    }
    DataValidation placed = validationWithPlaces();
    if (!placed.hasProblems()) {
      throw new DataException(
          "Cannot read %s: its rows changed between two readings; train on data that stays as it is"
              .formatted(table.path()));
    }
    return placed;
  }

  /** Reads the table into memory, if all of it fits there. */
  private Optional<HeldChunks> holding() {
    boolean known = table.bytes() < UNKNOWN_BYTES;
    if (room < 0 || !packed.context().isLocal() || (known && table.bytes() / TEXT_SHARE > room)) {
      return Optional.empty();
    }
    HeldChunks chunks = HeldChunks.of(buckets, room);
    Rdds.collect(
        Rdds.mapPartitions(
            packed,
            records -> {
              chunks.take(TaskContext.getPartitionId(), records);
              return Collections.emptyIterator();
            }));
    return chunks.isFull() ? Optional.empty() : Optional.of(chunks);
  }

  /** Tells whether the samples that were read are in memory, not in files. */
  boolean isHeld() {
    return held.isPresent();
  }

  private JavaPairRDD<Integer, Serializable> shuffled() {
    if (shuffled.isEmpty()) {
      shuffled = Optional.of(JavaPairRDD.fromJavaRDD(packed).partitionBy(new Buckets(buckets + 1)));
    }
    return shuffled.get();
  }

  /** Reads the table into shuffle files. */
  private DataValidation shuffling() {
    DataValidation all = new DataValidation(new CellFacts());
    Rdds.collect(shuffled().rdd().toJavaRDD(), buckets)
        .forEach(part -> all.merge((DataValidation) part._2()));
    return all;
  }

  /** Reads the table again, to name the places of what was found. */
  DataValidation validationWithPlaces() {
    return DataValidation.of(table, reader);
  }

  /** Returns the samples in buckets, each sorted, in partitions that are as equal as can be. */
  JavaRDD<CountedSamples> counted() {
    return counted(LeafRange.even(buckets, buckets, partitions));
  }

  /**
   * Returns the samples of some buckets, each sorted, one after the other dealt to partitions.
   *
   * @param wanted tells whether a range of keys is wanted
   */
  JavaRDD<CountedSamples> counted(Predicate<KeyRange> wanted) {
    int[] some =
        IntStream.range(0, buckets).filter(b -> wanted.test(new KeyRange(b, buckets))).toArray();
    List<int[]> groups = new ArrayList<>();
    int count = Math.min(partitions, some.length);
    for (int g = 0; g < count; g++) {
      int group = g;
      groups.add(
          IntStream.range(0, some.length)
              .filter(i -> i % count == group)
              .map(i -> some[i])
              .toArray());
    }
    return counted(groups);
  }

  /**
   * Returns the samples in buckets, each sorted, in partitions that hold the leaves of a range. A
   * bucket that two partitions share is in both.
   */
  JavaRDD<CountedSamples> counted(LeafRange range) {
    List<int[]> groups = new ArrayList<>();
    for (int p = 0; p < range.partitions(); p++) {
      long from = (long) range.firstOf(p) * buckets / range.leaves();
      long to = ((long) range.firstOf(p + 1) * buckets + range.leaves() - 1) / range.leaves();
      groups.add(IntStream.range((int) from, (int) Math.max(from, to)).toArray());
    }
    return counted(groups);
  }

  private JavaRDD<CountedSamples> counted(List<int[]> groups) {
    int ranges = buckets;
    return held.map(chunks -> counted(chunks, groups))
        .orElseGet(
            () ->
                Placement.inRuns(
                    Rdds.mapPartitionsWithIndex(
                        shuffled().rdd().toJavaRDD(),
                        (bucket, records) ->
                            List.of(counted(new KeyRange(bucket, ranges), records)).iterator()),
                    groups));
  }

  private JavaRDD<CountedSamples> counted(HeldChunks chunks, List<int[]> groups) {
    JavaRDD<int[]> dealt =
        JavaSparkContext.fromSparkContext(packed.context()).parallelize(groups, groups.size());
    return Rdds.mapPartitions(
        dealt, group -> IntStream.of(group.next()).mapToObj(chunks::counted).iterator());
  }

  private static CountedSamples counted(
      KeyRange bucket, Iterator<Tuple2<Integer, Serializable>> records) {
    List<ChunkView> chunks = new ArrayList<>();
    records.forEachRemaining(record -> chunks.add(new ChunkView((byte[]) record._2())));
    return CountedSamples.of(bucket, chunks);
  }
}
