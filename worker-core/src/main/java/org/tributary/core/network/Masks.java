package org.tributary.core.network;

import org.tributary.core.data.Block;
import org.tributary.core.data.Inputs;
import org.tributary.core.function.Activation;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.random.RandomStream;

/**
 * Applies dropout to the layers of a block, one after the other. Mutable, for one thread: its
 * buffers are allocated once.
 *
 * <p>A mask is drawn for 64 units at a time, one bit each that is 1 with probability p = 0.b1 b2 ..
 * b16 in binary: from the last b that is 1 up to b1, bits = bits | random where b is 1 and bits &
 * random where it is 0, which halves the probability and adds b/2. So p is exact to 1/65,536, and
 * 1/2 takes one number only. They come from a counter that begins at the block's draw and the layer
 * (SplitMix64).
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Masks<A> {
  private static final int DIGITS = 16;
  private static final int LEVELS = 1 << DIGITS;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final Dropout dropout;
  private final Topology topology;
  private final Kernel<A> kernel;
  private final int maxRows;
  private long[] bits = new long[0];
  private A mask;

  /** The copy of a block's inputs of which some are dropped; empty where none are. */
  private Inputs<A> inputs;

  /** Allocates the buffers for blocks of at most {@code maxRows} rows. */
  public Masks(Dropout dropout, Topology topology, Kernel<A> kernel, int maxRows) {
    this.dropout = dropout;
    this.topology = topology;
    this.kernel = kernel;
    this.maxRows = maxRows;
    this.mask = kernel.allocate(0);
    this.inputs = new Inputs.Dense<>(topology.inputs(), mask);
    int widest = -1;
    for (int l = 1; l < topology.weightLayers(); l++) {
      if (drops(l)) {
        widest = Math.max(widest, topology.units(l));
      }
    }
    ensureRoom(widest);
  }

  /** Makes the buffers as large as a layer needs; the inputs' when dense inputs come. */
  private void ensureRoom(int units) {
    int length = Math.multiplyExact(maxRows, units + 1);
    if (length > kernel.length(mask)) {
      mask = kernel.allocate(length);
      bits = new long[Math.multiplyExact(maxRows, words(units))];
    }
  }

  /** Tells whether units of a layer are left out; layer 0 are the inputs. */
  public boolean drops(int layer) {
    return dropout.rate(layer) > 0;
  }

  /**
   * Draws r of a layer that drops units: augmented rows led by 1, with 0 for each unit left out and
   * 1/(1 - p) for the others.
   *
   * @param draw the block's 64 bits, see {@link MaskDraws}
   * @return a buffer as long as the largest mask; the next mask overwrites it
   */
  public A mask(int layer, int rows, long draw) {
    draw(layer, rows, draw);
    return mask;
  }

  /** Fills the copy of the block's inputs, some of them 0, if inputs are dropped. */
  void dropInputs(Block<A> block, long draw) {
    if (!drops(0)) {
      return;
    }
    if (block.inputs() instanceof Inputs.Csr<A> sparse) {
      inputs = kept(sparse, block.rows(), draw);
      return;
    }
    int length = block.rows() * (topology.inputs() + 1);
    draw(0, block.rows(), draw);
    A copy = roomForInputs();
    kernel.copy(block.inputs().dense().values(), 0, copy, 0, length);
    kernel.multiplyElements(copy, mask, length);
  }

  private A roomForInputs() {
    int length = Math.multiplyExact(maxRows, topology.inputs() + 1);
    if (!(inputs instanceof Inputs.Dense<A> dense) || kernel.length(dense.values()) < length) {
      inputs = new Inputs.Dense<>(topology.inputs(), kernel.allocate(length));
    }
    return inputs.dense().values();
  }

  /** Returns the numbers that dropout keeps, with the mask that dense inputs would get. */
  private Inputs.Csr<A> kept(Inputs.Csr<A> sparse, int rows, long draw) {
    int[] from = sparse.rowPointers();
    int[] rowPointers = new int[rows + 1];
    int[] columns = new int[from[rows]];
    A values = kernel.allocate(from[rows]);
    int rowWords = words(topology.inputs());
    long words = (long) rows * rowWords;
    int dropped = levels(dropout.rate(0));
    int at = 0;
    for (int r = 0; r < rows; r++) {
      for (int k = from[r]; k < from[r + 1]; k++) {
        int column = sparse.columns()[k];
        long word = word((long) r * rowWords + column / Long.SIZE, words, dropped, draw);
        if ((word >>> column & 1) == 0) {
          columns[at] = column;
          kernel.copy(sparse.values(), k, values, at, 1);
          at++;
        }
      }
      rowPointers[r + 1] = at;
    }
    kernel.blend(values, LEVELS / (double) (LEVELS - dropped), values, 0, 0, at);
    return Inputs.Csr.ofValid(sparse.features(), rowPointers, columns, values);
  }

  /** Returns one of the numbers of 64 bits that {@link #draw} makes for the inputs. */
  private static long word(long index, long words, int dropped, long draw) {
    int last = Integer.numberOfTrailingZeros(dropped);
    long counter = RandomStream.mix(draw) + (index + 1) * GOLDEN;
    long bits = RandomStream.mix(counter);
    for (int digit = last + 1; digit < DIGITS; digit++) {
      long random = RandomStream.mix(counter + (digit - last) * words * GOLDEN);
      bits = (dropped >>> digit & 1) == 1 ? bits | random : bits & random;
    }
    return bits;
  }

  /** Returns what the first layer of weights takes in. */
  Inputs<A> inputs(Block<A> block) {
    return drops(0) ? inputs : block.inputs();
  }

  /**
   * Drops units of a hidden layer.
   *
   * @param a activations, augmented rows; overwritten with r .* a
   * @param derivative overwritten with r .* g'(z); holds g'(z) where that does not follow from a
   */
  void drop(int layer, A a, A derivative, int rows, long draw) {
    int length = rows * (topology.units(layer) + 1);
    Activation g = topology.hidden().get(layer - 1).activation();
    draw(layer, rows, draw);
    if (g.derivativeFollowsFromValue()) {
      kernel.copy(mask, 0, derivative, 0, length);
      kernel.multiplyByDerivative(g, a, derivative, length);
    } else {
      kernel.multiplyElements(derivative, mask, length);
    }
    kernel.multiplyElements(a, mask, length);
  }

  private void draw(int layer, int rows, long draw) {
    int units = topology.units(layer);
    ensureRoom(units);
    int words = rows * words(units);
    int dropped = levels(dropout.rate(layer));
    int last = Integer.numberOfTrailingZeros(dropped);
    long counter = RandomStream.mix(draw + layer * GOLDEN);
    for (int digit = last; digit < DIGITS; digit++) {
      long start = counter + (long) (digit - last) * words * GOLDEN;
      if (digit == last) {
        fill(start, words);
      } else if ((dropped >>> digit & 1) == 1) {
        unite(start, words);
      } else {
        intersect(start, words);
      }
    }
    kernel.fillMask(mask, bits, rows, units, LEVELS / (double) (LEVELS - dropped));
  }

  /** Returns p in parts of 1/65,536, at least one and not all. */
  private static int levels(double rate) {
    return (int) Math.max(1, Math.min(LEVELS - 1, Math.round(rate * LEVELS)));
  }

  private void fill(long start, int words) {
    long counter = start;
    for (int i = 0; i < words; i++) {
      counter += GOLDEN;
      bits[i] = RandomStream.mix(counter);
    }
  }

  private void unite(long start, int words) {
    long counter = start;
    for (int i = 0; i < words; i++) {
      counter += GOLDEN;
      bits[i] |= RandomStream.mix(counter);
    }
  }

  private void intersect(long start, int words) {
    long counter = start;
    for (int i = 0; i < words; i++) {
      counter += GOLDEN;
      bits[i] &= RandomStream.mix(counter);
    }
  }

  /** Returns how many numbers of 64 bits a row of a layer takes. */
  private static int words(int units) {
    return (units + 63) / 64;
  }
}
