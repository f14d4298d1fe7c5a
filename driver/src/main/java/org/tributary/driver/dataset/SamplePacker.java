package org.tributary.driver.dataset;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import scala.Tuple2;

/**
 * Packs the rows of one split: into {@link SampleChunk}s with the numbers of their buckets, and at
 * last what was validated with the number of one bucket more. Mutable.
 */
final class SamplePacker implements Iterator<Tuple2<Integer, Serializable>> {
  /** A chunk of more bytes leaves the task that packs it. */
  private static final int CHUNK_BYTES = 1 << 16;

  private static final int FEW_ROWS = 16;

  /** Non-zeros of a sparse row, about; chunks with more leave by their bytes. */
  private static final int SPARSE_NUMBERS = 64;

  private final SampleCursor samples;
  private final SampleReader reader;
  private final long seed;
  private final int buckets;
  private final int shift;
  private final int chunkRows;
  private final SampleChunk.Builder[] builders;
  private final Deque<SampleChunk.Builder> unused = new ArrayDeque<>();
  private final DataValidation validation;
  private final Deque<Tuple2<Integer, Serializable>> ready = new ArrayDeque<>();
  private int flushed = -1;

  /**
   * Begins before the first row.
   *
   * @param seed decides the canonical order
   * @param buckets equal parts of the range of keys, a power of two
   */
  SamplePacker(SampleCursor samples, SampleReader reader, long seed, int buckets) {
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
      builders[bucket] = unused.isEmpty() ? builder() : unused.pop();
    }
    builders[bucket].add(key, sample);
    if (builders[bucket].rows() >= chunkRows
        || builders[bucket].nonZeros() >= CHUNK_BYTES / Double.BYTES) {
      flush(bucket);
    }
  }

  private SampleChunk.Builder builder() {
    return reader.chunk(chunkRows < FEW_ROWS ? chunkRows : 1);
  }

  private void flush(int bucket) {
    if (builders[bucket] != null && builders[bucket].rows() > 0) {
      ready.add(new Tuple2<>(bucket, builders[bucket].pack()));
      if (chunkRows < FEW_ROWS) {
        // Of rows so wide, the builders of all buckets would hold much more than they pass on.
        unused.push(builders[bucket]);
        builders[bucket] = null;
      }
    }
  }
}
