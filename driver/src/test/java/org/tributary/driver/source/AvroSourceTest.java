package org.tributary.driver.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.spark.ml.linalg.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.driver.spec.FormatSpec;

class AvroSourceTest {
  private static final Schema SCHEMA =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "r", "fields": [
                {"name": "i", "type": "int"},
                {"name": "l", "type": ["null", "long"]},
                {"name": "s", "type": "string"},
                {"name": "d", "type": {"type": "array", "items": "double"}},
                {"name": "ls", "type": {"type": "array", "items": ["null", "long"]}},
                {"name": "n", "type": {"type": "bytes", "logicalType": "decimal", "precision": 5,
                                       "scale": 2}},
                {"name": "day", "type": {"type": "int", "logicalType": "date"}},
                {"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}}]}
              """);

  @TempDir private Path dir;

  @Test
  void fieldsAreCellsOfSparksTypes() throws IOException {
    Table table = TestFiles.open(write("x.avro", 2), new FormatSpec.Avro());

    assertThat(table.schema().simpleString())
        .isEqualTo(
            "struct<i:int,l:bigint,s:string,d:array<double>,ls:array<bigint>,n:decimal(5,2),"
                + "day:date,at:timestamp>");
    Object[] cells = table.records().collect().get(1).cells();
    assertThat(Arrays.copyOf(cells, 4))
        .containsExactly(1, null, "text", Vectors.dense(new double[] {0.5, 1}));
    assertThat(Cells.width(cells[4])).isEqualTo(2);
    assertThat(cells[5]).isEqualTo(new BigDecimal("1.50"));
    assertThat(cells[6]).hasToString("1970-01-02");
    assertThat(cells[7]).isEqualTo(new java.sql.Timestamp(-1));
  }

  @Test
  void fileThatIsCutOffEndsWithAMalformedRecord() throws IOException {
    Path file = write("x.avro", 5000);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 10));

    Table table = TestFiles.open(file, new FormatSpec.Avro());

    assertThat(TestFiles.refusal(table)).isEqualTo("the file is cut off here");
  }

  @Test
  void fileThatIsNotAvroIsRefused() throws IOException {
    Path file = TestFiles.write(dir.resolve("x.avro"), "a,b\n1,2\n");

    assertThatThrownBy(() -> TestFiles.open(file, new FormatSpec.Avro()))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("Cannot read file:%s: not Avro: ", file);
  }

  @Test
  void partitionColumnsAreBehindTheFields() throws IOException {
    write("k=a/1.avro", 1);
    write("k=b/1.avro", 1);

    assertThat(TestFiles.open(dir, new FormatSpec.Avro()).records().collect())
        .extracting(row -> row.cells()[8])
        .containsExactly("a", "b");
  }

  private Path write(String name, int rows) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(SCHEMA))) {
      writer.create(SCHEMA, file.toFile());
      for (int i = 0; i < rows; i++) {
        Map<String, Object> values =
            Map.of(
                "i",
                i,
                "s",
                "text",
                "d",
                List.of(0.5, 1.0),
                "ls",
                List.of(1L, 2L),
                "n",
                ByteBuffer.wrap(new BigDecimal("1.50").unscaledValue().toByteArray()),
                "day",
                1,
                "at",
                -1000L);
        GenericRecord record = new GenericData.Record(SCHEMA);
        values.forEach(record::put);
        writer.append(record);
      }
    }
    return file;
  }
}
