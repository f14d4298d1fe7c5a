package org.tributary.driver.source;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.tributary.driver.spec.FormatSpec;

/**
 * Reads CSV: every cell is the text of its field.
 *
 * <p>The header is the first record of each file that is not blank, the same in all of them; names
 * lose surrounding spaces, and a column without a name is called as it would be without a header. A
 * record may have more or fewer cells than columns. A record that is not CSV, such as one that ends
 * within quotes, is {@link Malformed}. Blank lines have no record.
 */
final class CsvSource {
  /** Bytes of a column: its name, its field in the schema and its kind, about. */
  private static final long COLUMN_BYTES = 500;

  /** What a comment begins with in other programs; in CSV, it is text. */
  private static final String COMMENT = "#";

  private CsvSource() {}

  static Table open(SparkSession spark, FoundFiles files, FormatSpec.Csv format) {
    JavaSparkContext sc = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Configuration conf = sc.hadoopConfiguration();
    List<CsvHead> heads = heads(conf, files, format);
    CsvDialect dialect =
        dialect(
            format,
            format
                .delimiter()
                .orElseGet(
                    () ->
                        CsvDelimiter.detect(heads.get(0).file(), heads.get(0).records(), format)));
    if (format.delimiter().isPresent()) {
      CsvDelimiter.requireSeparates(
          heads.get(0).file(), heads.get(0).first(), dialect.delimiter(), format);
    }
    Map<String, Long> headers = new HashMap<>();
    List<String> names =
        switch (format.header()) {
          case PRESENT -> {
            heads.forEach(head -> headers.put(head.file(), head.position()));
            yield commonHeader(heads, dialect);
          }
          case ABSENT ->
              IntStream.range(0, fields(heads.get(0), dialect).size())
                  .mapToObj(i -> "c" + i)
                  .toList();
        };
    int width = names.size();
    // Added one by one, fields would be copied each time.
    StructField[] columns =
        names.stream()
            .map(name -> DataTypes.createStructField(name, DataTypes.StringType, true))
            .toArray(StructField[]::new);
    TextRecords.Layout layout = CsvSplits.layout(sc, files, dialect);
    return new Table(
        files.name(),
        TextRecords.withPartitions(new StructType(columns), files),
        () ->
            TextRecords.read(sc, files, layout, width, headers, () -> new CsvLine(dialect, width)),
        CsvDialect.isByteWise(Charset.forName(format.encoding()))
            ? Table.Positions.BYTE_OFFSET
            : Table.Positions.LINE,
        files.bytes(),
        dialect.hasAsciiDelimiter()
            ? Optional.of(numbers(sc, files, layout, headers, dialect, width))
            : Optional.empty());
  }

  private static List<CsvHead> heads(Configuration conf, FoundFiles files, FormatSpec.Csv format) {
    CsvDialect dialect = dialect(format, format.delimiter().orElse(','));
    byte[] delimiters =
        format.delimiter().isPresent()
            ? CsvInputFormat.lastBytes(dialect)
            : CsvDelimiter.candidates();
    List<CsvHead> heads =
        files
            .inParallel(conf, (fs, file) -> CsvHead.read(fs, file.getPath(), dialect, delimiters))
            .stream()
            .flatMap(Optional::stream)
            .toList();
    if (heads.isEmpty()) {
      throw new DataException("Cannot read " + files.name() + ": it has no lines");
    }
    return heads;
  }

  private static CsvDialect dialect(FormatSpec.Csv format, char delimiter) {
    return new CsvDialect(
        delimiter,
        format.escape().orElse(CsvDialect.QUOTE),
        format.decimal(),
        format.encoding(),
        format.multiline());
  }

  private static NumericScan numbers(
      JavaSparkContext sc,
      FoundFiles files,
      TextRecords.Layout layout,
      Map<String, Long> headers,
      CsvDialect dialect,
      int width) {
    return new NumericScan() {
      @Override
      public boolean takes(int column, int width) {
        return width == 1;
      }

      @Override
      public boolean takesOther(int column) {
        return true;
      }

      @Override
      public JavaRDD<NumericRow> rows(int[] numbers, int[] widths, int other) {
        return TextRecords.scan(sc, files, layout, headers, split(dialect, width, numbers, other));
      }
    };
  }

  private static TextRecords.SplitReader<NumericRow> split(
      CsvDialect dialect, int width, int[] numbers, int other) {
    return lines -> new CsvNumbers(lines, dialect, width, numbers, other);
  }

  private static List<String> commonHeader(List<CsvHead> first, CsvDialect dialect) {
    CsvHead model = first.get(0);
    List<String> names = names(model, dialect);
    for (CsvHead line : first.subList(1, first.size())) {
      // Equal text is the common case and needs no parsing.
      if (!line.first().equals(model.first())) {
        List<String> others = names(line, dialect);
        if (!others.equals(names)) {
          throw new DataException(
              "Cannot read %s: its header is not that of %s (%s)"
                  .formatted(line.file(), model.file(), difference(others, names)));
        }
      }
    }
    return names;
  }

  private static String difference(List<String> these, List<String> those) {
    if (these.size() != those.size()) {
      return these.size() + " columns, not " + those.size();
    }
    int column =
        IntStream.range(0, these.size())
            .filter(i -> !these.get(i).equals(those.get(i)))
            .findFirst()
            .orElseThrow();
    return "column %d is \"%s\", not \"%s\""
        .formatted(column + 1, these.get(column), those.get(column));
  }

  private static List<String> names(CsvHead header, CsvDialect dialect) {
    List<String> names = fields(header, dialect).stream().map(String::strip).toList();
    if (names.size() == 1 && names.get(0).startsWith(COMMENT)) {
      throw new DataException(
          "Cannot read %s: its first line is a comment, %s (expected the names of the columns); remove the lines that begin with %s"
              .formatted(header.file(), Cells.abridged(names.get(0)), COMMENT));
    }
    Map<String, Integer> columns = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      Integer earlier = name.isEmpty() ? null : columns.put(name, i);
      if (earlier != null) {
        throw new DataException(
            ("Cannot read %s: columns %d and %d are both named \"%s\" in the header; rename one"
                    + " of them")
                .formatted(header.file(), earlier + 1, i + 1, name));
      }
    }
    return ColumnNames.of(names);
  }

  /** Refuses a header whose columns alone would fill the heap. */
  private static void requireRoom(CsvHead head, char delimiter) {
    long columns = 1 + head.first().chars().filter(c -> c == delimiter).count();
    long heap = Runtime.getRuntime().maxMemory();
    if (columns * COLUMN_BYTES > heap / 2) {
      throw new DataException(
          ("Cannot read %s: its first line has %,d columns, which take about %,d MiB (the heap has"
                  + " %,d MiB); raise TRIBUTARY_HEAP, or store wide rows as LIBSVM or as vectors")
              .formatted(head.file(), columns, (columns * COLUMN_BYTES) >> 20, heap >> 20));
    }
  }

  private static List<String> fields(CsvHead head, CsvDialect dialect) {
    requireRoom(head, dialect.delimiter());
    Object[] cells = CsvLine.ofAnyWidth(dialect.withPoint()).cells(head.first());
    if (cells[0] instanceof Malformed malformed) {
      throw new DataException(
          "Cannot read %s: its first line is not CSV: %s"
              .formatted(head.file(), malformed.reason()));
    }
    return new ArrayList<>(Arrays.asList(Arrays.copyOf(cells, cells.length, String[].class)));
  }
}
