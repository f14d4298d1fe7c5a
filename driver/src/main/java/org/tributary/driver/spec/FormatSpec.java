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
    /** The default: a header, and commas. */
    public static final Csv DEFAULT = new Csv(Header.PRESENT, ',');

    /** Refuses a delimiter that cannot be told from a quote or the end of a line. */
    public Csv {
      Check.require(
          "\"\r\n".indexOf(delimiter) < 0 && !Character.isSurrogate(delimiter),
          "delimiter",
          "character " + (int) delimiter,
          "one character other than a double quote or a line break");
    }

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
  record Libsvm(int features) implements FormatSpec {
    /** The default: as many features as the largest index seen. */
    public static final Libsvm DEFAULT = new Libsvm(0);

    /** Refuses a number of features out of its range. */
    public Libsvm {
      Check.integer("number of features", features, 0, Limits.FEATURES);
    }
  }

  /** Parquet: numeric, string, vector and array columns. */
  record Parquet() implements FormatSpec {}

  /**
   * Rows of a DataFrame, which is handed over with the job; columns as in Parquet. The path of the
   * data is its name in messages.
   */
  record Frame() implements FormatSpec {}

  /**
   * IDX, the format of the MNIST family, gzipped or not; columns {@code features} and {@code
   * label}.
   *
   * @param labels the file of labels; without it there is no label column
   */
  record Idx(Optional<String> labels) implements FormatSpec {}
}
