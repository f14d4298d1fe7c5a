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
