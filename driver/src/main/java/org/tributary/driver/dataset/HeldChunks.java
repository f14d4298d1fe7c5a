package org.tributary.driver.dataset;

import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import scala.Tuple2;

/**
 * Packed samples in the memory of the one process that both the driver and its tasks are, by
 * buckets: what shuffle files are elsewhere, without writing and reading each number.
 *
 * <p>It holds no more than a limit of bytes, and is then {@link #isFull}. The memory is free once
 * the driver has no dataset left that was made of it. Copies that tasks have share the content.
 */
final class HeldChunks implements Serializable {
  private static final long serialVersionUID = 1;

  private static final AtomicLong COUNT = new AtomicLong();
  private static final Map<Long, WeakReference<Content>> CONTENTS = new ConcurrentHashMap<>();

  private final long number;
  private final transient Content content;

  /** The packed samples of a split. */
  private static final class Part {
    private final List<List<byte[]>> chunks = new ArrayList<>();
    private final List<DataValidation> validations = new ArrayList<>();

    Part(int buckets) {
      for (int bucket = 0; bucket < buckets; bucket++) {
        chunks.add(new ArrayList<>());
      }
    }
  }

  /** What copies share. */
  private static final class Content {
    private final int buckets;
    private final long limit;
    private final AtomicLong bytes = new AtomicLong();
    private final Map<Integer, Part> parts = new ConcurrentHashMap<>();

    Content(int buckets, long limit) {
      this.buckets = buckets;
      this.limit = limit;
    }
  }

  private HeldChunks(long number, Content content) {
    this.number = number;
    this.content = content;
  }

  /**
   * Makes room for samples.
   *
   * @param limit bytes of packed samples
   */
  static HeldChunks of(int buckets, long limit) {
    CONTENTS.values().removeIf(content -> content.get() == null);
    HeldChunks held = new HeldChunks(COUNT.incrementAndGet(), new Content(buckets, limit));
    CONTENTS.put(held.number, new WeakReference<>(held.content));
    return held;
  }

  private Object readResolve() {
    WeakReference<Content> shared = CONTENTS.get(number);
    Content found = shared == null ? null : shared.get();
    if (found == null) {
      throw new IllegalStateException("Cannot read samples: those in memory were given back");
    }
    return new HeldChunks(number, found);
  }

  /**
   * Takes the records of a split, as {@link SamplePacker} makes them; those of an earlier try are
   * dropped. Ends early where there is no room left.
   */
  void take(int split, Iterator<Tuple2<Integer, Serializable>> records) {
    Part part = new Part(content.buckets);
    while (!isFull() && records.hasNext()) {
      Tuple2<Integer, Serializable> record = records.next();
      if (record._2() instanceof byte[] chunk) {
        part.chunks.get(record._1()).add(chunk);
        content.bytes.addAndGet(chunk.length);
      } else {
        part.validations.add((DataValidation) record._2());
      }
    }
    content.parts.put(split, part);
  }

  /** Tells whether there were more samples than there is room for, so that some are not held. */
  boolean isFull() {
    return content.bytes.get() > content.limit;
  }

  /** Returns what was found in all rows. */
  DataValidation validation() {
    DataValidation all = new DataValidation(new CellFacts());
    content.parts.values().stream()
        .map(part -> part.validations)
        .flatMap(Collection::stream)
        .forEach(all::merge);
    return all;
  }

  /** Returns the samples of a bucket, sorted. */
  CountedSamples counted(int bucket) {
    List<ChunkView> chunks = new ArrayList<>();
    for (Part part : content.parts.values()) {
      part.chunks.get(bucket).forEach(chunk -> chunks.add(new ChunkView(chunk)));
    }
    return CountedSamples.of(new KeyRange(bucket, content.buckets), chunks);
  }
}
