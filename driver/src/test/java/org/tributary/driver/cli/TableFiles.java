package org.tributary.driver.cli;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
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
    return avro(new String(csv(), StandardCharsets.UTF_8));
  }

  /** Returns a table of CSV, of columns of numbers and a last one of text, as an Avro file. */
  static byte[] avro(String csv) {
    List<String[]> rows = csv.lines().map(line -> line.replace("\"", "").split(",", -1)).toList();
    String[] names = rows.get(0);
    SchemaBuilder.FieldAssembler<Schema> fields = SchemaBuilder.record("row").fields();
    for (int i = 0; i < names.length - 1; i++) {
      fields = fields.requiredDouble(names[i]);
    }
    Schema schema = fields.requiredString(names[names.length - 1]).endRecord();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataFileWriter<GenericRecord> out =
        new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(schema))) {
      out.create(schema, bytes);
      for (String[] row : rows.subList(1, rows.size())) {
        GenericRecord written = new GenericData.Record(schema);
        for (int i = 0; i < names.length - 1; i++) {
          written.put(names[i], Double.parseDouble(row[i]));
        }
        written.put(names[names.length - 1], row[names.length - 1]);
        out.append(written);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Writes the table with Spark, as one file of a format, without compression. */
  static byte[] spark(String format, Path directory) {
    return spark(format, new String(csv(), StandardCharsets.UTF_8), directory);
  }

  /** Writes a table of CSV with Spark, as one file of a format, without compression. */
  static byte[] spark(String format, String text, Path directory) {
    try {
      Path csv = Files.writeString(directory.resolve("table.csv"), text);
      Dataset<Row> rows =
          LocalSpark.session()
              .read()
              .option("header", "true")
              .option("inferSchema", "true")
              .option("positiveInf", "Infinity")
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
