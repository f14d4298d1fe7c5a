package org.tributary.driver.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.tributary.driver.files.OpenFile;

/**
 * Reads ORC, its columns as {@link ParquetSource} does.
 *
 * <p>In messages, the position of a row is that in its part of the file; the file's name has the
 * offset of a part that is not the first.
 */
final class OrcSource {
  private static final String FILE = "_tributary_file";
  private static final String START = "_tributary_start";
  private static final int TAIL = 4;

  private OrcSource() {}

  static Table open(SparkSession spark, FoundFiles files) {
    files.eachInParallel(spark.sparkContext().hadoopConfiguration(), OrcSource::requireWhole);
    SparkFiles opened = SparkFiles.open(spark, "orc", "ORC", Map.of("mergeSchema", "true"), files);
    Dataset<Row> data = opened.rows();
    return new Table(
        files.name(),
        data.schema(),
        () -> records(opened, data),
        Table.Positions.ROW,
        files.bytes(),
        FrameNumbers.of(data, files.name()));
  }

  // A file ends with its format's magic and a byte, the length of the postscript.
  private static void requireWhole(FileSystem fs, FileStatus file) {
    String path = file.getPath().toString();
    try (FSDataInputStream in = OpenFile.at(fs, file.getPath())) {
      in.seek(Math.max(0, file.getLen() - TAIL));
      String magic = new String(in.readNBytes(TAIL), StandardCharsets.ISO_8859_1);
      if (!magic.startsWith("ORC")) {
        throw new DataException("Cannot read " + path + ": not a whole file of ORC");
      }
    } catch (IOException e) {
      throw DataException.reading(path, e);
    }
  }

  private static JavaRDD<SourceRow> records(SparkFiles files, Dataset<Row> data) {
    RowValues.Kind[] kinds = FrameSource.kinds(data.schema());
    return files
        .rows(OrcSource::placed)
        .select(SparkFiles.columns(data.schema(), FILE, START))
        .javaRDD()
        .mapPartitions(rows -> new Records(rows, kinds));
  }

  private static Dataset<Row> placed(Dataset<Row> data) {
    Column place = data.metadataColumn("_metadata");
    return data.select(
        functions.col("*"),
        place.getField("file_path").as(FILE),
        place.getField("file_block_start").as(START));
  }

  /** The rows of a partition, counted in each part of a file. */
  private static final class Records implements Iterator<SourceRow> {
    private final Iterator<Row> rows;
    private final RowValues.Kind[] kinds;
    private String part = "";
    private long position;

    Records(Iterator<Row> rows, RowValues.Kind[] kinds) {
      this.rows = rows;
      this.kinds = kinds;
    }

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public SourceRow next() {
      Row row = rows.next();
      long start = row.getLong(kinds.length + 1);
      String file = row.getString(kinds.length);
      String here = start == 0 ? file : file + " from byte " + start;
      if (!here.equals(part)) {
        part = here;
        position = 0;
      }
      return new SourceRow(FrameSource.cells(row, kinds), part, position++);
    }
  }
}
