package org.tributary.driver.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.Text;

/**
 * The beginning of a file of CSV.
 *
 * @param file the file's whole path
 * @param position where the first record is, as {@link CsvInputFormat} counts
 * @param records the texts of the first record that has more than spaces, and of the next such one,
 *     if there is one
 */
record CsvHead(String file, long position, List<String> records) {
  private static final int RECORDS = 2;

  /** Copies the list. */
  CsvHead {
    records = List.copyOf(records);
  }

  /** Returns the text of the first record. */
  String first() {
    return records.get(0);
  }

  /**
   * Reads the beginning of a file; empty if it has no record.
   *
   * @param dialect whose delimiter may still be unknown
   * @param delimiters what may separate fields, as {@link CsvScanner} takes it
   * @throws DataException if the file cannot be read, or its text is of another character set
   */
  static Optional<CsvHead> read(FileSystem fs, Path path, CsvDialect dialect, byte[] delimiters) {
    try (InputStream in = CsvInputFormat.stream(fs, path, dialect, 0);
        CsvScanner scanner =
            new CsvScanner(in, 0, delimiters, dialect.escape(), CsvInputFormat.breaks(dialect))) {
      Charset charset = Charset.forName(dialect.recordEncoding());
      boolean converted = !CsvDialect.isByteWise(Charset.forName(dialect.encoding()));
      List<String> records = new ArrayList<>();
      long position = 0;
      Text record = new Text();
      while (records.size() < RECORDS && hasNext(scanner, record, records)) {
        Optional<String> decoded = Lines.decode(record, charset);
        if (decoded.isEmpty() && records.isEmpty()) {
          throw new DataException(
              "Cannot read %s: its text is not %s%s"
                  .formatted(path, dialect.encoding(), dialect.encodingRemedy()));
        }
        // A second record that cannot be decoded is reported with the others.
        String text = decoded.orElse("");
        if (text.isBlank()) {
          continue;
        }
        if (records.isEmpty()) {
          position = converted ? scanner.beginLine() : scanner.begin();
        }
        records.add(text);
      }
      return records.isEmpty()
          ? Optional.empty()
          : Optional.of(new CsvHead(path.toString(), position, records));
    } catch (IOException e) {
      throw DataException.reading(path.toString(), e);
    }
  }

  // What is wrong after the first record is reported with the others.
  private static boolean hasNext(CsvScanner scanner, Text record, List<String> before)
      throws IOException {
    try {
      return scanner.next(record);
    } catch (UnreadableText e) {
      if (before.isEmpty()) {
        throw e;
      }
      return false;
    }
  }
}
