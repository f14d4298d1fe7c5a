package org.tributary.driver.dataset;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.tributary.core.data.Block;
import org.tributary.core.data.ClassTargets;
import org.tributary.core.data.DenseTargets;
import org.tributary.core.data.Inputs;
import org.tributary.driver.spark.JobName;
import org.tributary.driver.spark.Rdds;

/**
 * A digest of all samples of a data set as the network sees them: inputs, targets and weights, bit
 * by bit, in canonical order. It depends on the rows and on how they are prepared, not on
 * partitions, files or the order of rows.
 *
 * <pre>
 *   leaf    SHA-256(index, SHA-256(inputs), SHA-256(targets), SHA-256(weights))
 *   digest  sum of the leaves' digests, as four integers of 64 bits
 * </pre>
 */
public final class BlocksDigest {
  private static final int WORDS = 4;

  private BlocksDigest() {}

  /** Returns the digest of some blocks, 64 hexadecimal digits; takes one pass over them. */
  public static <A> String of(JavaSparkContext spark, Blocks<A> blocks) {
    List<long[]> sums =
        JobName.during(
            spark.sc(),
            "the digest of the data",
            () -> Rdds.collect(Rdds.mapPartitions(blocks.rdd(), BlocksDigest::ofPartition)));
    long[] total = new long[WORDS];
    sums.forEach(sum -> add(sum, total));
    ByteBuffer bytes = ByteBuffer.allocate(WORDS * Long.BYTES);
    Arrays.stream(total).forEach(bytes::putLong);
    return HexFormat.of().formatHex(bytes.array());
  }

  private static <A> Iterator<long[]> ofPartition(Iterator<Block<A>> blocks) {
    long[] sum = new long[WORDS];
    Leaf leaf = new Leaf();
    while (blocks.hasNext()) {
      Block<A> block = blocks.next();
      if (block.index() != leaf.index) {
        leaf.addTo(sum);
        leaf = new Leaf();
        leaf.index = block.index();
      }
      leaf.update(block);
    }
    leaf.addTo(sum);
    return List.of(sum).iterator();
  }

  private static void add(long[] other, long[] sum) {
    for (int i = 0; i < WORDS; i++) {
      sum[i] += other[i];
    }
  }

  /** The digests of a leaf, whose rows may come in several blocks. */
  private static final class Leaf {
    private final Bits inputs = new Bits();
    private final Bits targets = new Bits();
    private final Bits weights = new Bits();
    private int index = -1;

    <A> void update(Block<A> block) {
      int rows = block.rows();
      if (block.inputs() instanceof Inputs.Csr<A> sparse) {
        int[] pointers = sparse.rowPointers();
        for (int r = 0; r < rows; r++) {
          inputs.update(pointers[r + 1] - pointers[r]);
        }
        inputs.update(sparse.columns(), pointers[rows]);
        inputs.update((Serializable) sparse.values(), pointers[rows]);
      } else {
        int numbers = Math.multiplyExact(rows, block.features() + 1);
        inputs.update((Serializable) block.inputs().dense().values(), numbers);
      }
      if (block.targets() instanceof ClassTargets<A> classes) {
        targets.update(classes.classes(), rows);
      } else {
        Serializable values = (Serializable) ((DenseTargets<A>) block.targets()).values();
        targets.update(values, java.lang.reflect.Array.getLength(values));
      }
      weights.update((Serializable) block.weights(), rows);
    }

    void addTo(long[] sum) {
      if (index < 0) {
        return;
      }
      MessageDigest digest = sha256();
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(index).flip());
      digest.update(inputs.digest());
      digest.update(targets.digest());
      ByteBuffer words = ByteBuffer.wrap(digest.digest(weights.digest()));
      long[] own = new long[WORDS];
      Arrays.setAll(own, i -> words.getLong());
      add(own, sum);
    }
  }

  /** SHA-256 of numbers, each by its bits. */
  private static final class Bits {
    private static final int CHUNK = 2048;

    private final MessageDigest digest = sha256();
    private final ByteBuffer buffer =
        ByteBuffer.allocate(CHUNK * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    void update(int number) {
      buffer.clear().putInt(number).flip();
      digest.update(buffer);
    }

    void update(Serializable numbers, int length) {
      for (int from = 0; from < length; from += CHUNK) {
        int count = Math.min(CHUNK, length - from);
        buffer.clear();
        int width;
        if (numbers instanceof float[] floats) {
          buffer.asFloatBuffer().put(floats, from, count);
          width = Float.BYTES;
        } else if (numbers instanceof double[] doubles) {
          buffer.asDoubleBuffer().put(doubles, from, count);
          width = Double.BYTES;
        } else {
          buffer.asIntBuffer().put((int[]) numbers, from, count);
          width = Integer.BYTES;
        }
        buffer.limit(count * width);
        digest.update(buffer);
      }
    }

    byte[] digest() {
      return digest.digest();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256", e);
    }
  }
}
