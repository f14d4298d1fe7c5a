package org.tributary.driver.dataset;

import org.apache.spark.api.java.JavaPairRDD;
import org.tributary.core.data.Standardization;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.summation.GradientSum;
import org.tributary.core.summation.PartialSum;
import org.tributary.core.summation.SummationTree;

/**
 * Means and deviations of the features in one pass, with the same bits on any partitioning.
 *
 * <p>With s the first sample of the canonical order and m = sum w_i, it sums w_i (x_i - s) and w_i
 * (x_i - s)^2 along the summation tree. Then mean = s + E[x - s] and variance = E[(x - s)^2] - E[x
 * - s]^2; the shift by a sample keeps the difference from cancelling.
 */
final class Moments {
  private Moments() {}

  /** Returns the standardization that gives the weighted samples mean 0 and deviation 1. */
  static Standardization of(
      JavaPairRDD<SampleKey, Sample> samples, LeafRange range, int capacity, int inputs) {
    double[] shift = samples.values().first().features();
    PartialSum<double[]> sums =
        samples
            .mapPartitionsWithIndex(
                (partition, rows) ->
                    java.util.List.of(
                            partial(new LeafReader(rows, range, partition, capacity), shift))
                        .iterator(),
                true)
            .treeReduce((a, b) -> a.merge(b, KernelFactory.FLOAT64.create()));
    GradientSum<double[]> total = sums.total(range.leaves(), KernelFactory.FLOAT64.create());
    double[] mean = new double[inputs];
    double[] deviation = new double[inputs];
    for (int j = 0; j < inputs; j++) {
      double first = total.values()[j] / total.weightSum();
      double second = total.values()[inputs + j] / total.weightSum();
      double variance = second - first * first;
      mean[j] = shift[j] + first;
      // A feature that never varies is only shifted; rounding may leave a trace of variance.
      deviation[j] = variance > 1e-14 * second ? Math.sqrt(variance) : 1;
    }
    return new Standardization(mean, deviation);
  }

  private static PartialSum<double[]> partial(LeafReader leaves, double[] shift) {
    Kernel<double[]> kernel = KernelFactory.FLOAT64.create();
    int inputs = shift.length;
    SummationTree<double[]> tree = new SummationTree<>(kernel, Math.multiplyExact(2, inputs));
    double[] sums = tree.buffer();
    double weights = 0;
    int leaf = -1;
    while (leaves.hasNext()) {
      LeafReader.Piece piece = leaves.next();
      if (piece.leaf() != leaf) {
        if (leaf >= 0) {
          tree.add(leaf, sums, 0, weights);
          sums = tree.buffer();
        }
        java.util.Arrays.fill(sums, 0);
        weights = 0;
        leaf = piece.leaf();
      }
      for (Sample sample : piece.samples()) {
        double w = sample.weight();
        weights += w;
        for (int j = 0; j < inputs; j++) {
          double d = sample.features()[j] - shift[j];
          sums[j] += w * d;
          sums[inputs + j] += w * d * d;
        }
      }
    }
    if (leaf >= 0) {
      tree.add(leaf, sums, 0, weights);
    }
    return tree.partialSum();
  }
}
