package org.tributary.driver.dataset;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.Table;
import org.tributary.driver.spark.JobName;
import org.tributary.driver.spark.Rdds;
import org.tributary.driver.spec.SplitSpec;

/**
 * The samples of a table in sets: those to train on, to choose by and to measure by.
 *
 * <p>Equal samples are neighbours in a sorted bucket, so each gets a copy number there, and the set
 * of a copy follows from its key and that number: the same on any partitioning, and however many
 * further rows there are. One pass over the shuffled samples counts the sets; before it, the passes
 * of {@link CutSearch} find where they end, if the shares are exact. The copies of {@link
 * RepeatedRows} are spread over the leaves of their sets.
 */
final class DividedSamples {
  private final SampleShuffle samples;
  private final SplitAssignment assignment;
  private final RepeatedRows repeated;
  private final Counts counts;

  private DividedSamples(
      SampleShuffle samples, SplitAssignment assignment, RepeatedRows repeated, Counts counts) {
    this.samples = samples;
    this.assignment = assignment;
    this.repeated = repeated;
    this.counts = counts;
  }

  /** How many samples there are in each set, and what they carry. Mutable. */
  static final class Counts implements Serializable {
    private static final long serialVersionUID = 1;

    private final long[] rows = new long[Side.COUNT];
    private final long[] numbers = new long[Side.COUNT];
    private final long[] twins = new long[Side.COUNT];
    private boolean anyWeight;

    private void add(SortedSamples bucket, int[][] copies) {
      int first = 0;
      for (int place = 0; place < bucket.rows(); place++) {
        if (place + 1 == bucket.rows() || !bucket.isCopy(place + 1)) {
          addEqual(bucket, first, SplitAssignment.sums(copies, first, place + 1));
          first = place + 1;
        }
      }
    }

    /** Counts samples that equal the one at a place, of which some sets have some. */
    private void addEqual(SortedSamples bucket, int place, long[] copies) {
      long trained = copies[Side.TRAINING.index()];
      anyWeight |= trained > 0 && bucket.weight(place) > 0;
      for (int side = 0; side < Side.COUNT; side++) {
        rows[side] += copies[side];
        numbers[side] += copies[side] * bucket.numbers(place);
        twins[side] += trained > 0 ? copies[side] : 0;
      }
    }

    private Counts merge(Counts other) {
      for (int side = 0; side < Side.COUNT; side++) {
        rows[side] += other.rows[side];
        numbers[side] += other.numbers[side];
        twins[side] += other.twins[side];
      }
      anyWeight |= other.anyWeight;
      return this;
    }

    private static Counts ofTraining(DataValidation validation) {
      Counts counts = new Counts();
      counts.rows[Side.TRAINING.index()] = validation.rows();
      counts.numbers[Side.TRAINING.index()] = validation.numbers();
      counts.anyWeight = validation.anyWeight();
      return counts;
    }
  }

  /**
   * Divides samples.
   *
   * @param validation what was found in them
   * @param blockRows rows of a block
   */
  static DividedSamples of(
      Table table, SampleShuffle samples, DataValidation validation, Split split, int blockRows) {
    JavaRDD<CountedSamples> all = samples.counted();
    long limit = RepeatedRows.limit(validation.rows(), blockRows);
    return JobName.during(
        all.context(),
        "the split of " + table.path(),
        () -> {
          SplitAssignment assignment =
              split.divides()
                  ? new SplitAssignment(split.by(), cuts(all, split))
                  : SplitAssignment.NONE;
          Counts counts = split.divides() ? count(all, assignment) : Counts.ofTraining(validation);
          return new DividedSamples(
              samples,
              assignment,
              RepeatedRows.of(samples, validation.keys(), assignment, limit),
              counts);
        });
  }

  private static Counts count(JavaRDD<CountedSamples> all, SplitAssignment assignment) {
    return Rdds.reduce(
        Rdds.map(
            all,
            bucket -> {
              Counts some = new Counts();
              some.add(bucket.samples(), assignment.copies(bucket));
              return some;
            }),
        Counts::merge);
  }

  private static Cuts cuts(JavaRDD<CountedSamples> all, Split split) {
    SplitSpec by = split.by();
    if (by instanceof SplitSpec.ByColumn) {
      return Cuts.betweenSets();
    }
    if (by instanceof SplitSpec.ByRow || by instanceof SplitSpec.ByGroup) {
      return Cuts.ofShares(split);
    }
    return CutSearch.of(
        split,
        empty ->
            Rdds.reduce(
                Rdds.mapPartitions(
                    all,
                    buckets -> {
                      CutSearch.Counts counts = empty.empty();
                      buckets.forEachRemaining(bucket -> SplitAssignment.count(bucket, by, counts));
                      return List.of(counts).iterator();
                    }),
                CutSearch.Counts::merge));
  }

  /** Returns the number of samples of a set. */
  long rows(Side side) {
    return counts.rows[side.index()];
  }

  /** Returns how many numbers the features of a set carry, without the zeros of sparse rows. */
  long numbers(Side side) {
    return counts.numbers[side.index()];
  }

  /** Returns how many samples of a set are equal to a sample of the training set. */
  long twins(Side side) {
    return counts.twins[side.index()];
  }

  /**
   * Refuses sets that leave nothing to train on.
   *
   * @throws DataException if no row is left, or none of positive weight
   */
  void requireTrainable(Table table) {
    long others = rows(Side.HOLDOUT) + rows(Side.VALIDATION);
    if (assignment.by() instanceof SplitSpec.ByColumn sets) {
      if (rows(Side.TRAINING) == 0 || others == 0) {
        throw new DataException(
            "Cannot train on %s: no row is %s in the column %s (expected rows to train on, and others)"
                .formatted(
                    table.path(), others == 0 ? "test or validation" : "train", sets.name()));
      }
    } else if (rows(Side.TRAINING) == 0) {
      throw new DataException(
          "Cannot train on %s: %s in the hold-out set or the validation set; use more rows, or set %s"
              .formatted(
                  table.path(),
                  others == 1 ? "its only row is" : "all of its " + others + " rows are",
                  Stream.of(Side.HOLDOUT, Side.VALIDATION)
                      .filter(side -> rows(side) > 0)
                      .map(side -> "data." + side.name().toLowerCase(Locale.ROOT) + ".fraction = 0")
                      .collect(Collectors.joining(" and "))));
    }
    if (!counts.anyWeight) {
      throw new DataException(
          "Cannot train on %s: the weights of all rows are 0".formatted(table.path()));
    }
  }

  /**
   * Returns the samples of one set in buckets, each sorted, in partitions that hold the leaves of a
   * range. A bucket that two partitions share is in both.
   */
  JavaRDD<SortedSamples> sorted(LeafRange range, Side side) {
    SplitAssignment sets = assignment;
    RepeatedRows spread = repeated;
    return Rdds.map(
        samples.counted(range),
        bucket -> {
          int[] copies = sets.copies(bucket)[side.index()];
          return spread.isEmpty()
              ? bucket.samples().repeated(copies)
              : spread.spread(bucket, copies, side);
        });
  }

  /** Returns the samples of one set in buckets, each sorted, a sample of equal ones at least. */
  JavaRDD<SortedSamples> distinct(Side side) {
    SplitAssignment sets = assignment;
    return Rdds.map(
        samples.counted(),
        bucket -> {
          int[] copies = sets.copies(bucket)[side.index()];
          return bucket.samples().repeated(IntStream.of(copies).map(Integer::signum).toArray());
        });
  }
}
