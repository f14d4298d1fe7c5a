package org.tributary.driver.dataset;

import java.io.Serializable;

/**
 * A digest of rows as they were read, whatever their order, files and partitions: the sum of their
 * {@link SampleKey}s, as two integers of 64 bits. Costs nothing beside the keys, which the
 * canonical order needs.
 *
 * <p>It tells data that changed by accident from data that stayed as it was. It is no cryptographic
 * hash: who wants to can make other rows of the same digest.
 */
final class RowsDigest implements Serializable {
  private static final long serialVersionUID = 1;

  private long high;
  private long low;

  /** Adds a row. */
  void add(SampleKey key) {
    high += key.high();
    low += key.low();
  }

  /** Adds the rows of another digest. */
  void add(RowsDigest other) {
    high += other.high;
    low += other.low;
  }

  /** Returns 32 hexadecimal digits. */
  String hex() {
    return "%016x%016x".formatted(high, low);
  }
}
