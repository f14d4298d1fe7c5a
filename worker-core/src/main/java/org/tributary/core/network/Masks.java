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
  private final long[] bits;
  private final A mask;

  /** The copy of a block's inputs of which some are dropped; empty where none are. */
  private final Inputs.Dense<A> inputs;

  /** Allocates the buffers for blocks of at most {@code maxRows} rows. */
  public Masks(Dropout dropout, Topology topology, Kernel<A> kernel, int maxRows) {
    this.dropout = dropout;
    this.topology = topology;
    this.kernel = kernel;
    int widest = -1;
    for (int l = 0; l < topology.weightLayers(); l++) {
      if (drops(l)) {
        widest = Math.max(widest, topology.units(l));
      }
    }
    this.bits = new long[widest < 0 ? 0 : Math.multiplyExact(maxRows, words(widest))];
    this.mask = kernel.allocate(Math.multiplyExact(maxRows, widest + 1));
    int copied = drops(0) ? topology.inputs() + 1 : 0;
    this.inputs =
        new Inputs.Dense<>(topology.inputs(), kernel.allocate(Math.multiplyExact(maxRows, copied)));
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

  /**
   * Fills the copy of the block's inputs, some of them 0, if inputs are dropped.
   *
   * @throws UnsupportedOperationException if they are, and are sparse
   */
  void dropInputs(Block<A> block, long draw) {
    if (drops(0)) {
      int length = block.rows() * (topology.inputs() + 1);
      draw(0, block.rows(), draw);
      kernel.copy(block.inputs().dense().values(), 0, inputs.values(), 0, length);
      kernel.multiplyElements(inputs.values(), mask, length);
    }
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
