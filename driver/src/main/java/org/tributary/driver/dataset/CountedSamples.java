package org.tributary.driver.dataset;

import java.util.List;

/**
 * The samples of one bucket as they were packed, in the order of their keys: a row and how many
 * samples equal it. Equal samples of several chunks are at as many places, one after the other.
 */
final class CountedSamples {
  private final KeyRange range;
  private final SortedSamples samples;

  private CountedSamples(KeyRange range, SortedSamples samples) {
    this.range = range;
    this.samples = samples;
  }

  /** Sorts the rows of the chunks of a bucket, which has the keys of a range. */
  static CountedSamples of(KeyRange range, List<ChunkView> chunks) {
    return new CountedSamples(range, SortedSamples.of(chunks));
  }

  /** Returns the range of the keys. */
  KeyRange range() {
    return range;
  }

  /** Returns a sample for each place, without its copies. */
  SortedSamples samples() {
    return samples;
  }

  /** Returns how many samples there are at a place. */
  int copies(int place) {
    return samples.copies(place);
  }

  /** Returns how many samples there are at each place. */
  int[] copies() {
    int[] copies = new int[samples.rows()];
    for (int place = 0; place < copies.length; place++) {
      copies[place] = copies(place);
    }
    return copies;
  }

  /** Returns all samples, each with its copies behind it. */
  SortedSamples all() {
    return samples.repeated(copies());
  }
}
