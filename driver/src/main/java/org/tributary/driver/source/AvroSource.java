package org.tributary.driver.source;

import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.tributary.core.model.FileFailure;

/**
 * Reads Avro: a column for each field of the records, which all files must have. Each file is read
 * by one task.
 */
final class AvroSource {
  private AvroSource() {}

  static Table open(SparkSession spark, FoundFiles files) {
    JavaSparkContext sc = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Configuration conf = sc.hadoopConfiguration();
    List<Schema> schemas = files.inParallel(conf, (fs, file) -> schema(fs, file));
    Schema schema = schemas.get(0);
    for (int i = 1; i < schemas.size(); i++) {
      requireSameFields(files.files().get(i), schemas.get(i), files.files().get(0), schema);
    }
    StructField[] columns =
        schema.getFields().stream()
            .map(
                field ->
                    DataTypes.createStructField(
                        field.name(), AvroValues.type(field.schema()), true))
            .toArray(StructField[]::new);
    return new Table(
        files.name(),
        TextRecords.withPartitions(new StructType(columns), files),
        records(sc, files, schema.toString()),
        Table.Positions.ROW,
        files.bytes());
  }

  private static Schema schema(FileSystem fs, FileStatus file) {
    String path = file.getPath().toString();
    try (DataFileReader<GenericRecord> reader = open(fs, file.getPath())) {
      Schema schema = reader.getSchema();
      if (schema.getType() != Schema.Type.RECORD) {
        throw new DataException(
            "Cannot read %s: its values are of the type %s (expected records)"
                .formatted(path, schema.getType().getName()));
      }
      return schema;
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      throw new DataException("Cannot read " + path + ": not Avro: " + reason(e));
    }
  }

  /** Returns the reason for which the library failed; codecs allocate what a length says. */
  private static String reason(Throwable failure) {
    if (failure instanceof OutOfMemoryError) {
      return "a length in it is beyond the memory";
    }
    if (failure instanceof StackOverflowError) {
      return "its values are nested too deeply";
    }
    return failure instanceof IOException
        ? FileFailure.reason(failure)
        : SparkFiles.reason(failure);
  }

  private static DataFileReader<GenericRecord> open(FileSystem fs, Path path) throws IOException {
    return new DataFileReader<>(new AvroInput(fs, path), new AvroRecordReader());
  }

  private static void requireSameFields(
      FileStatus file, Schema schema, FileStatus first, Schema expected) {
    for (Schema.Field field : expected.getFields()) {
      Schema.Field here = schema.getField(field.name());
      if (here == null) {
        throw absent(file, field.name(), first);
      }
      if (!here.schema().equals(field.schema())) {
        throw TypeClash.of(
            file.getPath().toString(),
            field.name(),
            first.getPath().toString(),
            Cells.abridged(field.schema()),
            file.getPath().toString(),
            Cells.abridged(here.schema()));
      }
    }
    for (Schema.Field field : schema.getFields()) {
      if (expected.getField(field.name()) == null) {
        throw absent(first, field.name(), file);
      }
    }
    if (!schema.getFields().equals(expected.getFields())) {
      throw new DataException(
          "Cannot read %s: its fields are in another order, or have other defaults, than those of %s (expected the same in all files)"
              .formatted(file.getPath(), first.getPath()));
    }
  }

  private static DataException absent(FileStatus file, String field, FileStatus other) {
    return new DataException(
        "Cannot read %s: it has no column %s, which %s has (expected the same fields in all files of Avro); write it again with this column, or leave it out of data.path"
            .formatted(file.getPath(), field, other.getPath()));
  }

  private static JavaRDD<SourceRow> records(JavaSparkContext sc, FoundFiles files, String schema) {
    Broadcast<SerializableConfiguration> settings =
        sc.broadcast(new SerializableConfiguration(sc.hadoopConfiguration()));
    HashMap<String, String[]> partitions = files.serializablePartitions();
    List<String> paths = files.files().stream().map(file -> file.getPath().toString()).toList();
    return sc.parallelize(paths, paths.size())
        .flatMap(
            path ->
                new Records(
                    settings.value().value(),
                    path,
                    new Schema.Parser().parse(schema),
                    partitions.getOrDefault(path, new String[0])));
  }

  /** The records of a file. */
  private static final class Records implements Iterator<SourceRow> {
    private final DataFileReader<GenericRecord> reader;
    private final long length;
    private final String path;
    private final Schema schema;
    private final String[] partition;
    private Optional<SourceRow> next = Optional.empty();
    private long position;
    private boolean ended;

    Records(Configuration conf, String path, Schema schema, String[] partition) throws IOException {
      Path file = new Path(path);
      FileSystem fs = file.getFileSystem(conf);
      this.length = fs.getFileStatus(file).getLen();
      this.reader = open(fs, file);
      this.path = path;
      this.schema = schema;
      this.partition = partition;
    }

    @Override
    public boolean hasNext() {
      if (next.isEmpty() && !ended) {
        try {
          ended = !reader.hasNext();
          next = ended ? end() : Optional.of(row(cells(reader.next())));
        } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
          ended = true;
          next = Optional.of(row(Malformed.cells("the file is damaged here (" + reason(e) + ")")));
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

    // To the reader, a block that is cut off is the end of the file.
    private Optional<SourceRow> end() throws IOException {
      boolean whole = reader.previousSync() == length;
      reader.close();
      return whole
          ? Optional.empty()
          : Optional.of(row(Malformed.cells("the file is cut off here")));
    }

    private SourceRow row(Object[] cells) {
      return new SourceRow(cells, path, position++);
    }

    private Object[] cells(GenericRecord record) {
      List<Schema.Field> fields = schema.getFields();
      Object[] cells = new Object[fields.size() + partition.length];
      for (int i = 0; i < fields.size(); i++) {
        cells[i] = AvroValues.cell(record.get(i), fields.get(i).schema());
      }
      System.arraycopy(partition, 0, cells, fields.size(), partition.length);
      return cells;
    }
  }
}
