package org.tributary.driver.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.tributary.driver.spec.FormatSpec;

/**
 * Reads CSV, UTF-8, one record a line: every cell is the text of its field.
 *
 * <p>The header is the first line of each file that is not blank, the same in all of them; names
 * lose surrounding spaces. A record may have more or fewer cells than columns. A line that is not
 * CSV, such as one that ends within quotes, is {@link Malformed}. Blank lines have no record.
 */
final class CsvSource {
  private static final char FIRST_BEYOND_ASCII = 128;

  private CsvSource() {}

  static Table open(SparkSession spark, String path, FormatSpec.Csv format) {
    JavaSparkContext sc = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Configuration conf = sc.hadoopConfiguration();
    List<FileStatus> files = SourceFiles.list(conf, path);
    List<Lines.Line> first = TextRecords.firstLines(conf, path, files);
    char delimiter = format.delimiter();
    Map<String, Long> headers = new HashMap<>();
    List<String> names =
        switch (format.header()) {
          case PRESENT -> {
            first.forEach(line -> headers.put(line.file(), line.offset()));
            yield commonHeader(first, delimiter);
          }
          case ABSENT ->
              IntStream.range(0, fields(first.get(0), delimiter).size())
                  .mapToObj(i -> "c" + i)
                  .toList();
        };
    int width = names.size();
    // Added one by one, fields would be copied each time.
    StructField[] columns =
        names.stream()
            .map(name -> DataTypes.createStructField(name, DataTypes.StringType, true))
            .toArray(StructField[]::new);
    return new Table(
        path,
        new StructType(columns),
        TextRecords.read(sc, files, headers, () -> new CsvLine(delimiter, width)),
        Table.Positions.BYTE_OFFSET,
        SourceFiles.bytes(files),
        delimiter < FIRST_BEYOND_ASCII
            ? Optional.of(numbers(sc, files, headers, delimiter, width))
            : Optional.empty());
  }

  private static NumericScan numbers(
      JavaSparkContext sc,
      List<FileStatus> files,
      Map<String, Long> headers,
      char delimiter,
      int width) {
    return new NumericScan() {
      @Override
      public boolean takes(int column) {
        return true;
      }

      @Override
      public boolean takesOther(int column) {
        return true;
      }

      @Override
      public JavaRDD<NumericRow> rows(int[] numbers, int other) {
        return TextRecords.scan(sc, files, headers, split(delimiter, width, numbers, other));
      }
    };
  }

  private static TextRecords.SplitReader<NumericRow> split(
      char delimiter, int width, int[] numbers, int other) {
    return lines -> new CsvNumbers(lines, delimiter, width, numbers, other);
  }

  private static List<String> commonHeader(List<Lines.Line> first, char delimiter) {
    Lines.Line model = first.get(0);
    List<String> names = names(model, delimiter);
    for (Lines.Line line : first.subList(1, first.size())) {
      // Equal text is the common case and needs no parsing.
      if (!line.text().equals(model.text())) {
        List<String> others = names(line, delimiter);
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

  private static List<String> names(Lines.Line header, char delimiter) {
    List<String> names = fields(header, delimiter).stream().map(String::strip).toList();
    Map<String, Integer> columns = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (name.isEmpty()) {
        throw new DataException(
            "Cannot read %s: column %d has no name in the header".formatted(header.file(), i + 1));
      }
      Integer earlier = columns.put(name, i);
      if (earlier != null) {
        throw new DataException(
            "Cannot read %s: columns %d and %d are both named \"%s\" in the header"
                .formatted(header.file(), earlier + 1, i + 1, name));
      }
    }
    return names;
  }

  private static List<String> fields(Lines.Line line, char delimiter) {
    Object[] cells = new CsvLine(delimiter, 16).cells(line.text());
    if (cells[0] instanceof Malformed malformed) {
      throw new DataException(
          "Cannot read %s: its first line is not CSV: %s"
              .formatted(line.file(), malformed.reason()));
    }
    return new ArrayList<>(Arrays.asList(Arrays.copyOf(cells, cells.length, String[].class)));
  }
}
