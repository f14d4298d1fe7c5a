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
    Configuration conf = configuration(sc, files);
    HashMap<String, Long> skipped = new HashMap<>(headers);
    // Always of this type, though declared as a wider one.
    JavaNewHadoopRDD<LongWritable, Text> lines =
        (JavaNewHadoopRDD<LongWritable, Text>)
            sc.newAPIHadoopRDD(conf, TextInputFormat.class, LongWritable.class, Text.class);
    return lines.mapPartitionsWithInputSplit(
        (split, pairs) -> {
          String file = ((FileSplit) split).getPath().toString();
          return new Records(pairs, file, skipped.getOrDefault(file, -1L), parsers.parser());
        },
        false);
  }

  private static Configuration configuration(JavaSparkContext sc, List<FileStatus> files) {
    try {
      Job job = Job.getInstance(sc.hadoopConfiguration());
      FileInputFormat.setInputPaths(
          job, files.stream().map(file -> escaped(file.getPath())).toArray(Path[]::new));
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

  // The input format takes every path for a glob.
  private static Path escaped(Path path) {
    return new Path(path.toString().replaceAll("[\\\\*?\\[\\]{}]", "\\\\$0"));
  }

  /** The records of one split. */
  private static final class Records implements Iterator<SourceRow> {
    private final Iterator<Tuple2<LongWritable, Text>> lines;
    private final String file;
    private final long header;
    private final Parser parser;
    private Optional<SourceRow> next = Optional.empty();
    private long position;
    private boolean ended;

    Records(Iterator<Tuple2<LongWritable, Text>> lines, String file, long header, Parser parser) {
      this.lines = lines;
      this.file = file;
      this.header = header;
      this.parser = parser;
    }

    @Override
    public boolean hasNext() {
      while (next.isEmpty() && !ended) {
        Object[] cells = cells();
        if (cells.length > 0) {
          next = Optional.of(new SourceRow(cells, file, position));
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

    private Object[] cells() {
      Text line;
      try {
        if (!lines.hasNext()) {
          ended = true;
          return Parser.NOTHING;
        }
        Tuple2<LongWritable, Text> pair = lines.next();
        position = pair._1().get();
        line = pair._2();
      } catch (Exception e) {
        // Scala throws checked exceptions without declaring them.
        if (!isDamage(e)) {
          throw e;
        }
        ended = true;
        return Malformed.cells("the compressed file is damaged after this line (" + e + ")");
      }
      if (position == header) {
        return Parser.NOTHING;
      }
      return Lines.decode(line)
          .map(parser::cells)
          .orElseGet(() -> Malformed.cells("its text is not UTF-8"));
    }

    // Decompressors throw these; a network throws subclasses, which a new attempt may cure.
    private static boolean isDamage(Exception e) {
      return e instanceof EOFException
          || e instanceof ZipException
          || e.getClass().equals(IOException.class);
    }
  }
}
