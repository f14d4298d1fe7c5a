package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The catalogue of data formats and kinds of faults: each cell is refused in one line with the
 * place, the reason and, where there is one, the fix, with exit code 3 and without output.
 */
class BadInputCatalogueTest {
  @TempDir private static Path shared;
  private static byte[] parquet;
  private static byte[] orc;

  @TempDir private Path directory;

  /** A cell: the files of a directory, and what the message must contain. */
  private record Cell(
      String reader, String fault, Input files, List<String> settings, List<String> words) {
    @Override
    public String toString() {
      return reader + ", " + fault;
    }
  }

  /** Writes files, and returns what {@code data.path} is. */
  @FunctionalInterface
  private interface Input {
    Path in(Path directory) throws IOException;
  }

  @BeforeAll
  static void writeFiles() {
    parquet = TableFiles.spark("parquet", shared);
    orc = TableFiles.spark("orc", shared);
  }

  private static Cell cell(String reader, String fault, String name, String text, String... words) {
    return cell(reader, fault, name, text.getBytes(StandardCharsets.UTF_8), words);
  }

  private static Cell cell(
      String reader, String fault, String name, byte[] bytes, String... words) {
    return new Cell(
        reader,
        fault,
        directory -> Files.write(directory.resolve(name), bytes),
        List.of(),
        List.of(words));
  }

  private static Cell with(Cell cell, String... settings) {
    return new Cell(cell.reader, cell.fault, cell.files, List.of(settings), cell.words);
  }

  private static Cell files(String reader, String fault, Input files, String... words) {
    return new Cell(reader, fault, files, List.of(), List.of(words));
  }

  static Stream<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    cells.addAll(csv());
    cells.addAll(json());
    cells.addAll(libsvm());
    cells.addAll(idx());
    cells.addAll(columnar());
    return cells.stream();
  }

  private static List<Cell> csv() {
    String head = "a,b,kind\n1,2,no\n3,4,yes\n";
    String good = "5,6,no\n7,8,yes\n".repeat(5);
    byte[] packed = TableFiles.gzip(TableFiles.csv());
    return List.of(
        cell("CSV", "malformed", "x.csv", head + "\"5,6,no\n", "x.csv:4: ", "does not end"),
        cell("CSV", "malformed", "x.csv", head + "\"5\"6,6,no\n", "x.csv:4: ", "quote"),
        cell("CSV", "truncated", "x.csv", head + good + "5,6", "x.csv:14: has 2 fields"),
        cell(
            "CSV",
            "truncated",
            "x.csv.gz",
            Arrays.copyOf(packed, packed.length / 2),
            "x.csv.gz",
            "damaged"),
        cell(
            "CSV",
            "out of range",
            "x.csv",
            head + good + "1e999,6,no\n",
            "x.csv:14: column a",
            "1e999"),
        cell(
            "CSV",
            "contradictory",
            "x.csv",
            "a,a,kind\n1,2,no\n",
            "x.csv",
            "both named \"a\"",
            "rename"),
        files(
            "CSV",
            "contradictory",
            directory -> {
              Files.writeString(directory.resolve("1.csv"), head);
              Files.writeString(directory.resolve("2.csv"), "a,c,kind\n1,2,no\n");
              return directory.resolve("*.csv");
            },
            "2.csv",
            "header"),
        with(
            cell(
                "CSV",
                "wrong type",
                "x.csv",
                head + good + "red,6,no\n",
                "x.csv:14: column a",
                "red"),
            "data.columns.a=number"),
        cell(
            "CSV",
            "wrong encoding",
            "x.csv",
            (head + good).getBytes(StandardCharsets.UTF_16),
            "x.csv",
            "UTF-8",
            "data.csv.encoding"),
        cell(
            "CSV",
            "wrong encoding",
            "x.csv",
            (head + good + "5,6,n\u00f6\n").getBytes(StandardCharsets.ISO_8859_1),
            "x.csv:14: ",
            "UTF-8",
            "data.csv.encoding"),
        with(cell("CSV", "too large", "x.csv", head, "x.csv"), "data.label=nosuch"),
        cell("CSV", "malformed", "x.csv", "\n\n", "x.csv", "no lines"),
        files("CSV", "missing", directory -> directory.resolve("x.csv"), "x.csv", "no such file"));
  }

  private static List<Cell> json() {
    String good =
        "{\"a\": 1, \"b\": 2, \"kind\": \"no\"}\n{\"a\": 3, \"b\": 4, \"kind\": \"yes\"}\n"
            .repeat(5);
    return List.of(
        cell("JSON", "malformed", "x.jsonl", good + "{\"a\" 1}\n", "x.jsonl:11: is not JSON"),
        cell("JSON", "truncated", "x.jsonl", good + "{\"a\": 1, \"b", "x.jsonl:11: is not JSON"),
        cell(
            "JSON",
            "out of range",
            "x.jsonl",
            good + "{\"a\": 1e999, \"b\": 1, \"kind\": \"no\"}\n",
            "x.jsonl:11: column a"),
        cell(
            "JSON",
            "contradictory",
            "x.jsonl",
            good + "{\"a\": 1, \"a\": 2, \"kind\": \"no\"}\n",
            "x.jsonl:11: ",
            "a"),
        cell(
            "JSON",
            "too large",
            "x.jsonl",
            good + "[".repeat(20_000) + "]".repeat(20_000) + "\n",
            "x.jsonl:11: ",
            "nest"),
        cell(
            "JSON",
            "too large",
            "x.jsonl",
            good + "{\"a\": " + "1".repeat(20_000) + "}\n",
            "x.jsonl:11: "),
        with(
            cell(
                "JSON",
                "wrong type",
                "x.jsonl",
                good + "{\"a\": {\"c\": 1}, \"b\": 1, \"kind\": \"no\"}\n",
                "x.jsonl:11: column a"),
            "data.columns.a=number"),
        cell(
            "JSON", "wrong type", "x.jsonl", good + "[1, 2]\n", "x.jsonl:11: is not a JSON object"),
        cell(
            "JSON",
            "wrong encoding",
            "x.jsonl",
            (good + "{\"kind\": \"n\u00f6\"}\n").getBytes(StandardCharsets.ISO_8859_1),
            "x.jsonl:11: ",
            "UTF-8"),
        files(
            "JSON",
            "missing",
            directory -> directory.resolve("x.jsonl"),
            "x.jsonl",
            "no such file"));
  }

  private static List<Cell> libsvm() {
    String good = "no 1:1 2:2\nyes 1:3 2:4\n".repeat(5);
    return List.of(
        cell(
            "LIBSVM",
            "malformed",
            "x.libsvm",
            good + "no 1:1 2=2\n",
            "x.libsvm:11: \"2=2\" is not index:value"),
        cell("LIBSVM", "malformed", "x.libsvm", good + "1:1 2:2\n", "x.libsvm:11: it has no label"),
        cell(
            "LIBSVM",
            "truncated",
            "x.libsvm",
            good + "no 1:1 2:",
            "x.libsvm:11: \"2:\" is not index:value"),
        cell(
            "LIBSVM",
            "out of range",
            "x.libsvm",
            good + "no 0:1 2:2\n",
            "x.libsvm:11: \"0:1\"",
            "index from 1"),
        cell("LIBSVM", "out of range", "x.libsvm", good + "no 1:1e999\n", "x.libsvm:11: "),
        with(
            cell(
                "LIBSVM",
                "out of range",
                "x.libsvm",
                good + "no 9:1\n",
                "x.libsvm:11: index 9 is above the number of features, 2"),
            "data.libsvm.features=2"),
        cell(
            "LIBSVM",
            "contradictory",
            "x.libsvm",
            good + "no 2:1 1:2\n",
            "x.libsvm:11: index 1 is after index 2",
            "ascending"),
        cell(
            "LIBSVM",
            "contradictory",
            "x.libsvm",
            good + "no 2:1 2:2\n",
            "x.libsvm:11: index 2 is after index 2"),
        cell(
            "LIBSVM",
            "too large",
            "x.libsvm",
            good + "no 99999999999:1\n",
            "x.libsvm:11: index 99999999999 is"),
        cell(
            "LIBSVM",
            "wrong type",
            "x.libsvm",
            good + "no 1:red\n",
            "x.libsvm:11: \"1:red\"",
            "a number"),
        cell(
            "LIBSVM",
            "wrong encoding",
            "x.libsvm",
            (good + "n\u00f6 1:1\n").getBytes(StandardCharsets.ISO_8859_1),
            "x.libsvm:11: ",
            "UTF-8"),
        files(
            "LIBSVM",
            "missing",
            directory -> directory.resolve("x.libsvm"),
            "x.libsvm",
            "no such file"));
  }

  private static Cell idx(String fault, byte[] images, byte[] labels, String... words) {
    return files(
        "IDX",
        fault,
        directory -> {
          Files.write(directory.resolve("labels-idx1-ubyte"), labels);
          return Files.write(directory.resolve("images-idx3-ubyte"), images);
        },
        words);
  }

  private static List<Cell> idx() {
    byte[] images = TableFiles.idxImages();
    byte[] labels = TableFiles.idxLabels();
    return List.of(
        idx("malformed", put(images, 0, 7), labels, "images-idx3-ubyte", "not a file of IDX"),
        idx("truncated", Arrays.copyOf(images, 100), labels, "images-idx3-ubyte", "100 bytes"),
        idx("truncated", Arrays.copyOf(images, 3), labels, "images-idx3-ubyte", "cut off"),
        idx("out of range", put(images, 4, 0xff), labels, "images-idx3-ubyte", "rows"),
        idx("out of range", put(images, 11, 0), labels, "images-idx3-ubyte", "dimension 2"),
        idx(
            "contradictory",
            images,
            put(Arrays.copyOf(labels, labels.length - 1), 7, TableFiles.ROWS - 1),
            "idx"),
        idx("too large", put(images, 8, 0x7f), labels, "images-idx3-ubyte", "expected 1 to"),
        idx("wrong type", images, images, "labels-idx1-ubyte"),
        idx(
            "wrong encoding",
            "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8),
            labels,
            "images-idx3-ubyte",
            "not a file of IDX"),
        files(
            "IDX",
            "missing",
            directory -> {
              Files.write(directory.resolve("labels-idx1-ubyte"), labels);
              return directory.resolve("images-idx3-ubyte");
            },
            "images-idx3-ubyte",
            "no such file"));
  }

  /** Parquet, ORC and Avro: bytes of their own kind. */
  private static List<Cell> columnar() {
    List<Cell> cells = new ArrayList<>();
    String text = new String(TableFiles.csv(), StandardCharsets.UTF_8);
    for (String kind : List.of("parquet", "orc", "avro")) {
      String name = "x." + kind;
      byte[] whole = whole(kind);
      cells.add(
          files(
              kind,
              "malformed",
              directory -> Files.write(directory.resolve(name), garbage(whole(kind))),
              name));
      cells.add(
          files(
              kind,
              "truncated",
              directory ->
                  Files.write(
                      directory.resolve(name), Arrays.copyOf(whole(kind), whole(kind).length / 2)),
              name));
      cells.add(
          files(
              kind,
              "too large",
              directory -> Files.write(directory.resolve(name), hugeLength(whole(kind), kind)),
              name));
      cells.add(cell(kind, "wrong encoding", name, text, name));
      cells.add(cell(kind, "malformed", name, "", name));
      cells.add(
          with(
              files(
                  kind,
                  "wrong type",
                  directory -> Files.write(directory.resolve(name), whole(kind)),
                  name,
                  "kind"),
              "data.label=a",
              "data.columns.kind=number"));
      cells.add(
          with(
              files(
                  kind,
                  "out of range",
                  directory -> Files.write(directory.resolve(name), whole(kind)),
                  name,
                  "nosuch"),
              "data.label=nosuch"));
      cells.add(files(kind, "missing", directory -> directory.resolve(name), name, "no such file"));
      assertThat(whole).isNotNull();
    }
    return cells;
  }

  // Parameters are made before the files are.
  private static byte[] whole(String kind) {
    return switch (kind) {
      case "avro" -> TableFiles.avro();
      case "orc" -> orc == null ? new byte[0] : orc;
      default -> parquet == null ? new byte[0] : parquet;
    };
  }

  private static byte[] put(byte[] bytes, int at, int value) {
    byte[] changed = bytes.clone();
    changed[at] = (byte) value;
    return changed;
  }

  private static byte[] garbage(byte[] whole) {
    byte[] changed = whole.clone();
    Arrays.fill(changed, 8, changed.length - 8, (byte) 0x55);
    return changed;
  }

  /** Makes the length that the reader meets first as large as it can be. */
  private static byte[] hugeLength(byte[] whole, String kind) {
    byte[] changed = whole.clone();
    switch (kind) {
      case "parquet" -> {
        changed[changed.length - 5] = 0x7f;
        changed[changed.length - 6] = (byte) 0xff;
      }
      case "orc" -> changed[changed.length - 1] = (byte) 0xff;
      default -> {
        // The size of the metadata's first value.
        for (int i = 5; i < 10; i++) {
          changed[i] = (byte) 0xfe;
        }
      }
    }
    return changed;
  }

  @ParameterizedTest
  @MethodSource("cells")
  void cellOfTheCatalogueIsRefusedInOneLine(Cell cell) {
    Path data;
    try {
      data = cell.files.in(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    CommandResult ran = InSession.train(settings(cell, data));
    assertThat(ran.err())
        .startsWith("Cannot ")
        .contains(cell.words)
        .doesNotContain("\tat ", "internal error", "java.lang.")
        .doesNotContainPattern(": null(\n| \\()");
    // Where rows are wrong, the first five are listed below a line with their number.
    assertThat(ran.err().lines().count()).isIn(1L, 7L);
    assertThat(ran.code()).isEqualTo(ExitCode.DATA.code());
    assertThat(directory.resolve("model")).doesNotExist();
  }

  private List<String> settings(Cell cell, Path data) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "data.path=" + data,
                "train.epochs=1",
                "train.preset=plain",
                "network.hidden=[2]",
                "output.model=" + directory.resolve("model")));
    if (cell.reader.equals("IDX")) {
      settings.add("data.format=idx");
      settings.add("data.idx.labels=" + directory.resolve("labels-idx1-ubyte"));
    } else if (!cell.reader.equals("LIBSVM")) {
      settings.add("data.label=kind");
    }
    settings.addAll(cell.settings);
    return settings;
  }
}
