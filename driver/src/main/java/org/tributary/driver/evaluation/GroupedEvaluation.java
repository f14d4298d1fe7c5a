package org.tributary.driver.evaluation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.tributary.core.data.Block;
import org.tributary.core.data.Outcome;
import org.tributary.core.data.TargetScale;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.metrics.MetricSums;
import org.tributary.core.metrics.TaskKind;
import org.tributary.core.model.Decision;
import org.tributary.core.model.Model;
import org.tributary.core.network.Topology;
import org.tributary.core.random.RandomStream;
import org.tributary.core.scoring.PredictionRule;
import org.tributary.driver.spark.Broadcasts;
import org.tributary.driver.spark.Rdds;

/**
 * The sums of a model's metrics over groups of rows. A row's group follows from its number among
 * all rows, so two models that are evaluated on the same rows have the same groups, and a
 * difference of their metrics can be resampled by groups.
 */
public final class GroupedEvaluation {
  private final Outcome outcome;
  private final Topology topology;
  private final List<MetricsAccumulator> groups;
  private final BitSet correct;
  private final long rows;
  private final boolean weighted;

  private GroupedEvaluation(
      Outcome outcome,
      Topology topology,
      List<MetricsAccumulator> groups,
      BitSet correct,
      long rows,
      boolean weighted) {
    this.outcome = outcome;
    this.topology = topology;
    this.groups = groups;
    this.correct = correct;
    this.rows = rows;
    this.weighted = weighted;
  }

  /** What was found in a partition; a class because the Kryo of Spark refuses records. */
  private static final class Part implements Serializable {
    private static final long serialVersionUID = 1;

    private final HashMap<Integer, MetricsAccumulator> groups = new HashMap<>();

    /** Bits of the rows whose class was predicted, from the first row of the partition on. */
    private long[] correct = {};

    private long rows;
    private long unpredicted;
    private boolean weighted;
  }

  /**
   * Evaluates a model.
   *
   * @param blocks the rows, prepared for the model; read twice
   * @param maxRows the most rows of a block
   * @param groups number of groups
   * @param seed decides which rows are in a group
   * @throws UnpredictedRows if an output of a row is not finite
   */
  public static <A> GroupedEvaluation of(
      JavaSparkContext spark,
      JavaRDD<Block<A>> blocks,
      KernelFactory<A> kernels,
      int maxRows,
      Model model,
      int groups,
      long seed) {
    Topology topology = model.topology();
    Outcome outcome = model.columns().outcome();
    Decision decision = model.decision();
    List<TargetScale> scales =
        outcome instanceof Outcome.Numbers numbers ? numbers.scales() : List.of();
    ForwardPass.Maker<A> maker = new ForwardPass.Maker<>(kernels, maxRows, topology, scales);
    long[] offsets = offsets(blocks);
    double threshold = decision.threshold().orElse(Double.NaN);
    double temperature = decision.temperature();
    A theta = kernels.create().fromDoubles(model.theta());
    List<Part> parts =
        new Broadcasts(spark)
            .during(
                theta,
                shared ->
                    Rdds.collect(
                        Rdds.mapPartitionsWithIndex(
                            blocks,
                            (index, partition) ->
                                List.of(
                                        part(
                                            maker.with(shared.value(), temperature),
                                            partition,
                                            offsets[index],
                                            groups,
                                            seed,
                                            outcome,
                                            topology,
                                            threshold))
                                    .iterator())));
    return merged(parts, outcome, topology, threshold, groups);
  }

  /** Returns the number of the first row of each partition. */
  private static <A> long[] offsets(JavaRDD<Block<A>> blocks) {
    List<Long> rows =
        Rdds.collect(
            Rdds.mapPartitions(
                blocks,
                partition -> {
                  long count = 0;
                  while (partition.hasNext()) {
                    count += partition.next().rows();
                  }
                  return List.of(count).iterator();
                }));
    long[] offsets = new long[rows.size()];
    for (int i = 1; i < offsets.length; i++) {
      offsets[i] = offsets[i - 1] + rows.get(i - 1);
    }
    return offsets;
  }

  private static <A> Part part(
      ForwardPass<A> pass,
      Iterator<Block<A>> blocks,
      long offset,
      int groups,
      long seed,
      Outcome outcome,
      Topology topology,
      double threshold) {
    Part part = new Part();
    boolean classes =
        PredictionRule.taskKind(topology.outputLoss(), outcome) == TaskKind.CLASSIFICATION;
    BitSet correct = new BitSet();
    pass.forEach(
        blocks,
        (rows, loss) -> {
          for (int r = 0; r < rows.block().rows(); r++) {
            long number = offset + part.rows;
            int group = Math.floorMod(RandomStream.mix(seed + RandomStream.mix(number)), groups);
            MetricsAccumulator sums =
                part.groups.computeIfAbsent(
                    group, g -> MetricsAccumulator.of(outcome, topology, threshold));
            part.unpredicted += sums.add(rows.only(r));
            part.weighted |= rows.weight(r) != 1;
            if (classes && rows.isCorrect(r, threshold)) {
              correct.set((int) part.rows);
            }
            part.rows++;
          }
        });
    part.correct = correct.toLongArray();
    return part;
  }

  private static GroupedEvaluation merged(
      List<Part> parts, Outcome outcome, Topology topology, double threshold, int groups) {
    List<MetricsAccumulator> sums = new ArrayList<>();
    for (int g = 0; g < groups; g++) {
      sums.add(MetricsAccumulator.of(outcome, topology, threshold));
    }
    BitSet correct = new BitSet();
    long rows = 0;
    long unpredicted = 0;
    boolean weighted = false;
    for (Part part : parts) {
      part.groups.forEach((group, more) -> sums.get(group).merge(more));
      BitSet own = BitSet.valueOf(part.correct);
      for (int i = own.nextSetBit(0); i >= 0; i = own.nextSetBit(i + 1)) {
        correct.set(Math.toIntExact(rows + i));
      }
      rows += part.rows;
      unpredicted += part.unpredicted;
      weighted |= part.weighted;
    }
    if (unpredicted > 0) {
      throw new UnpredictedRows(unpredicted, rows);
    }
    return new GroupedEvaluation(outcome, topology, sums, correct, rows, weighted);
  }

  /** Returns the number of rows. */
  public long rows() {
    return rows;
  }

  /** Tells whether a row has a weight other than 1. */
  public boolean isWeighted() {
    return weighted;
  }

  /**
   * Returns how often each group is drawn, of as many draws with replacement as there are groups.
   *
   * @param purpose what the draws are for
   * @param resample the number of the resample
   */
  int[] draw(long seed, String purpose, int resample) {
    RandomStream random = RandomStream.of(seed, purpose, resample);
    int[] times = new int[groups.size()];
    for (int i = 0; i < times.length; i++) {
      times[random.below(times.length)]++;
    }
    return times;
  }

  /** Returns the sums over all rows. */
  public MetricSums sums() {
    int[] once = new int[groups.size()];
    Arrays.fill(once, 1);
    return sums(once);
  }

  /**
   * Returns the sums over groups.
   *
   * @param times how often each group counts
   */
  MetricSums sums(int[] times) {
    MetricsAccumulator sum = MetricsAccumulator.of(outcome, topology, Double.NaN);
    for (int g = 0; g < times.length; g++) {
      for (int i = 0; i < times[g]; i++) {
        sum = sum.merge(groups.get(g));
      }
    }
    return sum.sums();
  }

  /** Returns how many rows this has right and another evaluation of the same rows has not. */
  long rightAlone(GroupedEvaluation other) {
    BitSet alone = (BitSet) correct.clone();
    alone.andNot(other.correct);
    return alone.cardinality();
  }
}
