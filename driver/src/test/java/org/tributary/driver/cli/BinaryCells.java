package org.tributary.driver.cli;

import static org.tributary.driver.cli.FaultKind.CONTRADICTORY;
import static org.tributary.driver.cli.FaultKind.MALFORMED;
import static org.tributary.driver.cli.FaultKind.MISSING;
import static org.tributary.driver.cli.FaultKind.NOT_PERMITTED;
import static org.tributary.driver.cli.FaultKind.OUT_OF_RANGE;
import static org.tributary.driver.cli.FaultKind.TOO_LARGE;
import static org.tributary.driver.cli.FaultKind.TRUNCATED;
import static org.tributary.driver.cli.FaultKind.WRONG_ENCODING;
import static org.tributary.driver.cli.FaultKind.WRONG_TYPE;
import static org.tributary.driver.cli.InputReader.AVRO;
import static org.tributary.driver.cli.InputReader.IDX;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Cells of the binary formats. */
final class BinaryCells {
  private static final String IMAGES = "images-idx3-ubyte";
  private static final String LABELS = "labels-idx1-ubyte";

  private BinaryCells() {}

  private static byte[] put(byte[] bytes, int at, int value) {
    byte[] changed = bytes.clone();
    changed[at] = (byte) value;
    return changed;
  }

  private static BadInput idx(FaultKind fault, byte[] images, byte[] labels, String... words) {
    return DataCells.of(
        IDX,
        fault,
        directory -> {
          Files.write(directory.resolve(LABELS), labels);
          return Files.write(directory.resolve(IMAGES), images);
        },
        List.of(),
        words);
  }

  static List<BadInput> idx() {
    byte[] images = TableFiles.idxImages();
    byte[] labels = TableFiles.idxLabels();
    byte[] text = "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8);
    byte[] fewer = put(Arrays.copyOf(labels, labels.length - 1), 7, TableFiles.ROWS - 1);
    return List.of(
        idx(MALFORMED, put(images, 0, 7), labels, IMAGES, "not a file of IDX"),
        idx(TRUNCATED, Arrays.copyOf(images, 100), labels, IMAGES, "100 bytes"),
        idx(TRUNCATED, Arrays.copyOf(images, 3), labels, IMAGES, "cut off"),
        idx(OUT_OF_RANGE, put(images, 4, 0xff), labels, IMAGES, "rows"),
        idx(OUT_OF_RANGE, put(images, 11, 0), labels, IMAGES, "dimension 2"),
        idx(CONTRADICTORY, images, fewer, "idx"),
        idx(TOO_LARGE, put(images, 8, 0x7f), labels, IMAGES, "expected 1 to"),
        idx(WRONG_TYPE, images, images, LABELS),
        idx(WRONG_ENCODING, text, labels, IMAGES, "not a file of IDX"),
        DataCells.of(
            IDX,
            MISSING,
            directory -> {
              Files.write(directory.resolve(LABELS), labels);
              return directory.resolve(IMAGES);
            },
            List.of(),
            IMAGES,
            "no such file"),
        DataCells.of(
            IDX,
            NOT_PERMITTED,
            directory -> {
              Files.createDirectory(directory.resolve(LABELS));
              return Files.write(directory.resolve(IMAGES), images);
            },
            List.of(),
            LABELS));
  }

  /** Makes the bytes of a table in a format, when a cell is tried. */
  @FunctionalInterface
  private interface Change {
    byte[] of(byte[] whole);
  }

  private static BadInput columnar(
      InputReader reader, FaultKind fault, Change change, String... words) {
    return DataCells.of(
        reader,
        fault,
        directory -> Files.write(file(reader, directory), change.of(ColumnarFiles.whole(reader))),
        List.of(),
        words);
  }

  private static Path file(InputReader reader, Path directory) {
    return directory.resolve("x." + ColumnarFiles.format(reader));
  }

  /** Parquet, ORC or Avro: bytes of their own kind. */
  static List<BadInput> columnar(InputReader reader) {
    String name = "x." + ColumnarFiles.format(reader);
    return List.of(
        columnar(reader, MALFORMED, ColumnarFiles::garbage, name),
        columnar(reader, MALFORMED, whole -> new byte[0], name),
        columnar(reader, TRUNCATED, whole -> Arrays.copyOf(whole, whole.length / 2), name),
        columnar(reader, TOO_LARGE, whole -> ColumnarFiles.hugeLength(whole, reader), name),
        columnar(reader, WRONG_ENCODING, whole -> TableFiles.csv(), name),
        columnar(reader, OUT_OF_RANGE, whole -> ColumnarFiles.infinite(reader), name, "column a"),
        DataCells.of(
            reader,
            WRONG_TYPE,
            directory -> Files.write(file(reader, directory), ColumnarFiles.whole(reader)),
            List.of("data.label=a", "data.columns.kind=number"),
            name,
            "kind"),
        DataCells.of(
            reader,
            CONTRADICTORY,
            directory -> contradictory(reader, directory),
            List.of(),
            reader == AVRO ? "2.avro" : "expected one type in all files"),
        DataCells.missing(reader, name),
        DataCells.belowAFile(reader, name));
  }

  /** Two files, in which columns have other types. */
  private static Path contradictory(InputReader reader, Path directory) throws IOException {
    String format = ColumnarFiles.format(reader);
    Path files = Files.createDirectory(directory.resolve("x." + format));
    Files.write(files.resolve("1." + format), ColumnarFiles.whole(reader));
    Files.write(files.resolve("2." + format), ColumnarFiles.otherTypes(reader));
    return files;
  }
}
