package org.tributary.driver.dataset;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ObjLongConsumer;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.preparation.Feature;
import org.tributary.core.preparation.Preparation;
import org.tributary.core.preparation.PreparationException;
import org.tributary.core.preparation.RowLayout;
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.DataSource;
import org.tributary.driver.source.RowWidth;
import org.tributary.driver.source.Sources;
import org.tributary.driver.source.Table;
import org.tributary.driver.spark.JobName;
import org.tributary.driver.spec.ClassWeights;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.HoldoutSpec;
import org.tributary.driver.spec.InvalidConfiguration;

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
  private final BlockCache<A> cache;

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
    this.cache = new BlockCache<>(spark, spec, kernels);
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
        preparer.cache.release();
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
        new TableReading.Request(spec, output, width, seed, split, cache.partitions(), room);
    TableReading first = TableReading.of(whole, request);
    Optional<Table> readable = unreadable.without(whole, first.reader(), first.validation());
    Table table = readable.orElse(whole);
    TableReading reading = readable.isEmpty() ? first : TableReading.of(table, request);
    SampleReader reader = reading.reader();
    ColumnPlan plan = reader.plan();
    DataValidation validation = reading.validation();
    validation.requireSound(table);
    OutputLoss loss = reading.output();
    OutcomeFit outcomes = new OutcomeFit(spark, source.name(), spec, loss);
    outcomes.requireClassesToSplitBy(reader.target());
    DividedSamples samples =
        DividedSamples.of(table, reading.samples(), validation, split, spec.blockRows());
    samples.requireTrainable(table);
    Outcome names = outcomes.names(table, plan, validation, known);

    long trainingRows = samples.rows(Side.TRAINING);
    boolean sparse = plan.makesSparse(trainingRows, samples.numbers(Side.TRAINING));
    if (!sparse) {
      plan.requireDense(table, width);
    }
    LeafRange range = cache.range(trainingRows, grouping);
    long rowsALeaf = (trainingRows + range.leaves() - 1) / range.leaves();
    // A sparse row takes next to nothing, however wide it is.
    rowsALeaf = sparse ? 1 : rowsALeaf;
    room.require(plan.inputs(), OptionalInt.of(names.outputs()), rowsALeaf);
    JavaRDD<SortedSamples> ordered = samples.sorted(range, Side.TRAINING);
    PreparationFit fit = new PreparationFit(ordered, reader.batch(), range, cache.capacity());
    Map<String, String> unused = new LinkedHashMap<>(reading.kinds().unused());
    List<Feature> features = varying(plan, validation, unused);
    Preparation preparation =
        preparation(fit, new RowLayout(plan.featureColumns()), features, validation, sparse);
    room.require(
        preparation.inputs(),
        OptionalInt.of(names.outputs()),
        preparation.makesSparse() ? 1 : rowsALeaf);
    Outcome outcome = outcomes.scaled(names, fit);
    BlockBuilder<A> builder = new BlockBuilder<>(kernels, preparation, outcome, loss, sparse);
    Blocks<A> training =
        cache.blocks(
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
    LeafRange range = cache.range(rows, new LeafGrouping.ByLeaf());
    return Optional.of(cache.blocks(samples.sorted(range, side), batch, range, builder, path));
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
                      ClassFactors.sums(ordered, batch, range, cache.capacity(), names))));
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
    SampleReader reader = new SampleReader(plan, OutcomeFit.target(loss, plan.labels().size()));
    Table table = unreadable.read(whole, reader);
    SampleShuffle samples = SampleShuffle.of(table, reader, seed, cache.partitions());
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

  /** Returns the heap of a process that tasks run in. */
  private long taskHeap() {
    SparkContext context = spark.sparkContext();
    return context.isLocal()
        ? Runtime.getRuntime().maxMemory()
        : context.getConf().getSizeAsBytes("spark.executor.memory", "1g");
  }
}
