package org.tributary.driver.spec;

import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A data format, with its settings. */
public sealed interface FormatSpec extends Serializable {

  /**
   * Delimiter-separated values, RFC 4180.
   *
   * @param header whether the first record of each file names the columns; else they are c0, c1,
   *     ...
   * @param delimiter what separates fields; empty to detect it from the first record
   * @param escape what escapes a quote within a quoted field; empty for a second quote
   * @param decimal the decimal separator of numbers
   * @param encoding name of the character set, as Java knows it
   * @param multiline whether quoted fields may contain line breaks
   */
  record Csv(
      Header header,
      Optional<Character> delimiter,
      Optional<Character> escape,
      Decimal decimal,
      String encoding,
      Multiline multiline)
      implements FormatSpec {
    /** The default: a header, and a detected delimiter. */
    public static final Csv DEFAULT =
        new Csv(
            Header.PRESENT,
            Optional.empty(),
            Optional.empty(),
            Decimal.POINT,
            "UTF-8",
            Multiline.AUTO);

    /** Refuses characters that cannot be told from each other, and an unknown encoding. */
    public Csv {
      delimiter.ifPresent(character -> requireCharacter("delimiter", character));
      escape.ifPresent(character -> requireCharacter("escape", character));
      Check.require(
          delimiter.isEmpty() || !delimiter.equals(escape),
          "escape",
          escape.map(String::valueOf).orElse(""),
          "another character than the delimiter");
      Check.require(
          !delimiter.equals(Optional.of(decimal.character())),
          "delimiter",
          decimal.character(),
          "another character than the decimal separator");
      Check.require(
          isCharset(encoding), "encoding", encoding, "a character set such as windows-1252");
    }

    /** Describes CSV with the defaults but for its header and delimiter. */
    public Csv(Header header, char delimiter) {
      this(
          header, Optional.of(delimiter), Optional.empty(), Decimal.POINT, "UTF-8", Multiline.AUTO);
    }

    /** Returns whether a text names a character set. */
    public static boolean isCharset(String name) {
      try {
        return Charset.isSupported(name) && Charset.forName(name).canEncode();
      } catch (IllegalCharsetNameException e) {
        return false;
      }
    }

    private static void requireCharacter(String what, char character) {
      Check.require(
          "\"\r\n".indexOf(character) < 0 && !Character.isSurrogate(character),
          what,
          "character " + (int) character,
          "one character other than a double quote or a line break");
    }

    /** Returns the same with another way to escape quotes. */
    public Csv withEscape(char other) {
      return new Csv(header, delimiter, Optional.of(other), decimal, encoding, multiline);
    }

    /** Returns the same with another decimal separator. */
    public Csv withDecimal(Decimal other) {
      return new Csv(header, delimiter, escape, other, encoding, multiline);
    }

    /** Returns the same in another encoding. */
    public Csv withEncoding(String other) {
      return new Csv(header, delimiter, escape, decimal, other, multiline);
    }

    /** Returns the same with line breaks in fields, or without. */
    public Csv withMultiline(Multiline other) {
      return new Csv(header, delimiter, escape, decimal, encoding, other);
    }

    /** Whether the first record names the columns. */
    public enum Header {
      /** It does. */
      PRESENT,
      /** It is a record; columns are c0, c1, ... */
      ABSENT
    }

    /** What separates the fraction of a number from its whole part. */
    public enum Decimal {
      /** A point, as in 1.5. */
      POINT('.'),
      /** A comma, as in 1,5. */
      COMMA(',');

      private final char character;

      Decimal(char character) {
        this.character = character;
      }

      /** Returns the separator. */
      public char character() {
        return character;
      }
    }

    /** Whether a quoted field may contain line breaks. */
    public enum Multiline {
      /** It may, and a file that is read in parts is checked for it first. */
      AUTO,
      /** It may, and no file is read in parts. */
      YES,
      /** A line break always ends a record. */
      NO
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

  /** ORC; columns as in Parquet. */
  record Orc() implements FormatSpec {}

  /** Avro; the columns are the fields of its records. */
  record Avro() implements FormatSpec {}

  /** JSON lines: an object a line, whose members are the cells. */
  record Json() implements FormatSpec {}

  /**
   * Whatever Spark reads with a source of this name; columns as in Parquet.
   *
   * @param source the name, such as {@code jdbc} or {@code delta}
   * @param options of the source
   * @param location whether the source takes the paths of the data
   */
  record Spark(String source, Map<String, String> options, Location location)
      implements FormatSpec {
    /** Copies the options; refuses a blank name. */
    public Spark {
      Check.text("source", source);
      options = Map.copyOf(options);
    }

    /** Returns the same with another option. */
    public Spark withOption(String name, String value) {
      Map<String, String> all = new HashMap<>(options);
      all.put(name, value);
      return new Spark(source, all, location);
    }

    /** Where a source finds its data. */
    public enum Location {
      /** At the paths of the data. */
      PATHS,
      /** Its options tell; the path of the data is only a name. */
      OPTIONS
    }
  }

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
