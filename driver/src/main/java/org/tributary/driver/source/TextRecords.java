package org.tributary.driver.source;

import com.github.luben.zstd.ZstdIOException;
import java.io.EOFException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.hadoop.io.compress.SplittableCompressionCodec;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.input.FileSplit;
import org.apache.spark.api.java.JavaNewHadoopRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tributary.core.model.FileFailure;
import org.tributary.driver.files.OpenFile;
import scala.Tuple2;

/**
 * The records of text files, one a line, read in splits with the offset of each.
 *
 * <p>A line ends with LF, CRLF or CR. A file compressed as a whole is one split.
 */
final class TextRecords {
  private static final String MAX_SPLIT = FileInputFormat.SPLIT_MAXSIZE;
  private static final long LEAST_SPLIT = 4L << 20;
  private static final String[] NO_PARTITION = {};

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
   * How lines are found in files.
   *
   * @param format splits files into lines
   * @param settings of the format
   * @param encoding name of the character set of the lines
   * @param remedy where another one can be set, to end a message
   */
  record Layout(
      Class<? extends FileInputFormat<LongWritable, Text>> format,
      Map<String, String> settings,
      String encoding,
      String remedy) {
    /** Every line ends at a line break; UTF-8. */
    static final Layout LINES =
        new Layout(
            CsvInputFormat.class, CsvInputFormat.ofLines(), StandardCharsets.UTF_8.name(), "");
  }

  /**
   * Returns the first line of each file that has one, in the order of the files.
   *
   * @throws DataException if a file cannot be read, or none has a line
   */
  static List<Lines.Line> firstLines(Configuration conf, FoundFiles files) {
    List<Lines.Line> lines =
        files.inParallel(conf, (fs, file) -> Lines.first(fs, file.getPath())).stream()
            .flatMap(Optional::stream)
            .toList();
    if (lines.isEmpty()) {
      throw new DataException("Cannot read " + files.name() + ": it has no lines");
    }
    return lines;
  }

  /**
   * Returns a schema with the partition columns of files, which are text.
   *
   * @throws DataException if a column of the files has the name of one of them
   */
  static StructType withPartitions(StructType schema, FoundFiles files) {
    StructType all = schema;
    for (String column : files.columns()) {
      if (List.of(all.fieldNames()).contains(column)) {
        throw new DataException(
            "Cannot read %s: column %s is in the files and in the names of directories"
                .formatted(files.name(), column));
      }
      all = all.add(column, DataTypes.StringType);
    }
    return all;
  }

  /**
   * Returns the records, with the partition columns of their files.
   *
   * @param sc the context to read with
   * @param files what to read
   * @param layout how lines are found
   * @param width number of columns in the files
   * @param headers the position of the line to leave out of a file, by the file's path
   * @param parsers how to read a line
   */
  static JavaRDD<SourceRow> read(
      JavaSparkContext sc,
      FoundFiles files,
      Layout layout,
      int width,
      Map<String, Long> headers,
      Parsers parsers) {
    return scan(sc, files, layout, headers, lines -> new Records(lines, parsers.parser(), width));
  }

  /** What reads the lines of a split. */
  interface SplitReader<T> extends Serializable {
    /** Returns what is read from the lines. */
    Iterator<T> read(LineCursor lines);
  }

  /** Returns what is read from the lines of files, split by split. */
  static <T> JavaRDD<T> scan(
      JavaSparkContext sc,
      FoundFiles files,
      Layout layout,
      Map<String, Long> headers,
      SplitReader<T> reader) {
    Configuration conf = configuration(sc, files.files());
    layout.settings().forEach(conf::set);
    String encoding = layout.encoding();
    String remedy = layout.remedy();
    HashMap<String, Long> skipped = new HashMap<>(headers);
    HashMap<String, String[]> partitions = files.serializablePartitions();
    // Always of this type, though declared as a wider one.
    JavaNewHadoopRDD<LongWritable, Text> lines =
        (JavaNewHadoopRDD<LongWritable, Text>)
            sc.newAPIHadoopRDD(conf, layout.format(), LongWritable.class, Text.class);
    return lines.mapPartitionsWithInputSplit(
        (split, pairs) -> {
          String file = ((FileSplit) split).getPath().toString();
          return reader.read(
              new LineCursor(
                  pairs,
                  file,
                  skipped.getOrDefault(file, -1L),
                  Charset.forName(encoding),
                  remedy,
                  partitions.getOrDefault(file, NO_PARTITION)));
        },
        false);
  }

  /** Returns the size in bytes of the smallest part in which a file may be read. */
  static long leastSplit(Configuration conf, FileStatus file) {
    long least = conf.getLong(MAX_SPLIT, LEAST_SPLIT);
    return file.getBlockSize() > 0 ? Math.min(least, file.getBlockSize()) : least;
  }

  private static Configuration configuration(JavaSparkContext sc, List<FileStatus> files) {
    try {
      Job job = Job.getInstance(sc.hadoopConfiguration());
      FileInputFormat.setInputPaths(
          job, files.stream().map(FileStatus::getPath).toArray(Path[]::new));
      Configuration conf = job.getConfiguration();
      OpenFile.settings(files).forEach(conf::set);
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
    private final Charset charset;
    private final String remedy;
    private final String[] partition;
    private Text line = NO_LINE;
    private Optional<String> damage = Optional.empty();
    private long position;

    LineCursor(
        Iterator<Tuple2<LongWritable, Text>> lines,
        String file,
        long header,
        Charset charset,
        String remedy,
        String[] partition) {
      this.lines = lines;
      this.file = file;
      this.header = header;
      this.charset = charset;
      this.remedy = remedy;
      this.partition = partition;
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
        damage =
            Optional.of(
                e instanceof UnreadableText
                    ? e.getMessage()
                    : "the compressed file is damaged after this line ("
                        + FileFailure.reason(e)
                        + ")");
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
      return cells(parser, decoded());
    }

    private Optional<String> decoded() {
      return damage.isPresent() ? Optional.empty() : Lines.decode(line, charset);
    }

    private Object[] cells(Parser parser, Optional<String> text) {
      return damage
          .map(Malformed::cells)
          .orElseGet(
              () ->
                  text.map(parser::cells)
                      .orElseGet(
                          () -> Malformed.cells("its text is not " + charset.name() + remedy)));
    }

    /** Returns the text of a line that cannot be decoded whole, or nothing of a damaged file. */
    private String undecoded() {
      return damage.isPresent() ? "" : new String(line.getBytes(), 0, line.getLength(), charset);
    }

    /**
     * Returns the whole row of the line: its cells and those of the partition columns; empty if it
     * has no record.
     *
     * @param width number of columns in the file
     */
    Optional<SourceRow> row(Parser parser, int width) {
      Optional<String> decoded = decoded();
      Object[] cells = cells(parser, decoded);
      if (cells.length == 0) {
        return Optional.empty();
      }
      String text = decoded.orElseGet(this::undecoded);
      boolean malformed = cells.length == 1 && cells[0] instanceof Malformed;
      if (partition.length == 0 || malformed) {
        return Optional.of(new SourceRow(cells, file, position, text));
      }
      if (cells.length != width) {
        cells = Malformed.width(cells.length, width);
        return Optional.of(new SourceRow(cells, file, position, text));
      }
      Object[] all = Arrays.copyOf(cells, width + partition.length);
      System.arraycopy(partition, 0, all, width, partition.length);
      return Optional.of(new SourceRow(all, file, position, text));
    }

    /** Returns the values of the partition columns: the array itself. */
    String[] partition() {
      return partition;
    }

    // Decompressors throw these; a network throws subclasses, which a new attempt may cure.
    private static boolean isDamage(Exception e) {
      return e instanceof UnreadableText
          || e instanceof EOFException
          || e instanceof ZipException
          || e instanceof ZstdIOException
          || e.getClass().equals(IOException.class);
    }
  }

  /** The records of one split. */
  private static final class Records implements Iterator<SourceRow> {
    private final LineCursor lines;
    private final Parser parser;
    private final int width;
    private Optional<SourceRow> next = Optional.empty();

    Records(LineCursor lines, Parser parser, int width) {
      this.lines = lines;
      this.parser = parser;
      this.width = width;
    }

    @Override
    public boolean hasNext() {
      while (next.isEmpty() && lines.next()) {
        next = lines.row(parser, width);
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
