package org.tributary.driver.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.util.LineReader;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.tributary.driver.spark.Rdds;

/**
 * The numbers of many rows of a table, for people: those of their lines, or of their rows where a
 * file has no lines, counted from 1.
 *
 * <p>Where positions are offsets, the lines of each file are counted once, in parallel: first up to
 * the first row of each split, then from there on.
 */
public final class RowNumbers {
  private RowNumbers() {}

  /** A row with its number. */
  public record Numbered(UnreadableRow row, long number) implements Serializable {}

  /** The first row of a split. */
  private record Mark(int split, String file, long offset) implements Serializable {}

  /** Lines to count: those that begin from one offset on, before another. */
  private record Segment(String file, long from, long to) implements Serializable {}

  /**
   * Returns rows with their numbers.
   *
   * @param rows in the splits and the order of the table's records; they are read twice
   * @param positions the unit of their positions
   */
  public static JavaRDD<Numbered> of(JavaRDD<UnreadableRow> rows, Table.Positions positions) {
    return switch (positions) {
      case LINE -> Rdds.map(rows, row -> new Numbered(row, row.position()));
      case ROW -> Rdds.map(rows, row -> new Numbered(row, row.position() + 1));
      case BYTE_OFFSET -> ofLines(rows);
    };
  }

  private static JavaRDD<Numbered> ofLines(JavaRDD<UnreadableRow> rows) {
    JavaSparkContext sc = JavaSparkContext.fromSparkContext(rows.context());
    Broadcast<SerializableConfiguration> conf =
        sc.broadcast(new SerializableConfiguration(sc.hadoopConfiguration()));
    List<Mark> marks =
        rows.mapPartitionsWithIndex(
                (split, part) -> {
                  if (!part.hasNext()) {
                    return List.<Mark>of().iterator();
                  }
                  UnreadableRow first = part.next();
                  return List.of(new Mark(split, first.file(), first.position())).iterator();
                },
                false)
            .collect();
    HashMap<Integer, Long> lines = new HashMap<>(linesOf(sc, conf, marks));
    return rows.mapPartitionsWithIndex(
        (split, part) -> new WithLines(part, conf.value().value(), lines.getOrDefault(split, 1L)),
        false);
  }

  /** Returns the numbers of the lines of marks, by split. */
  private static Map<Integer, Long> linesOf(
      JavaSparkContext sc, Broadcast<SerializableConfiguration> conf, List<Mark> marks) {
    List<Mark> ordered = new ArrayList<>(marks);
    ordered.sort(Comparator.comparing(Mark::file).thenComparingLong(Mark::offset));
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < ordered.size(); i++) {
      Mark mark = ordered.get(i);
      boolean same = i > 0 && ordered.get(i - 1).file().equals(mark.file());
      segments.add(new Segment(mark.file(), same ? ordered.get(i - 1).offset() : 0, mark.offset()));
    }
    if (segments.isEmpty()) {
      return Map.of();
    }
    List<Long> counts =
        sc.parallelize(segments, segments.size())
            .map(segment -> count(conf.value().value(), segment))
            .collect();
    Map<Integer, Long> lines = new HashMap<>();
    long line = 1;
    for (int i = 0; i < ordered.size(); i++) {
      line = (segments.get(i).from() == 0 ? 1 : line) + counts.get(i);
      lines.put(ordered.get(i).split(), line);
    }
    return lines;
  }

  private static long count(Configuration conf, Segment segment) {
    Path path = new Path(segment.file());
    try (LineReader reader = reader(path.getFileSystem(conf), path, segment.from())) {
      return passed(reader, segment.to() - segment.from());
    } catch (IOException e) {
      throw DataException.reading(segment.file(), e);
    }
  }

  /** Opens a file at the beginning of a line; a compressed one only at its own. */
  private static LineReader reader(FileSystem fs, Path path, long offset) throws IOException {
    InputStream in = Lines.open(fs, path);
    if (offset > 0) {
      in.skipNBytes(offset);
    }
    return new LineReader(in);
  }

  /** Reads lines of so many bytes; returns how many end there, without one that goes on. */
  private static long passed(LineReader reader, long bytes) throws IOException {
    Text line = new Text();
    long count = 0;
    long at = 0;
    while (at < bytes) {
      int length = reader.readLine(line, 0);
      if (length == 0) {
        break;
      }
      at += length;
      count += at <= bytes ? 1 : 0;
    }
    return count;
  }

  /** The rows of a split with the numbers of their lines. */
  private static final class WithLines implements Iterator<Numbered> {
    private final Iterator<UnreadableRow> rows;
    private final Configuration conf;
    private LineReader reader;
    private long line;
    private long at;

    WithLines(Iterator<UnreadableRow> rows, Configuration conf, long line) {
      this.rows = rows;
      this.conf = conf;
      this.line = line;
    }

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public Numbered next() {
      UnreadableRow row = rows.next();
      try {
        if (reader == null) {
          Path path = new Path(row.file());
          reader = reader(path.getFileSystem(conf), path, row.position());
          at = row.position();
        }
        line += passed(reader, row.position() - at);
        at = row.position();
        if (!rows.hasNext()) {
          reader.close();
        }
        return new Numbered(row, line);
      } catch (IOException e) {
        throw DataException.reading(row.file(), e);
      }
    }
  }
}
