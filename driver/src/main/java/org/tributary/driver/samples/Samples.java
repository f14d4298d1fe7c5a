package org.tributary.driver.samples;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.tributary.core.data.Block;
import org.tributary.core.data.Outcome;
import org.tributary.core.data.Standardization;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.driver.data.DataException;
import org.tributary.driver.data.DataSource;
import org.tributary.driver.data.Parallelism;
import org.tributary.driver.data.RowWidth;
import org.tributary.driver.data.Sources;
import org.tributary.driver.data.Table;
import org.tributary.driver.samples.CanonicalOrder.Side;
import org.tributary.driver.samples.SampleReader.Truth;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.HoldoutSpec;
import org.tributary.driver.watch.JobName;

/**
 * Prepares data for training: opens, surveys, orders, standardizes, cuts into blocks and caches.
 *
 * <p>The data is read once to survey it and once to shuffle it into the canonical order; rows held
 * out of it are shuffled by a reading of their own.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Samples<A> {
  /**
   * How many rows more than the mean a partition may have for the sake of handing up fewer
   * subtrees. Computing on so many takes about as long as sending one subtree over 1 Gbit/s,
   * whatever the size of the model: both grow with it.
   */
  private static final long UNEVEN_ROWS = 1024;

  private final SparkSession spark;
  private final DataSource source;
  private final DataSpec spec;
  private final OutputLoss output;
  private final KernelFactory<A> kernels;
  private final long seed;
  private final Division division;
  private final Room room;

  private Samples(
      SparkSession spark,
      DataSource source,
      DataSpec spec,
      OutputLoss output,
      KernelFactory<A> kernels,
      long seed,
      Division division,
      Room room) {
    this.source = source;
    this.room = room;
    this.division = division;
    this.spark = spark;
    this.spec = spec;
    this.output = output;
    this.kernels = kernels;
    this.seed = seed;
  }

  /**
   * Prepares the data of a job, from other files than it names or from a DataFrame.
   *
   * @param source where rows come from
   * @param spec what their columns mean, and how they are divided
   * @param output the loss, which decides whether labels are classes or numbers
   * @param kernels of the precision to train in
   * @param seed decides the canonical order and the rows held out
   * @param division what of the rows to train on may not be split over partitions
   * @param room asked when the columns are known, before rows are read, and when they are counted
   * @throws DataException if the data cannot be read whole and as asked
   */
  public static <A> PreparedData<A> prepare(
      SparkSession spark,
      DataSource source,
      DataSpec spec,
      OutputLoss output,
      KernelFactory<A> kernels,
      long seed,
      Division division,
      Room room) {
    return new Samples<>(spark, source, spec, output, kernels, seed, division, room).prepare();
  }

  /** Prepares the data of a job from the files that it names. */
  public static <A> PreparedData<A> prepare(
      SparkSession spark,
      DataSpec spec,
      OutputLoss output,
      KernelFactory<A> kernels,
      long seed,
      Division division,
      Room room) {
    DataSource files = DataSource.of(spec);
    return prepare(spark, files, spec, output, kernels, seed, division, room);
  }

  /** Prepares the data of a job for what has room whatever the data. */
  public static <A> PreparedData<A> prepare(
      SparkSession spark,
      DataSpec spec,
      OutputLoss output,
      KernelFactory<A> kernels,
      long seed,
      Division division) {
    return prepare(spark, spec, output, kernels, seed, division, Room.ANY);
  }

  /** Prepares the data of a job whose rows may be dealt to partitions a leaf at a time. */
  public static <A> PreparedData<A> prepare(
      SparkSession spark, DataSpec spec, OutputLoss output, KernelFactory<A> kernels, long seed) {
    return prepare(spark, spec, output, kernels, seed, new Division.ByLeaf());
  }

  private PreparedData<A> prepare() {
    RowWidth width = RowWidth.ofBlocks(spec.blockRows(), taskHeap());
    Table table = Sources.open(spark, source, width);
    ColumnPlan plan = ColumnPlan.forTraining(table, spec.columns(), width);
    SampleReader reader = new SampleReader(plan, truth(output, plan.labels().size()));
    boolean classes = reader.truth() == Truth.CLASS;
    int columns = plan.labels().size();
    room.require(plan.inputs(), classes ? OptionalInt.empty() : OptionalInt.of(columns), 1);
    double fraction = spec.holdout() instanceof HoldoutSpec.Fraction f ? f.fraction() : 0;
    Survey survey = Survey.of(table, reader, seed, fraction);
    survey.requireSound(table);
    survey.requireTrainable(table);
    Outcome outcome = outcome(output, table, plan, survey);

    LeafRange range = range(survey.trainingRows(), division);
    long rowsALeaf = (survey.trainingRows() + range.leaves() - 1) / range.leaves();
    room.require(plan.inputs(), OptionalInt.of(outcome.outputs()), rowsALeaf);
    JavaPairRDD<SampleKey, Sample> ordered =
        CanonicalOrder.of(table, reader, seed, new Side(fraction, true), range);
    Standardization standardization =
        switch (spec.standardize()) {
          case ON ->
              JobName.during(
                  spark.sparkContext(),
                  "the means and deviations of " + source.name(),
                  () -> Moments.of(ordered, range, capacity(), plan.inputs()));
          case OFF -> Standardization.none(plan.inputs());
        };
    BlockBuilder<A> builder = new BlockBuilder<>(kernels, standardization, outcome, output);
    Blocks<A> training = blocks(ordered, range, builder, source.name());
    Optional<Blocks<A>> heldOut = Optional.empty();
    if (spec.holdout() instanceof HoldoutSpec.Path path) {
      heldOut = Optional.of(separate(path, plan, outcome, builder));
    } else if (survey.heldOutRows() > 0) {
      Side rest = new Side(fraction, false);
      heldOut = Optional.of(side(table, reader, rest, survey.heldOutRows(), builder));
    }
    return new PreparedData<>(training, heldOut, plan.featureColumns(), standardization, outcome);
  }

  private Blocks<A> separate(
      HoldoutSpec.Path path, ColumnPlan training, Outcome outcome, BlockBuilder<A> builder) {
    FormatSpec format =
        spec.format() instanceof FormatSpec.Idx
            ? new FormatSpec.Idx(path.labels())
            : libsvmOfWidth(spec.format(), training.inputs());
    Table table = Sources.open(spark, path.path(), format);
    ColumnPlan plan = ColumnPlan.forEvaluation(table, spec.columns(), training.featureColumns());
    SampleReader reader = new SampleReader(plan, truth(output, plan.labels().size()));
    Survey survey = Survey.of(table, reader, seed, 0);
    survey.requireSound(table);
    if (outcome instanceof Outcome.Classes classes) {
      survey.requireKnownClasses(table, classes.names());
    }
    return side(table, reader, Side.ALL, survey.trainingRows(), builder);
  }

  /** LIBSVM rows say nothing of features that are 0 throughout, so their number is told. */
  private static FormatSpec libsvmOfWidth(FormatSpec format, int inputs) {
    return format instanceof FormatSpec.Libsvm ? new FormatSpec.Libsvm(inputs) : format;
  }

  private Blocks<A> side(
      Table table, SampleReader reader, Side side, long rows, BlockBuilder<A> builder) {
    LeafRange range = range(rows, new Division.ByLeaf());
    return blocks(
        CanonicalOrder.of(table, reader, seed, side, range), range, builder, table.path());
  }

  private Blocks<A> blocks(
      JavaPairRDD<SampleKey, Sample> ordered,
      LeafRange range,
      BlockBuilder<A> builder,
      String path) {
    int capacity = capacity();
    JavaRDD<Block<A>> rdd =
        Placement.inRuns(
                ordered.mapPartitionsWithIndex(
                    (partition, rows) -> {
                      Leaves leaves = new Leaves(rows, range, partition, capacity);
                      return new BlockIterator<>(leaves, builder);
                    },
                    true))
            .persist(StorageLevel.MEMORY_AND_DISK());
    BlocksSize size =
        JobName.during(
            spark.sparkContext(),
            "the blocks of " + path,
            () -> BlocksSize.of(rdd, range.leaves(), kernels));
    return new Blocks<>(rdd, kernels, range, size.maxRows(), size.rows(), size.weightSum());
  }

  private int capacity() {
    return Math.multiplyExact(2, spec.blockRows());
  }

  /** Returns the heap of a process that tasks run in. */
  private long taskHeap() {
    SparkContext context = spark.sparkContext();
    return context.isLocal()
        ? Runtime.getRuntime().maxMemory()
        : context.getConf().getSizeAsBytes("spark.executor.memory", "1g");
  }

  private LeafRange range(long rows, Division dealt) {
    int leaves = LeafRange.leavesOf(rows, spec.blockRows());
    int partitions =
        spec.partitions() > 0 ? spec.partitions() : Parallelism.of(spark.sparkContext());
    int units = dealt.units(leaves, partitions);
    // Where tasks share the driver's memory, subtrees do not travel, and equal runs end sooner.
    return spark.sparkContext().isLocal()
        ? LeafRange.even(leaves, units, partitions)
        : LeafRange.aligned(
            leaves, units, partitions, (int) (UNEVEN_ROWS * units / Math.max(1, rows)));
  }

  /** Returns what the label columns must hold under a loss. */
  static Truth truth(OutputLoss output, int columns) {
    return switch (output) {
      case SOFTMAX_CROSS_ENTROPY -> Truth.CLASS;
      case SIGMOID_CROSS_ENTROPY, SIGMOID_SQUARED_ERROR ->
          columns == 1 ? Truth.CLASS : Truth.SHARES;
      case IDENTITY_SQUARED_ERROR -> Truth.NUMBERS;
    };
  }

  private static Outcome outcome(OutputLoss output, Table table, ColumnPlan plan, Survey survey) {
    if (truth(output, plan.labels().size()) != Truth.CLASS) {
      return new Outcome.Numbers(plan.labelNames());
    }
    List<String> names = survey.classes();
    if (names.size() < 2) {
      throw new DataException(
          "Cannot train on %s: every row is of class %s (expected 2 classes or more)"
              .formatted(table.path(), names.get(0)));
    }
    boolean shared = names.size() == 2 && output != OutputLoss.SOFTMAX_CROSS_ENTROPY;
    return new Outcome.Classes(plan.labelNames().get(0), names, shared ? 1 : names.size());
  }
}
