package org.tributary.driver.dataset;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.ObjLongConsumer;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.tributary.core.data.Block;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.preparation.Feature;
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
import org.tributary.driver.spark.Rdds;
import org.tributary.driver.spec.ClassWeights;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.HoldoutSpec;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.PreparationSpec;
import org.tributary.driver.spec.SplitSpec;

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
  private final KnownData known;
  private final DataSpec spec;
  private final Optional<OutputLoss> output;
  private final KernelFactory<A> kernels;
  private final long seed;
  private final LeafGrouping grouping;
  private final MemoryLimit room;
  private final ClassWeights classWeights;

  /** What the prepared data will release, and a failure has to. */
  private final List<JavaRDD<?>> cached = new ArrayList<>();

  private DatasetPreparer(SparkSession spark, PreparationRequest<A> request) {
    this.spark = spark;
    this.source = request.source();
    this.known = request.known();
    this.spec = request.spec();
    this.output = request.output();
    this.kernels = request.kernels();
    this.seed = request.seed();
    this.grouping = request.grouping();
    this.room = request.room();
    this.classWeights = request.classWeights();
  }

  /**
   * Prepares data.
   *
   * @throws DataException if the data cannot be read whole and as asked
   * @throws InvalidConfiguration if a class has a weight that the data does not have
   */
  public static <A> PreparedData<A> prepare(SparkSession spark, PreparationRequest<A> request) {
    DatasetPreparer<A> preparer = new DatasetPreparer<>(spark, request);
    boolean prepared = false;
    try {
      PreparedData<A> data = preparer.prepare();
      prepared = true;
      return data;
    } finally {
      if (!prepared) {
        preparer.cached.forEach(rdd -> rdd.unpersist(false));
      }
    }
  }

  /** Prepares the data of a job whose rows may be dealt to partitions a leaf at a time. */
  public static <A> PreparedData<A> prepare(
      SparkSession spark, DataSpec spec, OutputLoss output, KernelFactory<A> kernels, long seed) {
    return prepare(spark, PreparationRequest.of(spec, Optional.of(output), kernels, seed));
  }

  private PreparedData<A> prepare() {
    RowWidth width = RowWidth.ofBlocks(spec.blockRows(), taskHeap());
    UnreadableRows unreadable = new UnreadableRows(spec.unreadable());
    Table whole = Sources.open(spark, source, RowWidth.ANY);
    double fraction = spec.holdout() instanceof HoldoutSpec.Fraction f ? f.fraction() : 0;
    Split split = new Split(fraction, spec.validation(), spec.split());
    TableReading.Request request =
        new TableReading.Request(spec, output, width, seed, split, partitions(), room);
    TableReading first = TableReading.of(whole, request);
    Optional<Table> readable = unreadable.without(whole, first.reader(), first.validation());
    Table table = readable.orElse(whole);
    TableReading reading = readable.isEmpty() ? first : TableReading.of(table, request);
    SampleReader reader = reading.reader();
    ColumnPlan plan = reader.plan();
    DataValidation validation = reading.validation();
    validation.requireSound(table);
    OutputLoss loss = reading.output();
    requireClasses(reader.target(), loss);
    DividedSamples samples =
        DividedSamples.of(table, reading.samples(), validation, split, spec.blockRows());
    samples.requireTrainable(table);
    Outcome names = outcome(loss, table, plan, validation);

    long trainingRows = samples.rows(Side.TRAINING);
    boolean sparse = plan.makesSparse(trainingRows, samples.numbers(Side.TRAINING));
    if (!sparse) {
      plan.requireDense(table, width);
    }
    LeafRange range = range(trainingRows, grouping);
    long rowsALeaf = (trainingRows + range.leaves() - 1) / range.leaves();
    // A sparse row takes next to nothing, however wide it is.
    rowsALeaf = sparse ? 1 : rowsALeaf;
    room.require(plan.inputs(), OptionalInt.of(names.outputs()), rowsALeaf);
    JavaRDD<SortedSamples> ordered = samples.sorted(range, Side.TRAINING);
    PreparationFit fit = new PreparationFit(ordered, reader.batch(), range, capacity());
    Map<String, String> unused = new LinkedHashMap<>(reading.kinds().unused());
    List<Feature> features = varying(plan, validation, unused);
    Preparation preparation =
        preparation(fit, new RowLayout(plan.featureColumns()), features, validation, sparse);
    room.require(
        preparation.inputs(),
        OptionalInt.of(names.outputs()),
        preparation.makesSparse() ? 1 : rowsALeaf);
    Outcome outcome = scaled(names, loss, fit);
    BlockBuilder<A> builder = new BlockBuilder<>(kernels, preparation, outcome, loss, sparse);
    Blocks<A> training =
        blocks(
            ordered,
            reader.batch(),
            range,
            weighing(builder, ordered, reader.batch(), range, outcome),
            source.name());
    Optional<DataSource> separate = separate(preparation);
    List<String> warnings = new ArrayList<>();
    Optional<Blocks<A>> holdout =
        separate.isPresent()
            ? Optional.of(
                separate(
                    separate.get(),
                    preparation,
                    outcome,
                    builder,
                    loss,
                    unreadable,
                    (some, rows) ->
                        warnings.addAll(twins(samples.distinct(Side.TRAINING), some, rows))))
            : side(samples, Side.HOLDOUT, reader.batch(), builder, table.path());
    Optional<Blocks<A>> chosenBy =
        side(samples, Side.VALIDATION, reader.batch(), builder, table.path());
    warnings.addAll(0, reading.warnings());
    warnings.addAll(0, unreadable.notices());
    warnings.addAll(DataWarnings.ofTwins(samples, spec.split()));
    if (!plan.isSparse()) {
      warnings.addAll(
          JobName.during(
              spark.sparkContext(),
              "the warnings about " + source.name(),
              () -> DataWarnings.ofColumns(ordered, reader.batch(), plan.featureColumns())));
    }
    return new PreparedData<>(
        training,
        chosenBy,
        holdout,
        preparation,
        outcome,
        loss,
        new ColumnReport(
            features, unused, validation.classCounts(), warnings, validation.digest().hex()),
        unreadable);
  }

  /** Returns the blocks of a set that is only measured, if it has rows. */
  private Optional<Blocks<A>> side(
      DividedSamples samples, Side side, SampleBatch batch, BlockBuilder<A> builder, String path) {
    long rows = samples.rows(side);
    if (rows == 0) {
      return Optional.empty();
    }
    LeafRange range = range(rows, new LeafGrouping.ByLeaf());
    return Optional.of(blocks(samples.sorted(range, side), batch, range, builder, path));
  }

  /** Refuses to give classes their shares where there are none. */
  private void requireClasses(TargetKind target, OutputLoss loss) {
    if (spec.split() instanceof SplitSpec.ByClass && target != TargetKind.CLASS) {
      throw new InvalidConfiguration(
          List.of(
              ("Invalid data.split.by: class, but the labels of %s are numbers, with network.output"
                      + " = %s (expected classes); set data.split.by = row")
                  .formatted(
                      source.name(), loss.name().toLowerCase(Locale.ROOT).replace('_', '-'))));
    }
  }

  /** Returns the features without those that never vary, which become unused; or all of them. */
  private static List<Feature> varying(
      ColumnPlan plan, DataValidation validation, Map<String, String> unused) {
    BitSet constant = validation.cells().constant();
    List<Feature> all = plan.featureColumns();
    List<Feature> varying = new ArrayList<>();
    Map<String, String> dropped = new LinkedHashMap<>();
    int at = 0;
    for (Feature feature : all) {
      if (constant.get(at)) {
        dropped.put(feature.name(), "constant");
      } else {
        varying.add(feature);
      }
      at += feature.width();
    }
    if (varying.isEmpty()) {
      return all;
    }
    unused.putAll(dropped);
    return varying;
  }

  /** Returns the builder of the samples to train on, which takes up the class weights. */
  private BlockBuilder<A> weighing(
      BlockBuilder<A> builder,
      JavaRDD<SortedSamples> ordered,
      SampleBatch batch,
      LeafRange range,
      Outcome outcome) {
    if (!(outcome instanceof Outcome.Classes classes)) {
      return builder;
    }
    List<String> names = classes.names();
    if (classWeights instanceof ClassWeights.Given given) {
      return builder.weighing(ClassFactors.given(given, names, source.name()));
    }
    if (classWeights instanceof ClassWeights.Balanced) {
      return builder.weighing(
          JobName.during(
              spark.sparkContext(),
              "the weights of the classes of " + source.name(),
              () ->
                  ClassFactors.balanced(
                      ClassFactors.sums(ordered, batch, range, capacity(), names))));
    }
    return builder;
  }

  private Preparation preparation(
      PreparationFit fit,
      RowLayout layout,
      List<Feature> features,
      DataValidation validation,
      boolean sparse) {
    try {
      return JobName.during(
          spark.sparkContext(),
          "the preparation of " + source.name(),
          () ->
              sparse
                  ? fit.sparse(layout, spec.preparation())
                  : fit.preparation(
                      layout, features, spec.preparation(), validation.cells().missing() > 0));
    } catch (PreparationException e) {
      throw new DataException(
          "Cannot train on %s: %s; correct its rows, or name it in data.ignore"
              .formatted(source.name(), e.getMessage()));
    }
  }

  /** Tells whether the targets of a loss can be shifted and scaled. */
  private static boolean takesScale(OutputLoss loss) {
    return switch (loss) {
      case IDENTITY_SQUARED_ERROR, IDENTITY_ABSOLUTE_ERROR, IDENTITY_HUBER, QUANTILES_PINBALL ->
          true;
      case SOFTMAX_CROSS_ENTROPY,
          SIGMOID_CROSS_ENTROPY,
          SIGMOID_SQUARED_ERROR,
          EXPONENTIAL_POISSON ->
          false;
    };
  }

  /** Returns the outcome with the scales of its numbers. */
  private Outcome scaled(Outcome outcome, OutputLoss loss, PreparationFit fit) {
    if (!(outcome instanceof Outcome.Numbers numbers)
        || !takesScale(loss)
        || spec.preparation().targets().equals(PreparationSpec.Targets.UNSCALED)) {
      return outcome;
    }
    return JobName.during(
        spark.sparkContext(),
        "the scale of the labels of " + source.name(),
        () ->
            new Outcome.Numbers(
                numbers.columns(),
                fit.targetScales(
                    numbers.columns(),
                    spec.preparation().targets(),
                    loss == OutputLoss.IDENTITY_HUBER
                        || loss == OutputLoss.IDENTITY_ABSOLUTE_ERROR)));
  }

  /** Returns where the hold-out set is, if it has a source of its own. */
  private Optional<DataSource> separate(Preparation preparation) {
    if (known.holdout().isPresent() || !(spec.holdout() instanceof HoldoutSpec.Path path)) {
      return known.holdout();
    }
    FormatSpec format =
        spec.format() instanceof FormatSpec.Idx
            ? new FormatSpec.Idx(path.labels())
            : libsvmOfWidth(spec.format(), preparation.layout().cells());
    return Optional.of(new DataSource.Files(path.paths(), format));
  }

  private Blocks<A> separate(
      DataSource holdout,
      Preparation preparation,
      Outcome outcome,
      BlockBuilder<A> builder,
      OutputLoss loss,
      UnreadableRows unreadable,
      ObjLongConsumer<JavaRDD<CountedSamples>> look) {
    Table whole = Sources.open(spark, holdout);
    ColumnPlan plan = ColumnPlan.forEvaluation(whole, spec.columns(), preparation);
    SampleReader reader = new SampleReader(plan, target(loss, plan.labels().size()));
    Table table = unreadable.read(whole, reader);
    SampleShuffle samples = SampleShuffle.of(table, reader, seed, partitions());
    DataValidation validation = samples.validation();
    validation.requireSound(table);
    if (outcome instanceof Outcome.Classes classes) {
      if (!validation.hasOnly(classes.names())) {
        samples.validationWithPlaces().requireKnownClasses(table, classes.names());
      }
    }
    look.accept(samples.counted(), validation.rows());
    DividedSamples all =
        DividedSamples.of(table, samples, validation, Split.NONE, spec.blockRows());
    return side(all, Side.TRAINING, reader.batch(), builder, table.path()).orElseThrow();
  }

  /** Returns the warning about rows of a separate hold-out set that equal training rows. */
  private List<String> twins(
      JavaRDD<SortedSamples> training, JavaRDD<CountedSamples> holdout, long rows) {
    return JobName.during(
        spark.sparkContext(),
        "the copies of rows of " + source.name(),
        () -> DataWarnings.ofTwins(Twins.of(training, holdout, rows), rows));
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
        Rdds.mapPartitionsWithIndex(
                ordered,
                (partition, rows) ->
                    new BlockIterator<>(
                        new LeafReader(rows, batch.empty(), range, partition, capacity), builder))
            .persist(StorageLevel.MEMORY_AND_DISK());
    cached.add(rdd);
    BlocksSize size =
        JobName.during(
            spark.sparkContext(),
            "the blocks of " + path,
            () -> BlocksSize.of(rdd, range.leaves(), kernels));
    return new Blocks<>(
        rdd,
        kernels,
        range,
        size.maxRows(),
        size.rows(),
        size.weightSum(),
        builder.isSparse() ? OptionalLong.of(size.nonZeros()) : OptionalLong.empty());
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
      case IDENTITY_SQUARED_ERROR, IDENTITY_ABSOLUTE_ERROR, IDENTITY_HUBER, QUANTILES_PINBALL ->
          TargetKind.NUMBERS;
      case EXPONENTIAL_POISSON -> TargetKind.COUNTS;
    };
  }

  private Outcome outcome(
      OutputLoss output, Table table, ColumnPlan plan, DataValidation validation) {
    if (target(output, plan.labels().size()) != TargetKind.CLASS) {
      return new Outcome.Numbers(plan.labelNames());
    }
    List<String> found = validation.classes();
    if (found.size() < 2) {
      throw new DataException(
          "Cannot train on %s: every row is of class %s (expected 2 classes or more)"
              .formatted(table.path(), found.get(0)));
    }
    List<String> names = known.names(table, validation);
    boolean shared = names.size() == 2 && output != OutputLoss.SOFTMAX_CROSS_ENTROPY;
    return new Outcome.Classes(plan.labelNames().get(0), names, shared ? 1 : names.size());
  }
}
