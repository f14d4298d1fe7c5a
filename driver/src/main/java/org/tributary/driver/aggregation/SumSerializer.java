package org.tributary.driver.aggregation;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import org.apache.spark.serializer.DeserializationStream;
import org.apache.spark.serializer.SerializationStream;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.serializer.SerializerInstance;
import org.tributary.core.summation.PackedSum;
import scala.reflect.ClassTag;

/**
 * Shuffle serializer for sums keyed by task number. It writes no class and field names, which would
 * dominate the cost if sums are cut into many slices.
 *
 * <p>Records are serialized independently, so Spark may sort serialized records.
 */
final class SumSerializer extends Serializer implements Serializable {
  private static final long serialVersionUID = 1;

  @Override
  public SerializerInstance newInstance() {
    return new Streams();
  }

  @Override
  public boolean supportsRelocationOfSerializedObjects() {
    return true;
  }

  /** Creates streams; a shuffle needs nothing else. */
  private static final class Streams extends SerializerInstance {
    @Override
    public SerializationStream serializeStream(OutputStream out) {
      return new Writer(new DataOutputStream(out));
    }

    @Override
    public DeserializationStream deserializeStream(InputStream in) {
      return new Reader(new DataInputStream(in));
    }

    @Override
    public <T> ByteBuffer serialize(T object, ClassTag<T> type) {
      throw new UnsupportedOperationException("Cannot serialize what is not in a stream");
    }

    @Override
    public <T> T deserialize(ByteBuffer bytes, ClassTag<T> type) {
      throw new UnsupportedOperationException("Cannot deserialize what is not in a stream");
    }

    @Override
    public <T> T deserialize(ByteBuffer bytes, ClassLoader loader, ClassTag<T> type) {
      return deserialize(bytes, type);
    }
  }

  private static final class Writer extends SerializationStream {
    private final DataOutputStream out;

    Writer(DataOutputStream out) {
      this.out = out;
    }

    @Override
    public <T> SerializationStream writeObject(T object, ClassTag<T> type) {
      try {
        if (object instanceof PackedSum sum) {
          sum.write(out);
        } else {
          out.writeInt((Integer) object);
        }
        return this;
      } catch (IOException e) {
        throw SumSerializer.<RuntimeException>asIs(e);
      }
    }

    @Override
    public void flush() {
      try {
        out.flush();
      } catch (IOException e) {
        throw SumSerializer.<RuntimeException>asIs(e);
      }
    }

    @Override
    public void close() {
      try {
        out.close();
      } catch (IOException e) {
        throw SumSerializer.<RuntimeException>asIs(e);
      }
    }
  }

  private static final class Reader extends DeserializationStream {
    private final DataInputStream in;
    private boolean atKey = true;

    Reader(DataInputStream in) {
      this.in = in;
    }

    /** Reads numbers and sums alternately; Spark expects an EOFException at the end. */
    @Override
    @SuppressWarnings("unchecked")
    public <T> T readObject(ClassTag<T> type) {
      try {
        Object object = atKey ? (Object) in.readInt() : PackedSum.read(in);
        atKey = !atKey;
        return (T) object;
      } catch (IOException e) {
        throw SumSerializer.<RuntimeException>asIs(e);
      }
    }

    @Override
    public void close() {
      try {
        in.close();
      } catch (IOException e) {
        throw SumSerializer.<RuntimeException>asIs(e);
      }
    }
  }

  /** Throws a checked exception that Scala's methods do not declare. */
  @SuppressWarnings("unchecked")
  private static <E extends Exception> RuntimeException asIs(IOException e) throws E {
    throw (E) e;
  }
}
