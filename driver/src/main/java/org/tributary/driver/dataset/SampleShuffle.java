package org.tributary.driver.dataset;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
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
 */
final class SampleShuffle {
  /** A chunk of more bytes leaves the task that packs it. */
  private static final int CHUNK_BYTES = 1 << 16;

  /** Wanted bytes of a bucket; files are taken to grow eightfold as they are decoded. */
  private static final long BUCKET_BYTES = 32L << 20;

  private static final int FEW_ROWS = 16;

  /** Non-zeros of a sparse row, about; chunks with more leave by their bytes. */
  private static final int SPARSE_NUMBERS = 64;

  private static final int GROWTH = 8;
  private static final int LEAST_BUCKETS = 8;
  private static final int MOST_BUCKETS_BY_SIZE = 1024;

  private final Table table;
  private final SampleReader reader;
  private final int partitions;
  private final int buckets;
  private final JavaPairRDD<Integer, Serializable> shuffled;

  private SampleShuffle(
      Table table,
      SampleReader reader,
      int partitions,
      int buckets,
      JavaPairRDD<Integer, Serializable> shuffled) {
    this.table = table;
    this.reader = reader;
    this.partitions = partitions;
    this.buckets = buckets;
    this.shuffled = shuffled;
  }

  /**
   * Prepares the pass over a table.
   *
   * @param seed decides the canonical order
   * @param partitions that the samples will be read in
   */
  static SampleShuffle of(Table table, SampleReader reader, long seed, int partitions) {
    int buckets = buckets(table.bytes(), partitions);
    JavaPairRDD<Integer, Serializable> shuffled =
        JavaPairRDD.fromJavaRDD(
                SampleCursor.read(
                    table, reader, samples -> new Packer(samples, reader, seed, buckets)))
            .partitionBy(new Buckets(buckets + 1));
    return new SampleShuffle(table, reader, partitions, buckets, shuffled);
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
            shuffled.context(),
            "the reading of " + table.path(),
            () -> {
              DataValidation all = new DataValidation(new CellFacts());
              Rdds.collect(JavaRDD.fromRDD(shuffled.rdd(), shuffled.classTag()), buckets)
                  .forEach(part -> all.merge((DataValidation) part._2()));
              return all;
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

  /** Reads the table again, to name the places of what was found. */
  DataValidation validationWithPlaces() {
    return DataValidation.of(table, reader);
  }

  /** Returns the samples in buckets, each sorted, in partitions that are as equal as can be. */
  JavaRDD<SortedSamples> sorted() {
    return sorted(LeafRange.even(buckets, buckets, partitions));
  }

  /**
   * Returns the samples in buckets, each sorted, in partitions that hold the leaves of a range. A
   * bucket that two partitions share is in both.
   */
  JavaRDD<SortedSamples> sorted(LeafRange range) {
    JavaRDD<SortedSamples> sorted =
        Rdds.mapPartitions(
            shuffled.rdd().toJavaRDD(), records -> List.of(sorted(records)).iterator());
    List<int[]> groups = new ArrayList<>();
    for (int p = 0; p < range.partitions(); p++) {
      long from = (long) range.firstOf(p) * buckets / range.leaves();
      long to = ((long) range.firstOf(p + 1) * buckets + range.leaves() - 1) / range.leaves();
      groups.add(IntStream.range((int) from, (int) Math.max(from, to)).toArray());
    }
    return Placement.inRuns(sorted, groups);
  }

  private static SortedSamples sorted(Iterator<Tuple2<Integer, Serializable>> records) {
    List<SampleChunk.View> chunks = new ArrayList<>();
    records.forEachRemaining(record -> chunks.add(new SampleChunk.View((byte[]) record._2())));
    return SortedSamples.of(chunks);
  }

  /** Packs the rows of one split. */
  private static final class Packer implements Iterator<Tuple2<Integer, Serializable>> {
    private final SampleCursor samples;
    private final SampleReader reader;
    private final long seed;
    private final int buckets;
    private final int shift;
    private final int chunkRows;
    private final SampleChunk.Builder[] builders;
    private final DataValidation validation;
    private final Deque<Tuple2<Integer, Serializable>> ready = new ArrayDeque<>();
    private int flushed = -1;

    Packer(SampleCursor samples, SampleReader reader, long seed, int buckets) {
      this.samples = samples;
      this.reader = reader;
      this.validation = new DataValidation(CellFacts.of(reader.plan()));
      this.seed = seed;
      this.buckets = buckets;
      this.shift = Long.SIZE - Integer.numberOfTrailingZeros(buckets);
      int numbers = reader.plan().isSparse() ? SPARSE_NUMBERS : reader.plan().inputs();
      this.chunkRows = Math.max(1, CHUNK_BYTES / (Double.BYTES * (numbers + 4)));
      this.builders = new SampleChunk.Builder[buckets];
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && samples.next()) {
        read();
      }
      while (ready.isEmpty() && ++flushed < builders.length) {
        flush(flushed);
      }
      if (ready.isEmpty() && flushed == builders.length) {
        ready.add(new Tuple2<>(buckets, validation));
      }
      return !ready.isEmpty();
    }

    @Override
    public Tuple2<Integer, Serializable> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }

    private void read() {
      ReadResult reading = samples.read();
      if (reading instanceof RowProblem problem) {
        validation.add(problem);
        return;
      }
      Sample sample = (Sample) reading;
      SampleKey key = SampleKey.of(sample, seed);
      validation.add(samples, sample);
      validation.add(key);
      if (validation.hasProblems()) {
        // Nothing will read the samples.
        return;
      }
      int bucket = (int) (key.high() >>> shift);
      if (builders[bucket] == null) {
        builders[bucket] = reader.chunk(chunkRows < FEW_ROWS ? chunkRows : 1);
      }
      builders[bucket].add(key, sample);
      if (builders[bucket].rows() >= chunkRows
          || builders[bucket].nonZeros() >= CHUNK_BYTES / Double.BYTES) {
        flush(bucket);
      }
    }

    private void flush(int bucket) {
      if (builders[bucket] != null && builders[bucket].rows() > 0) {
        ready.add(new Tuple2<>(bucket, builders[bucket].pack()));
        if (chunkRows < FEW_ROWS) {
          // Of rows so wide, the builders of all buckets would hold much more than they pass on.
          builders[bucket] = null;
        }
      }
    }
  }
}
