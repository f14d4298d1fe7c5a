package org.tributary.core.summation;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.tributary.core.data.ColumnSums;
import org.tributary.core.kernel.Kernel;

/**
 * A {@link PartialSum}, or a slice of one, as it travels: numbers as bytes, in arrays that any
 * serializer writes as they are; {@link #write} writes nothing else.
 */
public final class PackedSum implements Serializable {
  private static final long serialVersionUID = 1;

  private final Transport transport;
  private final int[] levels;
  private final int[] indices;
  private final byte[][] values;

  /** Of each sum, which columns it keeps, and their numbers; without bytes for none. */
  private final byte[][] features;

  private final byte[][] columns;
  private final int[] widths;
  private final double[] lossSums;
  private final double[] weightSums;

  private PackedSum(Transport transport, int count) {
    this.transport = transport;
    this.levels = new int[count];
    this.indices = new int[count];
    this.values = new byte[count][];
    this.features = new byte[count][];
    this.columns = new byte[count][];
    this.widths = new int[count];
    this.lossSums = new double[count];
    this.weightSums = new double[count];
  }

  static <A> PackedSum of(
      List<TreeNode<GradientSum<A>>> nodes,
      int from,
      int to,
      Transport transport,
      Kernel<A> kernel) {
    PackedSum packed = new PackedSum(transport, nodes.size());
    for (int i = 0; i < nodes.size(); i++) {
      TreeNode<GradientSum<A>> node = nodes.get(i);
      packed.levels[i] = node.level;
      packed.indices[i] = node.index;
      int rest = kernel.length(node.sum.values());
      packed.values[i] =
          transport.encode(kernel, node.sum.values(), Math.min(from, rest), Math.min(to, rest));
      packed.packColumns(i, node.sum.columns(), rest, from, to, kernel);
      packed.lossSums[i] = node.sum.lossSum();
      packed.weightSums[i] = node.sum.weightSum();
    }
    return packed;
  }

  private <A> void packColumns(
      int i, ColumnSums<A> sums, int rest, int from, int to, Kernel<A> kernel) {
    int width = sums.width();
    int first = sums.count() == 0 ? 0 : sums.firstFrom(columnFrom(from - (long) rest, width));
    int end = sums.count() == 0 ? 0 : sums.firstFrom(columnFrom(to - (long) rest, width));
    widths[i] = width;
    features[i] = Ascending.encode(sums, first, end);
    A numbers = sums.copy(first, end, kernel);
    columns[i] = transport.encode(kernel, numbers, 0, kernel.length(numbers));
  }

  /** Returns the first column that begins at an element or behind it. */
  private static int columnFrom(long element, int width) {
    return (int) Math.max(0, (element + width - 1) / width);
  }

  /**
   * Returns the partial sum.
   *
   * @param kernel of the precision that it was packed from
   */
  public <A> PartialSum<A> unpack(Kernel<A> kernel) {
    List<TreeNode<GradientSum<A>>> nodes = new ArrayList<>();
    for (int i = 0; i < levels.length; i++) {
      A numbers = transport.decode(kernel, values[i]);
      ColumnSums<A> byColumn =
          features[i].length == 0
              ? ColumnSums.none()
              : ColumnSums.of(
                  widths[i], Ascending.decode(features[i]), transport.decode(kernel, columns[i]));
      GradientSum<A> sum = new GradientSum<>(numbers, byColumn, lossSums[i], weightSums[i]);
      nodes.add(new TreeNode<>(levels[i], indices[i], sum));
    }
    return new PartialSum<>(nodes);
  }

  /** Writes the sum, its numbers as they are. */
  public void write(DataOutput out) throws IOException {
    out.writeUTF(transport.name());
    out.writeInt(levels.length);
    for (int i = 0; i < levels.length; i++) {
      out.writeInt(levels[i]);
      out.writeInt(indices[i]);
      out.writeDouble(lossSums[i]);
      out.writeDouble(weightSums[i]);
      out.writeInt(widths[i]);
      write(values[i], out);
      write(features[i], out);
      write(columns[i], out);
    }
  }

  /** Reads what {@link #write} wrote. */
  public static PackedSum read(DataInput in) throws IOException {
    Transport transport = Transport.valueOf(in.readUTF());
    PackedSum packed = new PackedSum(transport, in.readInt());
    for (int i = 0; i < packed.levels.length; i++) {
      packed.levels[i] = in.readInt();
      packed.indices[i] = in.readInt();
      packed.lossSums[i] = in.readDouble();
      packed.weightSums[i] = in.readDouble();
      packed.widths[i] = in.readInt();
      packed.values[i] = bytes(in);
      packed.features[i] = bytes(in);
      packed.columns[i] = bytes(in);
    }
    return packed;
  }

  private static void write(byte[] bytes, DataOutput out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] bytes(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }
}
