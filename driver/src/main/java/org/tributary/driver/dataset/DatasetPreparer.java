package org.tributary.driver.dataset;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.tributary.core.data.Block;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.preparation.Preparation;
import org.tributary.core.preparation.PreparationException;
import org.tributary.core.preparation.RowLayout;
import org.tributary.driver.dataset.SampleReader.TargetKind;
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.DataSource;
import org.tributary.driver.source.Parallelism;
import org.tributary.driver.source.RowWidth;
import org.tributary.driver.source.Sources;
import org.tributary.driver.source.Table;
import org.tributary.driver.spark.JobName;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.HoldoutSpec;

/**
 * Prepares data for training: opens, validates, orders, fits a preparation, cuts into blocks and
 * caches.
 *
 * <p>The data is read once, which validates it and shuffles both sides of the hold-out split into
 * their canonical order.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class DatasetPreparer<A> {
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
  private final LeafGrouping grouping;
  private final MemoryLimit room;

  private DatasetPreparer(
      SparkSession spark,
      DataSource source,
      DataSpec spec,
      OutputLoss output,
      KernelFactory<A> kernels,
      long seed,
      LeafGrouping grouping,
      MemoryLimit room) {
    this.source = source;
    this.room = room;
    this.grouping = grouping;
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
   * @param seed decides the canonical order and the hold-out set
   * @param grouping what of the rows to train on may not be split over partitions
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
      LeafGrouping grouping,
      MemoryLimit room) {
    return new DatasetPreparer<>(spark, source, spec, output, kernels, seed, grouping, room)
        .prepare();
  }

  /** Prepares the data of a job from the files that it names. */
  public static <A> PreparedData<A> prepare(
      SparkSession spark,
      DataSpec spec,
      OutputLoss output,
      KernelFactory<A> kernels,
      long seed,
      LeafGrouping grouping,
      MemoryLimit room) {
    DataSource files = DataSource.of(spec);
    return prepare(spark, files, spec, output, kernels, seed, grouping, room);
  }

  /** Prepares the data of a job for what has room whatever the data. */
  public static <A> PreparedData<A> prepare(
      SparkSession spark,
      DataSpec spec,
      OutputLoss output,
      KernelFactory<A> kernels,
      long seed,
      LeafGrouping grouping) {
    return prepare(spark, spec, output, kernels, seed, grouping, MemoryLimit.ANY);
  }

  /** Prepares the data of a job whose rows may be dealt to partitions a leaf at a time. */
  public static <A> PreparedData<A> prepare(
      SparkSession spark, DataSpec spec, OutputLoss output, KernelFactory<A> kernels, long seed) {
    return prepare(spark, spec, output, kernels, seed, new LeafGrouping.ByLeaf());
  }

  private PreparedData<A> prepare() {
    RowWidth width = RowWidth.ofBlocks(spec.blockRows(), taskHeap());
    Table table = Sources.open(spark, source, width);
    ColumnPlan plan = ColumnPlan.forTraining(table, spec.columns(), width);
    SampleReader reader = new SampleReader(plan, target(output, plan.labels().size()));
    boolean classes = reader.target() == TargetKind.CLASS;
    int columns = plan.labels().size();
    room.require(plan.inputs(), classes ? OptionalInt.empty() : OptionalInt.of(columns), 1);
    double fraction = spec.holdout() instanceof HoldoutSpec.Fraction f ? f.fraction() : 0;
    SampleShuffle samples = SampleShuffle.of(table, reader, seed, fraction, partitions());
    DataValidation validation = samples.validation();
    validation.requireSound(table);
    validation.requireTrainable(table);
    Outcome outcome = outcome(output, table, plan, validation);

    LeafRange range = range(validation.trainingRows(), grouping);
    long rowsALeaf = (validation.trainingRows() + range.leaves() - 1) / range.leaves();
    room.require(plan.inputs(), OptionalInt.of(outcome.outputs()), rowsALeaf);
    JavaRDD<SortedSamples> ordered = samples.sorted(range, true);
    Preparation preparation =
        preparation(ordered, reader.batch(), range, new RowLayout(plan.featureColumns()));
    BlockBuilder<A> builder = new BlockBuilder<>(kernels, preparation, outcome, output);
    Blocks<A> training = blocks(ordered, reader.batch(), range, builder, source.name());
    Optional<Blocks<A>> holdout = Optional.empty();
    if (spec.holdout() instanceof HoldoutSpec.Path path) {
      holdout = Optional.of(separate(path, plan, outcome, builder));
    } else if (validation.holdoutRows() > 0) {
      LeafRange rest = range(validation.holdoutRows(), new LeafGrouping.ByLeaf());
      holdout =
          Optional.of(
              blocks(samples.sorted(rest, false), reader.batch(), rest, builder, table.path()));
    }
    return new PreparedData<>(training, holdout, preparation, outcome);
  }

  private Preparation preparation(
      JavaRDD<SortedSamples> ordered, SampleBatch batch, LeafRange range, RowLayout layout) {
    try {
      return switch (spec.standardize()) {
        case ON ->
            JobName.during(
                spark.sparkContext(),
                "the means and deviations of " + source.name(),
                () -> PreparationFit.standardization(ordered, batch, range, capacity(), layout));
        case OFF -> Preparation.identity(layout);
      };
    } catch (PreparationException e) {
      throw new DataException(
          "Cannot train on %s: %s; correct its rows, or name it in data.ignore"
              .formatted(source.name(), e.getMessage()));
    }
  }

  private Blocks<A> separate(
      HoldoutSpec.Path path, ColumnPlan training, Outcome outcome, BlockBuilder<A> builder) {
    FormatSpec format =
        spec.format() instanceof FormatSpec.Idx
            ? new FormatSpec.Idx(path.labels())
            : libsvmOfWidth(spec.format(), training.inputs());
    Table table = Sources.open(spark, new DataSource.Files(path.paths(), format));
    ColumnPlan plan = ColumnPlan.forEvaluation(table, spec.columns(), training.featureColumns());
    SampleReader reader = new SampleReader(plan, target(output, plan.labels().size()));
    SampleShuffle samples = SampleShuffle.of(table, reader, seed, 0, partitions());
    DataValidation validation = samples.validation();
    validation.requireSound(table);
    if (outcome instanceof Outcome.Classes classes) {
      if (!validation.hasOnly(classes.names())) {
        samples.validationWithPlaces().requireKnownClasses(table, classes.names());
      }
    }
    LeafRange range = range(validation.trainingRows(), new LeafGrouping.ByLeaf());
    return blocks(samples.sorted(range, true), reader.batch(), range, builder, table.path());
  }

  /** LIBSVM rows say nothing of features that are 0 throughout, so their number is told. */
  private static FormatSpec libsvmOfWidth(FormatSpec format, int inputs) {
    return format instanceof FormatSpec.Libsvm ? new FormatSpec.Libsvm(inputs) : format;
  }

  private Blocks<A> blocks(
      JavaRDD<SortedSamples> ordered,
      SampleBatch batch,
      LeafRange range,
      BlockBuilder<A> builder,
      String path) {
    int capacity = capacity();
    JavaRDD<Block<A>> rdd =
        ordered
            .mapPartitionsWithIndex(
                (partition, rows) ->
                    new BlockIterator<>(
                        new LeafReader(rows, batch.empty(), range, partition, capacity), builder),
                true)
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

  private int partitions() {
    return spec.partitions() > 0 ? spec.partitions() : Parallelism.of(spark.sparkContext());
  }

  private LeafRange range(long rows, LeafGrouping dealt) {
    int leaves = LeafRange.leavesOf(rows, spec.blockRows());
    int partitions = partitions();
    int groups = dealt.groups(leaves, partitions);
    // Where tasks share the driver's memory, subtrees do not travel, and equal runs end sooner.
    return spark.sparkContext().isLocal()
        ? LeafRange.even(leaves, groups, partitions)
        : LeafRange.aligned(
            leaves, groups, partitions, (int) (UNEVEN_ROWS * groups / Math.max(1, rows)));
  }

  /** Returns what the label columns must hold under a loss. */
  static TargetKind target(OutputLoss output, int columns) {
    return switch (output) {
      case SOFTMAX_CROSS_ENTROPY -> TargetKind.CLASS;
      case SIGMOID_CROSS_ENTROPY, SIGMOID_SQUARED_ERROR ->
          columns == 1 ? TargetKind.CLASS : TargetKind.SHARES;
      case IDENTITY_SQUARED_ERROR -> TargetKind.NUMBERS;
    };
  }

  private static Outcome outcome(
      OutputLoss output, Table table, ColumnPlan plan, DataValidation validation) {
    if (target(output, plan.labels().size()) != TargetKind.CLASS) {
      return new Outcome.Numbers(plan.labelNames());
    }
    List<String> names = validation.classes();
    if (names.size() < 2) {
      throw new DataException(
          "Cannot train on %s: every row is of class %s (expected 2 classes or more)"
              .formatted(table.path(), names.get(0)));
    }
    boolean shared = names.size() == 2 && output != OutputLoss.SOFTMAX_CROSS_ENTROPY;
    return new Outcome.Classes(plan.labelNames().get(0), names, shared ? 1 : names.size());
  }
}
