package org.tributary.driver.spec;

import java.io.Serializable;
import java.util.Optional;

/** A data format, with its settings. */
public sealed interface FormatSpec extends Serializable {

  /**
   * Comma-separated values, RFC 4180, one record a line.
   *
   * @param header whether the first line of each file names the columns; else they are c0, c1, ...
   * @param delimiter what separates fields
   */
  record Csv(Header header, char delimiter) implements FormatSpec {
    /** Whether the first line names the columns. */
    public enum Header {
      /** It does. */
      PRESENT,
      /** It is a record; columns are c0, c1, ... */
      ABSENT
    }
  }

  /**
   * LIBSVM: {@code label index:value ...}, indices from 1; columns {@code label} and {@code
   * features}.
   *
   * @param features number of features; 0 for the largest index seen
   */
  record Libsvm(int features) implements FormatSpec {}

  /** Parquet: numeric, string, vector and array columns. */
  record Parquet() implements FormatSpec {}

  /**
   * IDX, the format of the MNIST family, gzipped or not; columns {@code features} and {@code
   * label}.
   *
   * @param labels the file of labels; without it there is no label column
   */
  record Idx(Optional<String> labels) implements FormatSpec {}
}
