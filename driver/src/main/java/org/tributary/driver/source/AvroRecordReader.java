package org.tributary.driver.source;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Decoder;

/** Reads records of Avro by a {@link BoundedDecoder}. */
final class AvroRecordReader extends GenericDatumReader<GenericRecord> {
  private final BoundedData values;

  AvroRecordReader() {
    this(new BoundedData());
  }

  private AvroRecordReader(BoundedData values) {
    super(values);
    this.values = values;
  }

  /** Creates values whose size is that of the schema, which the file claims, too. */
  private static final class BoundedData extends GenericData {
    private BoundedDecoder block;

    @Override
    public Object createFixed(Object old, Schema schema) {
      block.requireLeft(schema.getFixedSize());
      return super.createFixed(old, schema);
    }
  }

  @Override
  public GenericRecord read(GenericRecord reuse, Decoder in) throws IOException {
    values.block = new BoundedDecoder((BinaryDecoder) in);
    return super.read(reuse, values.block);
  }
}
