package org.tributary.driver.dataset;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.tributary.core.preparation.Fitting;
import org.tributary.core.preparation.MomentsPass;
import org.tributary.core.preparation.Preparation;
import org.tributary.core.preparation.PreparationException;
import org.tributary.core.preparation.RawCells;
import org.tributary.core.preparation.RowLayout;
import org.tributary.core.preparation.RowStatistics;
import org.tributary.core.preparation.Standardization;

/**
 * Fits a preparation to samples in their canonical order, with the same bits on any partitioning.
 */
final class PreparationFit {
  private PreparationFit() {}

  /**
   * Returns the standardization that gives the weighted samples mean 0 and deviation 1.
   *
   * @param batch of the shape of the samples
   * @throws PreparationException if a column cannot be standardized
   */
  static Preparation standardization(
      JavaRDD<SortedSamples> samples,
      SampleBatch batch,
      LeafRange range,
      int capacity,
      RowLayout layout) {
    RawCells first =
        RawCells.ofNumbers(
            samples.filter(bucket -> bucket.rows() > 0).map(bucket -> bucket.features(0)).first());
    MomentsPass pass = new MomentsPass(layout, layout.names(), first, 0);
    return fit(new Fitting(layout, List.of(pass)), samples, batch, range, capacity);
  }

  /**
   * Returns the scaling that divides each feature by its largest magnitude, and leaves one that is
   * always 0 as it is. Zeros stay zeros; what standardization would subtract, the biases of the
   * first layer take up.
   *
   * @param samples sparse ones
   * @param batch of the shape of the samples
   */
  static Preparation scaling(
      JavaRDD<SortedSamples> samples,
      SampleBatch batch,
      LeafRange range,
      int capacity,
      RowLayout layout) {
    int cells = layout.cells();
    double[] largest =
        samples
            .mapPartitionsWithIndex(
                (partition, rows) -> {
                  LeafReader leaves =
                      new LeafReader(rows, batch.empty(), range, partition, capacity);
                  return List.of(largest(leaves, cells)).iterator();
                },
                true)
            .treeReduce(PreparationFit::larger);
    for (int j = 0; j < cells; j++) {
      largest[j] = largest[j] == 0 ? 1 : largest[j];
    }
    return new Preparation(
        layout, List.of(new Standardization(layout, layout.names(), new double[cells], largest)));
  }

  private static double[] largest(LeafReader leaves, int cells) {
    double[] largest = new double[cells];
    while (leaves.hasNext()) {
      SampleBatch rows = leaves.next().samples();
      int numbers = rows.nonZerosBefore(rows.rows());
      for (int k = 0; k < numbers; k++) {
        int cell = rows.index(k);
        largest[cell] = Math.max(largest[cell], Math.abs(rows.nonZero(k)));
      }
    }
    return largest;
  }

  private static double[] larger(double[] some, double[] others) {
    for (int j = 0; j < some.length; j++) {
      some[j] = Math.max(some[j], others[j]);
    }
    return some;
  }

  /** Goes over the samples until everything is fitted. */
  private static Preparation fit(
      Fitting start,
      JavaRDD<SortedSamples> samples,
      SampleBatch batch,
      LeafRange range,
      int capacity) {
    Fitting fitting = start;
    while (fitting.preparation().isEmpty()) {
      fitting = fitting.next(statistics(fitting, samples, batch, range, capacity), range.leaves());
    }
    return fitting.preparation().get();
  }

  private static RowStatistics statistics(
      Fitting fitting,
      JavaRDD<SortedSamples> samples,
      SampleBatch batch,
      LeafRange range,
      int capacity) {
    return samples
        .mapPartitionsWithIndex(
            (partition, rows) -> {
              LeafReader leaves = new LeafReader(rows, batch.empty(), range, partition, capacity);
              return List.of(partial(fitting, leaves)).iterator();
            },
            true)
        .treeReduce(RowStatistics::merge);
  }

  private static RowStatistics partial(Fitting fitting, LeafReader leaves) {
    RowStatistics statistics = fitting.statistics();
    int leaf = -1;
    while (leaves.hasNext()) {
      LeafReader.Piece piece = leaves.next();
      if (piece.leaf() != leaf) {
        leaf = piece.leaf();
        statistics.startLeaf(leaf);
      }
      SampleBatch rowsOfLeaf = piece.samples();
      RawCells cells = rowsOfLeaf.cells();
      for (int r = 0; r < rowsOfLeaf.rows(); r++) {
        statistics.add(cells, r * rowsOfLeaf.width(), rowsOfLeaf.weight(r));
      }
    }
    return statistics;
  }
}
