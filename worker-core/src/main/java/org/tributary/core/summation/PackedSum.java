package org.tributary.core.summation;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
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
  private final double[] lossSums;
  private final double[] weightSums;

  private PackedSum(Transport transport, int count) {
    this.transport = transport;
    this.levels = new int[count];
    this.indices = new int[count];
    this.values = new byte[count][];
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
      packed.values[i] = transport.encode(kernel, node.sum.values(), from, to);
      packed.lossSums[i] = node.sum.lossSum();
      packed.weightSums[i] = node.sum.weightSum();
    }
    return packed;
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
      GradientSum<A> sum = new GradientSum<>(numbers, lossSums[i], weightSums[i]);
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
      out.writeInt(values[i].length);
      out.write(values[i]);
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
      packed.values[i] = new byte[in.readInt()];
      in.readFully(packed.values[i]);
    }
    return packed;
  }
}
