package org.tributary.core.network;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.tributary.core.data.ColumnSums;
import org.tributary.core.data.Inputs;
import org.tributary.core.kernel.Kernel;

/**
 * Computes Delta^(1) = delta^(2)^T a^(1) of sparse inputs by its columns, with a cost of their
 * non-zeros. Mutable, for one thread.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class ColumnDelta<A> {
  /** Of so many features that a word of bits stands for, one must be there to look at the words. */
  private static final int WORDS_A_FEATURE = 16;

  private final Kernel<A> kernel;
  private final int units;

  /** By feature, its place among the features that are there, from 1; 0 between two calls. */
  private final int[] placeOf;

  private final long[] present;
  private int[] places = new int[0];
  private int[] found = new int[0];

  ColumnDelta(Kernel<A> kernel, int features, int units) {
    this.kernel = kernel;
    this.units = units;
    this.placeOf = new int[features];
    this.present = new long[(features + Long.SIZE - 1) / Long.SIZE];
  }

  /**
   * Returns Delta^(1) without the bias.
   *
   * @param delta delta^(2), augmented rows
   * @param arrays returns an array of a length or longer, which the sum takes over
   */
  ColumnSums<A> of(Inputs.Csr<A> inputs, int rows, A delta, IntFunction<A> arrays) {
    int[] rowPointers = inputs.rowPointers();
    int[] columns = inputs.columns();
    int numbers = rowPointers[rows];
    int[] features = features(columns, numbers);
    if (places.length < numbers) {
      places = new int[numbers];
    }
    for (int k = 0; k < numbers; k++) {
      places[k] = placeOf[columns[k]] - 1;
    }
    for (int feature : features) {
      placeOf[feature] = 0;
    }
    int length = Math.multiplyExact(features.length, units);
    A sums = arrays.apply(length);
    kernel.fill(sums, 0, length, 0);
    kernel.addOuterProducts(rowPointers, places, inputs.values(), rows, delta, units, sums);
    return ColumnSums.of(units, features, sums);
  }

  /** Returns the features that are there, ascending, and numbers them. */
  private int[] features(int[] columns, int numbers) {
    if (found.length < numbers) {
      found = new int[numbers];
    }
    int count = 0;
    for (int k = 0; k < numbers; k++) {
      int feature = columns[k];
      if (placeOf[feature] == 0) {
        placeOf[feature] = 1;
        found[count++] = feature;
      }
    }
    int[] features = Arrays.copyOf(found, count);
    sort(features);
    for (int place = 0; place < count; place++) {
      placeOf[features[place]] = place + 1;
    }
    return features;
  }

  private void sort(int[] features) {
    if (features.length < present.length / WORDS_A_FEATURE) {
      Arrays.sort(features);
      return;
    }
    for (int feature : features) {
      present[feature >>> 6] |= 1L << feature;
    }
    int at = 0;
    for (int w = 0; w < present.length; w++) {
      for (long rest = present[w]; rest != 0; rest &= rest - 1) {
        features[at++] = w * Long.SIZE + Long.numberOfTrailingZeros(rest);
      }
      present[w] = 0;
    }
  }
}
