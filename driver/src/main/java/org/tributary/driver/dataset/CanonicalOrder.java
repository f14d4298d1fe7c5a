package org.tributary.driver.dataset;

import java.util.Iterator;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.tributary.driver.source.SourceRow;
import org.tributary.driver.source.Table;
import scala.Tuple2;

/**
 * Puts samples in an order that their content and the seed decide, and nothing else: not the files,
 * their splits, or the number of partitions.
 *
 * <p>The range of the hash is cut into equal leaves, on average at most {@code blockRows} samples
 * each; a partition holds a run of whole leaves, sorted. The samples of a leaf, and their order,
 * are therefore the same however many partitions there are, and so is every sum over a leaf. It
 * costs one shuffle of the data, once a job.
 */
final class CanonicalOrder {
  private CanonicalOrder() {}

  /** Which side of the holdout is wanted. */
  record Side(double holdout, boolean training) implements java.io.Serializable {
    static final Side ALL = new Side(0, true);

    boolean takes(SampleKey key) {
      return key.isHoldout(holdout) != training;
    }
  }

  /** Sends each leaf to its partition. */
  private static final class LeafPartitioner extends Partitioner {
    private static final long serialVersionUID = 1;

    private final LeafRange range;

    LeafPartitioner(LeafRange range) {
      this.range = range;
    }

    @Override
    public int numPartitions() {
      return range.partitions();
    }

    @Override
    public int getPartition(Object key) {
      return range.partitionOf(((SampleKey) key).leaf(range.leaves()));
    }
  }

  /** Returns the sorted samples, in partitions of whole leaves. */
  static JavaPairRDD<SampleKey, Sample> of(
      Table table, SampleReader reader, long seed, Side side, LeafRange range) {
    return table
        .records()
        .mapPartitionsToPair(rows -> new Keyed(rows, reader, seed, side))
        .repartitionAndSortWithinPartitions(new LeafPartitioner(range));
  }

  /** Reads a row that the survey found sound. */
  static Sample sample(SampleReader reader, SourceRow row) {
    if (reader.read(row) instanceof Sample sample) {
      return sample;
    }
    throw new IllegalStateException(
        "Cannot read " + row.file() + " again: it changed since it was surveyed");
  }

  /** The samples of one side with their keys; the survey has refused every problem before. */
  private static final class Keyed implements Iterator<Tuple2<SampleKey, Sample>> {
    private final Iterator<SourceRow> rows;
    private final SampleReader reader;
    private final long seed;
    private final Predicate<SampleKey> wanted;
    private Optional<Tuple2<SampleKey, Sample>> next;

    Keyed(Iterator<SourceRow> rows, SampleReader reader, long seed, Side side) {
      this.rows = rows;
      this.reader = reader;
      this.seed = seed;
      this.wanted = side::takes;
      this.next = advance();
    }

    private Optional<Tuple2<SampleKey, Sample>> advance() {
      while (rows.hasNext()) {
        Sample sample = sample(reader, rows.next());
        SampleKey key = SampleKey.of(sample, seed);
        if (wanted.test(key)) {
          return Optional.of(new Tuple2<>(key, sample));
        }
      }
      return Optional.empty();
    }

    @Override
    public boolean hasNext() {
      return next.isPresent();
    }

    @Override
    public Tuple2<SampleKey, Sample> next() {
      Tuple2<SampleKey, Sample> current = next.orElseThrow();
      next = advance();
      return current;
    }
  }
}
