package org.tributary.driver.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.spec.FormatSpec;

/** Files of one directory whose columns differ. */
class TypeClashTest {
  private final SparkSession spark = LocalSpark.session();

  @TempDir private Path dir;

  private void write(String format, String query, String name) {
    spark
        .sql(query)
        .coalesce(1)
        .write()
        .format(format)
        .mode("append")
        .save(dir.resolve(name).toString());
  }

  private static FormatSpec format(String name) {
    return name.equals("orc") ? new FormatSpec.Orc() : new FormatSpec.Parquet();
  }

  @ParameterizedTest
  @CsvSource({
    "parquet, cast(0.5 as double), double",
    "parquet, 'text', string",
    "parquet, 2L, bigint",
    "orc, cast(0.5 as double), double",
    "orc, 'text', string"
  })
  void aColumnOfTwoTypesIsNamedWithItsFilesAndTypes(String name, String value, String type) {
    String literal = type.equals("string") ? "'" + value.replace("'", "") + "'" : value;
    write(name, "select 1 same, 1 a", "t");
    write(name, "select 1 same, 2 a", "t");
    write(name, "select 1 same, " + literal + " a", "t");
    assertThatThrownBy(() -> TestFiles.open(dir.resolve("t"), format(name)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("column a is ")
        .hasMessageContaining("int in file:")
        .hasMessageContaining(type + " in file:")
        .hasMessageContaining("." + name)
        .hasMessageContaining("write these files again with one type")
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "orc"})
  void aColumnThatAFileDoesNotHaveIsMissingThere(String name) {
    write(name, "select 1 a, 2 b", "t");
    write(name, "select 3 a", "t");
    assertThat(TestFiles.open(dir.resolve("t"), format(name)).records().collect())
        .hasSize(2)
        .anySatisfy(row -> assertThat(row.cells()).containsExactly(3, null));
  }

  @Test
  void partsWithColumnsOfOtherTypesAreRefused() {
    write("parquet", "select array(1) a", "t/x/k=1");
    write("parquet", "select 0.5d a", "t/y/k=1");
    assertThatThrownBy(() -> TestFiles.open(dir.resolve("t/*"), new FormatSpec.Parquet()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("column a is array<int> in file:")
        .hasMessageNotContaining("\n");
  }

  private void writeAvro(String name, Schema schema) throws IOException {
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(schema))) {
      writer.create(schema, dir.resolve(name).toFile());
    }
  }

  @Test
  void fieldsOfAvroThatDifferAreNamed() throws IOException {
    writeAvro(
        "1.avro", SchemaBuilder.record("r").fields().requiredInt("a").requiredInt("b").endRecord());
    writeAvro(
        "2.avro",
        SchemaBuilder.record("r").fields().requiredDouble("a").requiredInt("b").endRecord());
    assertThatThrownBy(() -> TestFiles.open(dir, new FormatSpec.Avro()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("column a is \"int\" in")
        .hasMessageContaining("but \"double\" in");
    writeAvro("2.avro", SchemaBuilder.record("r").fields().requiredInt("a").endRecord());
    assertThatThrownBy(() -> TestFiles.open(dir, new FormatSpec.Avro()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("2.avro: it has no column b, which")
        .hasMessageContaining("1.avro has");
  }
}
