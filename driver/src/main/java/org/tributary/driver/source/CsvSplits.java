package org.tributary.driver.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.api.java.JavaSparkContext;
import org.tributary.driver.files.OpenFile;
import org.tributary.driver.source.CsvInputFormat.Splitting;
import org.tributary.driver.spark.Rdds;
import org.tributary.driver.spec.FormatSpec.Csv.Multiline;

/**
 * Decides whether files of CSV may be read in parts.
 *
 * <p>A part begins after a line break, so a file in which a quoted field spans lines must be read
 * as a whole. A file that is large enough to have parts is searched for quotes in samples of it. If
 * there are any, all of it is searched for a line that ends within quotes, in one pass: a record
 * spans lines only if there is such a line.
 */
final class CsvSplits {
  private static final int SAMPLE = 1 << 16;
  private static final int SAMPLES = 16;

  private CsvSplits() {}

  /** Returns how records are found in files. */
  static TextRecords.Layout layout(JavaSparkContext sc, FoundFiles files, CsvDialect dialect) {
    Splitting splitting =
        switch (dialect.multiline()) {
          case YES -> Splitting.NONE;
          case NO -> Splitting.ALLOWED;
          case AUTO -> splitting(sc, files, dialect);
        };
    return layout(dialect, splitting);
  }

  private static TextRecords.Layout layout(CsvDialect dialect, Splitting splitting) {
    return new TextRecords.Layout(
        CsvInputFormat.class,
        CsvInputFormat.settings(dialect, splitting),
        dialect.recordEncoding(),
        dialect.encodingRemedy());
  }

  private static Splitting splitting(JavaSparkContext sc, FoundFiles files, CsvDialect dialect) {
    Configuration conf = sc.hadoopConfiguration();
    List<FileStatus> large =
        files.files().stream()
            .filter(file -> file.getLen() > TextRecords.leastSplit(conf, file))
            .filter(file -> !Compression.isNamed(conf, file.getPath()))
            .toList();
    boolean whole = large.isEmpty() || !CsvDialect.isByteWise(Charset.forName(dialect.encoding()));
    if (whole) {
      return Splitting.ALLOWED;
    }
    FoundFiles searched = FoundFiles.of(files.name(), large);
    boolean quotes =
        searched.inParallel(conf, (fs, file) -> hasQuotes(fs, file)).stream()
            .anyMatch(Boolean::booleanValue);
    return quotes && hasOpenLines(sc, searched, dialect) ? Splitting.NONE : Splitting.ALLOWED;
  }

  private static boolean hasQuotes(FileSystem fs, FileStatus file) {
    byte[] sample = new byte[SAMPLE];
    long step = Math.max(SAMPLE, file.getLen() / SAMPLES);
    try (var in = OpenFile.at(fs, file.getPath())) {
      for (long start = 0; start < file.getLen(); start += step) {
        in.seek(start);
        int count = ((InputStream) in).readNBytes(sample, 0, SAMPLE);
        for (int i = 0; i < count; i++) {
          if (sample[i] == CsvDialect.QUOTE) {
            return true;
          }
        }
      }
      return false;
    } catch (IOException e) {
      throw DataException.reading(file.getPath().toString(), e);
    }
  }

  private static boolean hasOpenLines(JavaSparkContext sc, FoundFiles files, CsvDialect dialect) {
    CsvDialect lines = dialect.withMultiline(Multiline.NO);
    return Rdds.collect(
            TextRecords.<Boolean>scan(
                sc,
                files,
                layout(lines, Splitting.ALLOWED),
                Map.of(),
                cursor -> List.of(hasOpenLine(cursor, lines)).iterator()))
        .contains(true);
  }

  private static boolean hasOpenLine(TextRecords.LineCursor cursor, CsvDialect dialect) {
    while (cursor.next()) {
      if (cursor.damage().isEmpty() && CsvScanner.endsOpen(cursor.line(), dialect)) {
        return true;
      }
    }
    return false;
  }
}
