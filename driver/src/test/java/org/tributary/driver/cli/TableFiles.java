package org.tributary.driver.cli;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tributary.driver.LocalSpark;

/** A small table, rows of {@code a, b, kind}, as a file of each format. */
final class TableFiles {
  static final int ROWS = 120;

  private static final Schema SCHEMA =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "row", "fields": [
                {"name": "a", "type": "double"},
                {"name": "b", "type": "double"},
                {"name": "kind", "type": "string"}]}
              """);

  private TableFiles() {}

  private static double a(int row) {
    return Math.sin(row);
  }

  private static double b(int row) {
    return Math.cos(3.0 * row);
  }

  private static String kind(int row) {
    return a(row) + b(row) > 0 ? "yes" : "no";
  }

  static byte[] csv() {
    StringBuilder text = new StringBuilder("a,b,kind\n");
    for (int i = 0; i < ROWS; i++) {
      text.append(a(i)).append(',').append(b(i)).append(",\"").append(kind(i)).append("\"\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  static byte[] json() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < ROWS; i++) {
      text.append("{\"a\": %s, \"b\": %s, \"kind\": \"%s\"}%n".formatted(a(i), b(i), kind(i)));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  static byte[] libsvm() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < ROWS; i++) {
      text.append("%s 1:%s 2:%s%n".formatted(kind(i), a(i), b(i)));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Images of two unsigned bytes. */
  static byte[] idxImages() {
    return idx(0x803, new int[] {ROWS, 1, 2}, i -> new int[] {scaled(a(i)), scaled(b(i))});
  }

  static byte[] idxLabels() {
    return idx(0x801, new int[] {ROWS}, i -> new int[] {kind(i).equals("yes") ? 1 : 0});
  }

  private static int scaled(double x) {
    return (int) (128 + 127 * x);
  }

  private interface Elements {
    int[] of(int row);
  }

  private static byte[] idx(int magic, int[] dimensions, Elements elements) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(magic);
      for (int dimension : dimensions) {
        out.writeInt(dimension);
      }
      for (int i = 0; i < dimensions[0]; i++) {
        for (int element : elements.of(i)) {
          out.writeByte(element);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] avro() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataFileWriter<GenericRecord> out =
        new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(SCHEMA))) {
      out.create(SCHEMA, bytes);
      for (int i = 0; i < ROWS; i++) {
        GenericRecord row = new GenericData.Record(SCHEMA);
        row.put("a", a(i));
        row.put("b", b(i));
        row.put("kind", kind(i));
        out.append(row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Writes the table with Spark, as one file of a format, without compression. */
  static byte[] spark(String format, Path directory) {
    try {
      Path csv = Files.write(directory.resolve("table.csv"), csv());
      Dataset<Row> rows =
          LocalSpark.session()
              .read()
              .option("header", "true")
              .option("inferSchema", "true")
              .csv(csv.toString());
      Path written = directory.resolve("table." + format);
      rows.coalesce(1)
          .write()
          .format(format)
          .option("compression", "none")
          .save(written.toString());
      try (Stream<Path> parts = Files.list(written)) {
        return Files.readAllBytes(
            parts.filter(f -> f.toString().endsWith("." + format)).findFirst().orElseThrow());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
