package org.tributary.driver.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.input.FileSplit;
import org.tributary.driver.files.OpenFile;
import org.tributary.driver.spec.FormatSpec.Csv.Decimal;
import org.tributary.driver.spec.FormatSpec.Csv.Multiline;

/**
 * The records of CSV, by their offsets, or by the numbers of their lines if the text must be
 * converted to be split. Hadoop creates it, so it is public.
 *
 * <p>A file is split only if it is neither compressed nor converted, and {@link #WHOLE} is not set.
 * A part of a file begins after the first line break in it. This is wrong within a quoted field; so
 * a record that spans lines ends the reading of a part with {@link UnreadableText}.
 */
public final class CsvInputFormat extends FileInputFormat<LongWritable, Text> {
  private static final String WHOLE = "tributary.csv.whole";
  private static final String DELIMITER = "tributary.csv.delimiter";
  private static final String ESCAPE = "tributary.csv.escape";
  private static final String ENCODING = "tributary.csv.encoding";
  private static final String MULTILINE = "tributary.csv.multiline";

  /** Returns the settings for a dialect. */
  static Map<String, String> settings(CsvDialect dialect, Splitting splitting) {
    return Map.of(
        DELIMITER, String.valueOf((int) dialect.delimiter()),
        ESCAPE, String.valueOf((int) dialect.escape()),
        ENCODING, dialect.encoding(),
        MULTILINE, dialect.multiline().name(),
        WHOLE, String.valueOf(splitting == Splitting.NONE));
  }

  /** Returns the settings for lines of UTF-8 that have no quotes. */
  static Map<String, String> ofLines() {
    return settings(
        new CsvDialect(
            ',', CsvDialect.QUOTE, Decimal.POINT, StandardCharsets.UTF_8.name(), Multiline.NO),
        Splitting.ALLOWED);
  }

  /** Returns the input files of a job; Hadoop takes each path for a pattern. */
  @Override
  protected List<FileStatus> listStatus(JobContext job) throws IOException {
    List<FileStatus> files = new ArrayList<>();
    for (Path path : FileInputFormat.getInputPaths(job)) {
      files.add(path.getFileSystem(job.getConfiguration()).getFileStatus(path));
    }
    return files;
  }

  /** Whether files may be read in parts. */
  enum Splitting {
    ALLOWED,
    NONE
  }

  /** Returns a scanner of a part of a file; it begins at a line. */
  static CsvScanner open(FileSystem fs, Path path, CsvDialect dialect, long start)
      throws IOException {
    InputStream in = stream(fs, path, dialect, start);
    try {
      CsvScanner scanner =
          new CsvScanner(in, start, lastBytes(dialect), dialect.escape(), breaks(dialect));
      if (start > 0) {
        scanner.skipLine();
      }
      return scanner;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** Opens a file as bytes in which records can be found. */
  static InputStream stream(FileSystem fs, Path path, CsvDialect dialect, long start)
      throws IOException {
    Charset charset = Charset.forName(dialect.encoding());
    if (start > 0) {
      FSDataInputStream in = OpenFile.at(fs, path);
      in.seek(start);
      return in;
    }
    PushbackInputStream in = new PushbackInputStream(Lines.open(fs, path), TextHead.LENGTH);
    try {
      byte[] head = in.readNBytes(TextHead.LENGTH);
      in.unread(head);
      Optional<String> problem = TextHead.problem(head, charset);
      if (problem.isPresent()) {
        throw new UnreadableText(problem.get());
      }
    } catch (IOException e) {
      in.close();
      throw e;
    }
    return CsvDialect.isByteWise(charset) ? in : new Utf8Stream(in, charset);
  }

  /** Returns the last byte of the delimiter. */
  static byte[] lastBytes(CsvDialect dialect) {
    byte[] bytes =
        String.valueOf(dialect.delimiter()).getBytes(Charset.forName(dialect.recordEncoding()));
    return new byte[] {bytes[bytes.length - 1]};
  }

  /** Returns what a line break within a quoted field does. */
  static CsvScanner.Breaks breaks(CsvDialect dialect) {
    return dialect.multiline() == Multiline.NO ? CsvScanner.Breaks.END : CsvScanner.Breaks.KEPT;
  }

  private static CsvDialect dialect(Configuration conf) {
    return new CsvDialect(
        (char) conf.getInt(DELIMITER, ','),
        (char) conf.getInt(ESCAPE, CsvDialect.QUOTE),
        Decimal.POINT,
        conf.get(ENCODING),
        Multiline.valueOf(conf.get(MULTILINE)));
  }

  @Override
  protected boolean isSplitable(JobContext context, Path file) {
    Configuration conf = context.getConfiguration();
    return !conf.getBoolean(WHOLE, false)
        && CsvDialect.isByteWise(Charset.forName(conf.get(ENCODING)))
        && !Compression.isNamed(conf, file);
  }

  @Override
  public RecordReader<LongWritable, Text> createRecordReader(
      InputSplit split, TaskAttemptContext context) {
    return new Records();
  }

  /** The records of a split. */
  private static final class Records extends RecordReader<LongWritable, Text> {
    private final LongWritable key = new LongWritable();
    private final Text record = new Text();
    private CsvScanner scanner;
    private long start;
    private long end;
    private boolean part;
    private boolean converted;

    @Override
    public void initialize(InputSplit split, TaskAttemptContext context) throws IOException {
      Configuration conf = context.getConfiguration();
      FileSplit of = (FileSplit) split;
      FileSystem fs = of.getPath().getFileSystem(conf);
      CsvDialect dialect = dialect(conf);
      boolean compressed = Compression.isNamed(conf, of.getPath());
      converted = !CsvDialect.isByteWise(Charset.forName(dialect.encoding()));
      start = of.getStart();
      boolean whole = compressed || converted || conf.getBoolean(WHOLE, false);
      end = whole ? Long.MAX_VALUE : start + of.getLength();
      part =
          !whole
              && (start > 0 || of.getLength() < fs.getFileStatus(of.getPath()).getLen())
              && dialect.multiline() != Multiline.NO;
      scanner = open(fs, of.getPath(), dialect, start);
    }

    @Override
    public boolean nextKeyValue() throws IOException {
      if (scanner.position() > end || !scanner.next(record)) {
        return false;
      }
      if (part && scanner.spansLines()) {
        throw new UnreadableText(
            "line breaks in quoted fields appear only late in the file, around byte %d"
                    .formatted(scanner.begin())
                + "; set data.csv.multiline = yes");
      }
      key.set(converted ? scanner.beginLine() : scanner.begin());
      return true;
    }

    @Override
    public LongWritable getCurrentKey() {
      return key;
    }

    @Override
    public Text getCurrentValue() {
      return record;
    }

    @Override
    public float getProgress() {
      return end == Long.MAX_VALUE || end == start
          ? 0
          : Math.min(1, (scanner.position() - start) / (float) (end - start));
    }

    @Override
    public void close() throws IOException {
      if (scanner != null) {
        scanner.close();
      }
    }
  }
}
