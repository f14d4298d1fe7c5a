package org.tributary.driver.source;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.FormatSpec.Csv;

/** Files that tests read. */
final class TestFiles {
  static final Csv CSV = new Csv(Csv.Header.PRESENT, ',');
  static final Csv CSV_WITHOUT_HEADER = new Csv(Csv.Header.ABSENT, ',');

  private TestFiles() {}

  static Path write(Path file, String text) throws IOException {
    return write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  static Path write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  static Path gzip(Path file, byte[] bytes) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(bytes);
    }
    return file;
  }

  static Path gzip(Path file, String text) throws IOException {
    return gzip(file, text.getBytes(StandardCharsets.UTF_8));
  }

  static Table open(Path path, FormatSpec format) {
    return Sources.open(LocalSpark.session(), path.toString(), format);
  }

  /** Returns the cells of every record, in order. */
  static List<List<Object>> cells(Table table) {
    return table.records().collect().stream().map(row -> List.of(row.cells())).toList();
  }

  /** Returns the reason for which the only malformed record was refused. */
  static String refusal(Table table) {
    List<String> reasons =
        table.records().collect().stream()
            .flatMap(row -> Malformed.in(row).stream())
            .map(Malformed::reason)
            .toList();
    if (reasons.size() != 1) {
      throw new AssertionError("expected one malformed record, found " + reasons);
    }
    return reasons.get(0);
  }
}
