package org.tributary.driver.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of Avro that claim lengths beyond their size, which must not become memory. */
class AvroLengthsTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long MOST_MEMORY = 32 << 20;
  private static final byte[] SYNC = new byte[16];

  @TempDir private Path directory;

  /** Writes parts of a file. */
  private interface Part {
    void to(BinaryEncoder out) throws Exception;
  }

  private Path file(Part... parts) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {'O', 'b', 'j', 1});
    BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(bytes, null);
    for (Part part : parts) {
      part.to(out);
    }
    return Files.write(directory.resolve("x.avro"), bytes.toByteArray());
  }

  private static Part header(String type) {
    String schema =
        "{\"type\":\"record\",\"name\":\"r\",\"fields\":[{\"name\":\"a\",\"type\":%s}]}"
            .formatted(type);
    return out -> {
      out.writeMapStart();
      out.setItemCount(1);
      out.startItem();
      out.writeString("avro.schema");
      out.writeBytes(schema.getBytes(StandardCharsets.UTF_8));
      out.writeMapEnd();
      out.writeFixed(SYNC);
    };
  }

  private static Part numbers(long... numbers) {
    return out -> {
      for (long number : numbers) {
        out.writeLong(number);
      }
    };
  }

  private static Part block(long... content) {
    return out -> {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      numbers(content).to(EncoderFactory.get().directBinaryEncoder(bytes, null));
      numbers(1, bytes.size()).to(out);
      out.writeFixed(bytes.toByteArray());
      out.writeFixed(SYNC);
    };
  }

  private GenericRecord first(Path file) throws Exception {
    FileSystem fs = FileSystem.getLocal(new Configuration());
    try (DataFileReader<GenericRecord> reader =
        new DataFileReader<>(
            new AvroInput(fs, new org.apache.hadoop.fs.Path(file.toString())),
            new AvroRecordReader())) {
      return reader.next();
    }
  }

  private void assertRefused(Path file, String words) throws Exception {
    // Classes are loaded before memory is measured.
    assertThatThrownBy(() -> first(file)).hasStackTraceContaining(words);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> first(file)).hasStackTraceContaining(words);
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_MEMORY);
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 30, Integer.MAX_VALUE - 9, Long.MAX_VALUE, -5})
  void blockThatClaimsMoreThanTheFileIsRefused(long size) throws Exception {
    assertRefused(file(header("\"int\""), numbers(1, size)), "bytes of a block");
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 30, Long.MAX_VALUE, -5})
  void headerThatClaimsMoreThanTheFileIsRefused(long length) throws Exception {
    assertRefused(file(numbers(1, length)), "bytes of a name in its header");
    assertRefused(file(numbers(1, 0, length)), "bytes of a value in its header");
    assertRefused(file(numbers(Math.abs(length) + 1000)), "entries of its header");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"string\" | 1073741824",
        "\"bytes\" | 1073741824",
        "{\"type\":\"array\",\"items\":\"int\"} | 1073741824",
        "{\"type\":\"array\",\"items\":\"null\"} | 1073741824",
        "{\"type\":\"map\",\"values\":\"int\"} | 1073741824",
        "{\"type\":\"fixed\",\"name\":\"f\",\"size\":1073741824} | 7"
      })
  void valueThatClaimsMoreThanItsBlockIsRefused(String type, long claimed) throws Exception {
    assertRefused(file(header(type), block(claimed, 7)), "a value claims 1,073,741,824 bytes");
  }

  @Test
  void lengthsWithinTheFileAreRead() throws Exception {
    assertThat(first(file(header("\"int\""), block(7))).get("a")).isEqualTo(7);
    assertThat(first(file(header("\"string\""), block(1, 'x' / 2))).get("a").toString()).hasSize(1);
    assertThat(first(file(header("{\"type\":\"array\",\"items\":\"null\"}"), block(5, 0))).get("a"))
        .isEqualTo(java.util.Collections.nCopies(5, null));
  }
}
