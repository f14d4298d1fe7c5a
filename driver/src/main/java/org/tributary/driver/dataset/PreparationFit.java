package org.tributary.driver.dataset;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.tributary.core.preparation.Fitting;
import org.tributary.core.preparation.MomentsPass;
import org.tributary.core.preparation.Preparation;
import org.tributary.core.preparation.PreparationException;
import org.tributary.core.preparation.RawCells;
import org.tributary.core.preparation.RowLayout;
import org.tributary.core.preparation.RowStatistics;
import scala.Tuple2;

/**
 * Fits a preparation to samples in their canonical order, with the same bits on any partitioning.
 */
final class PreparationFit {
  private PreparationFit() {}

  /**
   * Returns the standardization that gives the weighted samples mean 0 and deviation 1.
   *
   * @throws PreparationException if a column cannot be standardized
   */
  static Preparation standardization(
      JavaPairRDD<SampleKey, Sample> samples, LeafRange range, int capacity, RowLayout layout) {
    RawCells first = RawCells.ofNumbers(samples.values().first().features());
    MomentsPass pass = new MomentsPass(layout, layout.names(), first, 0);
    return fit(new Fitting(layout, List.of(pass)), samples, range, capacity);
  }

  /** Goes over the samples until everything is fitted. */
  private static Preparation fit(
      Fitting start, JavaPairRDD<SampleKey, Sample> samples, LeafRange range, int capacity) {
    Fitting fitting = start;
    while (fitting.preparation().isEmpty()) {
      fitting = fitting.next(statistics(fitting, samples, range, capacity), range.leaves());
    }
    return fitting.preparation().get();
  }

  private static RowStatistics statistics(
      Fitting fitting, JavaPairRDD<SampleKey, Sample> samples, LeafRange range, int capacity) {
    return samples
        .mapPartitionsWithIndex(
            (partition, rows) ->
                List.of(partial(fitting, rows, range, partition, capacity)).iterator(),
            true)
        .treeReduce(RowStatistics::merge);
  }

  private static RowStatistics partial(
      Fitting fitting,
      Iterator<Tuple2<SampleKey, Sample>> rows,
      LeafRange range,
      int partition,
      int capacity) {
    RowStatistics statistics = fitting.statistics();
    LeafReader leaves = new LeafReader(rows, range, partition, capacity);
    int leaf = -1;
    while (leaves.hasNext()) {
      LeafReader.Piece piece = leaves.next();
      if (piece.leaf() != leaf) {
        leaf = piece.leaf();
        statistics.startLeaf(leaf);
      }
      for (Sample sample : piece.samples()) {
        statistics.add(RawCells.ofNumbers(sample.features()), 0, sample.weight());
      }
    }
    return statistics;
  }
}
