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
 * How shuffles spell sums under the numbers of tasks: as they are, without the names of classes and
 * fields, which are most of the work where sums are cut into many slices.
 *
 * <p>A record is spelled without regard to those before it, so Spark may sort records that are
 * spelled already.
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

  /** Makes streams, which are all that a shuffle asks for. */
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

    /** Reads a number and a sum in turn; at the end, Spark expects an EOFException. */
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

  /** Throws what Spark expects of streams, by its class, though Scala's methods declare nothing. */
  @SuppressWarnings("unchecked")
  private static <E extends Exception> RuntimeException asIs(IOException e) throws E {
    throw (E) e;
  }
}
