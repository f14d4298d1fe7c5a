package org.tributary.driver.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/**
 * Reads the values of a block of Avro, and compares each length that they claim with the bytes that
 * are left of the block, before memory is taken for it.
 */
final class BoundedDecoder extends Decoder {
  /** Items of no bytes, such as nulls, may be more than the bytes that are left. */
  private static final long MOST_EMPTY_ITEMS = 1 << 16;

  private final BinaryDecoder in;

  BoundedDecoder(BinaryDecoder in) {
    this.in = in;
  }

  /** Returns a length, if so many bytes are left. */
  int requireLeft(long length) {
    int left = left();
    if (length < 0 || length > left) {
      throw new AvroRuntimeException(
          "a value claims %,d bytes (expected %,d at most, up to the end of its block)"
              .formatted(length, left));
    }
    return (int) length;
  }

  private int left() {
    try {
      return in.inputStream().available();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long requireItems(long count) {
    if (count > MOST_EMPTY_ITEMS) {
      requireLeft(count);
    }
    return count;
  }

  private byte[] bytes() throws IOException {
    byte[] bytes = new byte[requireLeft(in.readLong())];
    in.readFixed(bytes, 0, bytes.length);
    return bytes;
  }

  @Override
  public Utf8 readString(Utf8 old) throws IOException {
    return new Utf8(bytes());
  }

  @Override
  public String readString() throws IOException {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void skipString() throws IOException {
    in.skipFixed(requireLeft(in.readLong()));
  }

  @Override
  public ByteBuffer readBytes(ByteBuffer old) throws IOException {
    return ByteBuffer.wrap(bytes());
  }

  @Override
  public void skipBytes() throws IOException {
    skipString();
  }

  @Override
  public long readArrayStart() throws IOException {
    return requireItems(in.readArrayStart());
  }

  @Override
  public long arrayNext() throws IOException {
    return requireItems(in.arrayNext());
  }

  @Override
  public long readMapStart() throws IOException {
    return requireItems(in.readMapStart());
  }

  @Override
  public long mapNext() throws IOException {
    return requireItems(in.mapNext());
  }

  @Override
  public long skipArray() throws IOException {
    return in.skipArray();
  }

  @Override
  public long skipMap() throws IOException {
    return in.skipMap();
  }

  @Override
  public void readNull() throws IOException {
    in.readNull();
  }

  @Override
  public boolean readBoolean() throws IOException {
    return in.readBoolean();
  }

  @Override
  public int readInt() throws IOException {
    return in.readInt();
  }

  @Override
  public long readLong() throws IOException {
    return in.readLong();
  }

  @Override
  public float readFloat() throws IOException {
    return in.readFloat();
  }

  @Override
  public double readDouble() throws IOException {
    return in.readDouble();
  }

  @Override
  public void readFixed(byte[] bytes, int start, int length) throws IOException {
    in.readFixed(bytes, start, length);
  }

  @Override
  public void skipFixed(int length) throws IOException {
    in.skipFixed(length);
  }

  @Override
  public int readEnum() throws IOException {
    return in.readEnum();
  }

  @Override
  public int readIndex() throws IOException {
    return in.readIndex();
  }
}
