package org.tributary.driver.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.hadoop.io.compress.SplittableCompressionCodec;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.input.FileSplit;
import org.apache.hadoop.mapreduce.lib.input.TextInputFormat;
import org.apache.spark.api.java.JavaNewHadoopRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/**
 * The records of text files, one a line, read in splits with the offset of each.
 *
 * <p>A line ends with LF, CRLF or CR. A file compressed as a whole is one split.
 */
final class TextRecords {
  private static final String MAX_SPLIT = FileInputFormat.SPLIT_MAXSIZE;
  private static final long LEAST_SPLIT = 4L << 20;

  private TextRecords() {}

  /** Turns lines into cells; it may keep buffers, and belongs to one task. */
  interface Parser {
    /** Cells of a line without a record. */
    Object[] NOTHING = {};

    /** Returns the line's cells: {@link #NOTHING} to skip it, {@link Malformed#cells} to refuse. */
    Object[] cells(String line);
  }

  /** What makes a parser in each task. */
  interface Parsers extends Serializable {
    /** Returns a new parser. */
    Parser parser();
  }

  /**
   * Returns the first line of each file that has one, in the order of the files.
   *
   * @throws DataException if a file cannot be read, or none has a line
   */
  static List<Lines.Line> firstLines(Configuration conf, String path, List<FileStatus> files) {
    // Opened here: this thread, not the pool's, may act for another user.
    FileSystem fs = SourceFiles.fileSystem(conf, files);
    List<Lines.Line> lines =
        files.parallelStream()
            .map(file -> Lines.first(fs, file.getPath()))
            .flatMap(Optional::stream)
            .toList();
    if (lines.isEmpty()) {
      throw new DataException("Cannot read " + path + ": it has no lines");
    }
    return lines;
  }

  /**
   * Returns the records.
   *
   * @param sc the context to read with
   * @param files what to read
   * @param headers the offset of the line to leave out of a file, by the file's path
   * @param parsers how to read a line
   */
  static JavaRDD<SourceRow> read(
      JavaSparkContext sc, List<FileStatus> files, Map<String, Long> headers, Parsers parsers) {
    return scan(sc, files, headers, lines -> new Records(lines, parsers.parser()));
  }

  /** What reads the lines of a split. */
  interface SplitReader<T> extends Serializable {
    /** Returns what is read from the lines. */
    Iterator<T> read(LineCursor lines);
  }

  /** Returns what is read from the lines of files, split by split. */
  static <T> JavaRDD<T> scan(
      JavaSparkContext sc,
      List<FileStatus> files,
      Map<String, Long> headers,
      SplitReader<T> reader) {
    Configuration conf = configuration(sc, files);
    HashMap<String, Long> skipped = new HashMap<>(headers);
    // Always of this type, though declared as a wider one.
    JavaNewHadoopRDD<LongWritable, Text> lines =
        (JavaNewHadoopRDD<LongWritable, Text>)
            sc.newAPIHadoopRDD(conf, TextInputFormat.class, LongWritable.class, Text.class);
    return lines.mapPartitionsWithInputSplit(
        (split, pairs) -> {
          String file = ((FileSplit) split).getPath().toString();
          return reader.read(new LineCursor(pairs, file, skipped.getOrDefault(file, -1L)));
        },
        false);
  }

  private static Configuration configuration(JavaSparkContext sc, List<FileStatus> files) {
    try {
      Job job = Job.getInstance(sc.hadoopConfiguration());
      FileInputFormat.setInputPaths(
          job,
          files.stream().map(file -> SourceFiles.literal(file.getPath())).toArray(Path[]::new));
      Configuration conf = job.getConfiguration();
      CompressionCodecFactory codecs = new CompressionCodecFactory(conf);
      if (files.stream()
          .anyMatch(f -> codecs.getCodec(f.getPath()) instanceof SplittableCompressionCodec)) {
        // Offsets inside such a file would count compressed bytes.
        FileInputFormat.setMinInputSplitSize(job, Long.MAX_VALUE);
      } else if (conf.get(MAX_SPLIT) == null) {
        long bytes = files.stream().mapToLong(FileStatus::getLen).sum();
        FileInputFormat.setMaxInputSplitSize(
            job, Math.max(LEAST_SPLIT, bytes / Parallelism.of(sc.sc()) + 1));
      }
      return conf;
    } catch (IOException e) {
      throw DataException.reading(files.get(0).getPath().toString(), e);
    }
  }

  /** The lines of one split, without the header. */
  static final class LineCursor {
    private static final Text NO_LINE = new Text();

    private final Iterator<Tuple2<LongWritable, Text>> lines;
    private final String file;
    private final long header;
    private Text line = NO_LINE;
    private Optional<String> damage = Optional.empty();
    private long position;

    LineCursor(Iterator<Tuple2<LongWritable, Text>> lines, String file, long header) {
      this.lines = lines;
      this.file = file;
      this.header = header;
    }

    /** Goes to the next line; returns whether there is one, or damage. */
    boolean next() {
      if (damage.isPresent()) {
        return false;
      }
      try {
        do {
          if (!lines.hasNext()) {
            return false;
          }
          Tuple2<LongWritable, Text> pair = lines.next();
          position = pair._1().get();
          line = pair._2();
        } while (position == header);
        return true;
      } catch (Exception e) {
        // Scala throws checked exceptions without declaring them.
        if (!isDamage(e)) {
          throw e;
        }
        damage = Optional.of("the compressed file is damaged after this line (" + e + ")");
        return true;
      }
    }

    /** Returns the line: an object that the next one overwrites. */
    Text line() {
      return line;
    }

    /** Returns what ended the file before its end, if anything did. */
    Optional<String> damage() {
      return damage;
    }

    String file() {
      return file;
    }

    /** Returns the offset of the line. */
    long position() {
      return position;
    }

    /** Returns the cells of the line, {@link Parser#NOTHING} if it has no record. */
    Object[] cells(Parser parser) {
      return damage
          .map(Malformed::cells)
          .orElseGet(
              () ->
                  Lines.decode(line)
                      .map(parser::cells)
                      .orElseGet(() -> Malformed.cells("its text is not UTF-8")));
    }

    // Decompressors throw these; a network throws subclasses, which a new attempt may cure.
    private static boolean isDamage(Exception e) {
      return e instanceof EOFException
          || e instanceof ZipException
          || e.getClass().equals(IOException.class);
    }
  }

  /** The records of one split. */
  private static final class Records implements Iterator<SourceRow> {
    private final LineCursor lines;
    private final Parser parser;
    private Optional<SourceRow> next = Optional.empty();

    Records(LineCursor lines, Parser parser) {
      this.lines = lines;
      this.parser = parser;
    }

    @Override
    public boolean hasNext() {
      while (next.isEmpty() && lines.next()) {
        Object[] cells = lines.cells(parser);
        if (cells.length > 0) {
          next = Optional.of(new SourceRow(cells, lines.file(), lines.position()));
        }
      }
      return next.isPresent();
    }

    @Override
    public SourceRow next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      SourceRow row = next.orElseThrow();
      next = Optional.empty();
      return row;
    }
  }
}
