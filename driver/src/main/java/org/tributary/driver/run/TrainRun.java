package org.tributary.driver.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.kernel.Precision;
import org.tributary.core.model.Model;
import org.tributary.core.model.Platform;
import org.tributary.driver.checkpoint.Checkpoint;
import org.tributary.driver.checkpoint.CheckpointException;
import org.tributary.driver.checkpoint.CheckpointWriter;
import org.tributary.driver.checkpoint.DataIdentity;
import org.tributary.driver.checkpoint.RunSettings;
import org.tributary.driver.dataset.DatasetPreparer;
import org.tributary.driver.dataset.KnownData;
import org.tributary.driver.dataset.PreparationRequest;
import org.tributary.driver.dataset.PreparedData;
import org.tributary.driver.evaluation.UnpredictedRows;
import org.tributary.driver.files.UserPath;
import org.tributary.driver.solver.Solvers;
import org.tributary.driver.solver.StrategyGrouping;
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.DataSource;
import org.tributary.driver.source.Sources;
import org.tributary.driver.spec.CheckpointSpec;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.spec.StrategySpec;
import org.tributary.driver.store.Input;
import org.tributary.driver.store.LeaseHeld;
import org.tributary.driver.store.ModelStore;
import org.tributary.driver.train.EpochEnd;
import org.tributary.driver.train.InitialParameters;
import org.tributary.driver.train.Trainer;
import org.tributary.driver.train.TrainingListener;
import org.tributary.driver.train.TrainingMemoryLimit;
import org.tributary.driver.train.TrainingResult;

/** Trains a network for a job and writes its model. */
public final class TrainRun {
  private final JobSpec job;
  private final KeptConfiguration configuration;
  private final List<Input> alsoRead;
  private final String version;
  private final Start start;

  /**
   * The result of a run.
   *
   * @param model the model that was written
   * @param data the size of the data
   * @param training the result of the training
   * @param validation how the chosen epoch did on the validation set, if there is one; where the
   *     network was trained again on these rows, too, before that
   */
  public record Result(
      Model model,
      DataSummary data,
      TrainingResult training,
      Optional<ValidationScore> validation) {
    private Result withValidation(Optional<ValidationScore> other) {
      return new Result(model, data, training, other);
    }

    /** Returns the last epoch, which can be later than the epoch of the model's parameters. */
    public int epochs() {
      return epochs(training);
    }

    static int epochs(TrainingResult training) {
      return training.last().map(EpochEnd::epoch).orElse(0);
    }
  }

  /**
   * Creates a run.
   *
   * @param job the job
   * @param configuration renders the configuration that is saved in the model
   * @param alsoRead further inputs of the job, besides its data, that must not be overwritten
   * @param version the version of Tributary, for the provenance
   * @throws InvalidConfiguration if the hidden layers do not fit in memory
   */
  public TrainRun(
      JobSpec job, KeptConfiguration configuration, List<Input> alsoRead, String version) {
    this(job, configuration, alsoRead, version, Start.RESUME);
  }

  /**
   * Creates a run that starts as asked if the job has checkpoints; see {@link #TrainRun(JobSpec,
   * KeptConfiguration, List, String)}.
   */
  public TrainRun(
      JobSpec job,
      KeptConfiguration configuration,
      List<Input> alsoRead,
      String version,
      Start start) {
    TrainingMemoryLimit.requireHiddenLayers(job);
    this.start = start;
    this.job = job;
    this.configuration = configuration;
    this.alsoRead = List.copyOf(alsoRead);
    this.version = version;
  }

  /**
   * Trains and writes the model.
   *
   * @param listeners receive all events in order
   * @throws DataException if the data is invalid or cannot be read, or the network has no finite
   *     output for a row of the hold-out set
   * @throws InvalidConfiguration if the network for this data does not fit in memory, a setting
   *     needs another number of classes, or the checkpoint to go on from has other settings
   * @throws CheckpointException if checkpoints cannot be written, or none can be read
   * @throws LeaseHeld if another process writes these checkpoints
   */
  public Result on(SparkSession spark, List<? extends RunListener> listeners) {
    return on(spark, DataSource.of(job.data()), listeners);
  }

  /** Like {@link #on(SparkSession, List)}, but trains on the rows of a DataFrame. */
  public Result on(SparkSession spark, Dataset<Row> rows, List<? extends RunListener> listeners) {
    return on(spark, DataSource.of(job.data(), rows), listeners);
  }

  private Result on(SparkSession spark, DataSource source, List<? extends RunListener> listeners) {
    Configuration files = spark.sparkContext().hadoopConfiguration();
    ModelStore.requireWritable(
        job.output().model(),
        job.output().existing(),
        JobInputs.of(job, source, alsoRead, files),
        files);
    return trained(spark, source, listeners, result -> saved(spark, result));
  }

  /**
   * Trains on the files of the job, with its checkpoints.
   *
   * @param saving saves the model before the checkpoints are given back
   */
  Result on(
      SparkSession spark, List<? extends RunListener> listeners, UnaryOperator<Result> saving) {
    return trained(spark, DataSource.of(job.data()), listeners, saving);
  }

  private Result trained(
      SparkSession spark,
      DataSource source,
      List<? extends RunListener> listeners,
      UnaryOperator<Result> saving) {
    Configuration files = spark.sparkContext().hadoopConfiguration();
    if (job.data().unreadable().path().isPresent()) {
      List<Input> others = JobInputs.of(job, source, alsoRead, files);
      others.add(new Input("output.model", List.of(UserPath.of(job.output().model()))));
      UnreadableStore.requireWritable(job.data().unreadable(), others, files);
    }
    Optional<CheckpointSpec> spec = job.output().checkpoints();
    if (spec.isEmpty()) {
      return saving.apply(train(spark, source, Beginning.UNKNOWN, listeners, Optional.empty()));
    }
    RunSettings settings = RunSettings.of(configuration.text(job));
    Platform platform = TrainedModel.platform(version, spark.version());
    try (RunCheckpoints checkpoints =
        RunCheckpoints.open(
            spec.get(), settings, start, platform, files, line -> notice(line, listeners))) {
      return saving.apply(
          train(spark, source, Beginning.UNKNOWN, listeners, Optional.of(checkpoints)));
    }
  }

  private Result saved(SparkSession spark, Result result) {
    ModelStore.saveOrRescue(
        result.model(),
        job.output().model(),
        job.output().existing(),
        spark.sparkContext().hadoopConfiguration(),
        ScratchDirectories.of(spark.sparkContext().conf()));
    return result;
  }

  private static void notice(String line, List<? extends RunListener> listeners) {
    listeners.forEach(listener -> listener.noticed(line));
  }

  /**
   * Trains on the rows of a DataFrame, and returns the model without writing it.
   *
   * @param beginning what is known before the training, besides the job
   * @throws IllegalArgumentException if the initial parameters are those of another network
   */
  public Result unsaved(
      SparkSession spark,
      DataSource.Frame rows,
      Beginning beginning,
      List<? extends RunListener> listeners) {
    return train(spark, rows, beginning, listeners, Optional.empty());
  }

  /**
   * Work with the trainer of a job.
   *
   * @param <R> the type of the result
   */
  interface TrainerWork<R> {
    /**
     * Does the work.
     *
     * @param initial the initial parameters, if the job names some
     * @param data the size of the data
     */
    R on(Trainer<?> trainer, Optional<InitialParameters> initial, DataSummary data);
  }

  /** Prepares the data of the job, and lets its trainer work; nothing is written. */
  <R> R withTrainer(SparkSession spark, TrainerWork<R> work) {
    return withTrainer(spark, KernelFactory.of(job.train().precision()), work);
  }

  private <A, R> R withTrainer(SparkSession spark, KernelFactory<A> kernels, TrainerWork<R> work) {
    Optional<InitialWeights> initial =
        job.network().initialWeights().map(path -> InitialWeights.load(path, spark));
    Sources.Versioned read = Sources.versioned(spark, DataSource.of(job.data()));
    Beginning unknown = Beginning.UNKNOWN;
    try (PreparedData<A> data =
        prepare(spark, read.source(), unknown.data(), kernels, job.train().strategy())) {
      JobSpec decided = DecidedJob.of(job, data, unknown.penalty());
      ClassCount.requireFit(job.train(), data.outcome());
      return work.on(
          trainer(spark, decided, data, List.of()),
          initial.map(weights -> weights.parameters(data)),
          DataSummary.of(data));
    }
  }

  private Result train(
      SparkSession spark,
      DataSource source,
      Beginning beginning,
      List<? extends RunListener> listeners,
      Optional<RunCheckpoints> checkpoints) {
    KernelFactory<?> kernels = KernelFactory.of(job.train().precision());
    return train(spark, source, beginning, kernels, listeners, checkpoints);
  }

  private <A> Result train(
      SparkSession spark,
      DataSource source,
      Beginning beginning,
      KernelFactory<A> kernels,
      List<? extends RunListener> listeners,
      Optional<RunCheckpoints> checkpoints) {
    // They take a second to load, in which the driver waits for the data.
    Solvers.preload(job.train(), kernels);
    listeners.forEach(listener -> listener.reading(source.name()));
    Sources.Versioned read = Sources.versioned(spark, source);
    Trained trained = train(spark, read, beginning, kernels, listeners, checkpoints);
    return trained.again().isPresent()
        ? again(trained.again().get())
            .train(
                spark,
                read,
                beginning,
                kernels,
                listeners.stream().map(SecondTraining::new).toList(),
                Optional.empty())
            .result()
            .withValidation(trained.result().validation())
        : trained.result();
  }

  /**
   * The result of a training, and the job to train again by.
   *
   * @param result the result
   * @param again the job whose result takes its place, if there is one
   */
  private record Trained(Result result, Optional<JobSpec> again) {}

  /** Returns the run of a job that trains once more, without checkpoints of its own. */
  private TrainRun again(JobSpec job) {
    return new TrainRun(job, configuration, alsoRead, version, start);
  }

  private <A> Trained train(
      SparkSession spark,
      Sources.Versioned read,
      Beginning beginning,
      KernelFactory<A> kernels,
      List<? extends RunListener> listeners,
      Optional<RunCheckpoints> checkpoints) {
    Optional<InitialWeights> initial =
        job.network().initialWeights().map(path -> InitialWeights.load(path, spark));
    StrategySpec asked = job.train().strategy();
    StrategySpec strategy = checkpoints.map(each -> each.fixed(asked)).orElse(asked);
    try (PreparedData<A> data =
        prepare(spark, read.source(), beginning.data(), kernels, strategy)) {
      JobSpec decided = DecidedJob.of(job, data, beginning.penalty());
      ClassCount.requireFit(job.train(), data.outcome());
      DataSummary summary = DataSummary.of(data);
      listeners.forEach(listener -> listener.prepared(summary));
      UnreadableStore.write(spark, data.unreadable());
      Optional<InitialParameters> parameters =
          initial.map(weights -> weights.parameters(data)).or(beginning::parameters);
      TrainingResult training =
          checkpoints.isPresent()
              ? resumable(spark, decided, data, read, parameters, listeners, checkpoints.get())
              : trained(() -> from(parameters, trainer(spark, decided, data, listeners)));
      String kept = configuration.text(decided);
      TrainedModel.Versions versions =
          new TrainedModel.Versions(version, spark.version(), read.version());
      Model model = TrainedModel.of(job, data, summary, training, kept, versions);
      Optional<JobSpec> again = Refit.of(job, decided, summary, training);
      Optional<ValidationScore> validation = ValidationScore.of(summary, training);
      if (again.isPresent()) {
        ValidationScore best = validation.orElseThrow();
        long rows = summary.trainingRows() + summary.validationRows();
        listeners.forEach(listener -> listener.refitting(best, rows));
      }
      return new Trained(new Result(model, summary, training, validation), again);
    }
  }

  /** Trains with checkpoints, from the latest one if there is one. */
  private <A> TrainingResult resumable(
      SparkSession spark,
      JobSpec decided,
      PreparedData<A> data,
      Sources.Versioned read,
      Optional<InitialParameters> parameters,
      List<? extends RunListener> listeners,
      RunCheckpoints checkpoints) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    DataIdentity identity =
        DataFiles.identity(context, data, read.source(), job.data(), read.version());
    int groups = data.training().range().groups();
    try (CheckpointWriter writer = checkpoints.writer(identity, groups)) {
      List<TrainingListener> all = new ArrayList<>(listeners);
      all.add(writer);
      Trainer<A> trainer = trainer(spark, decided, data, all);
      Optional<Checkpoint> from = checkpoints.checkpoint();
      from.ifPresent(
          checkpoint ->
              listeners.forEach(
                  listener -> listener.resumed(checkpoint.path(), checkpoint.state())));
      return Interruption.during(
          writer,
          checkpoints,
          line -> notice(line, listeners),
          () ->
              trained(
                  () ->
                      from.isPresent()
                          ? trainer.resume(from.get().state())
                          : from(parameters, trainer)));
    }
  }

  private static <A> Trainer<A> trainer(
      SparkSession spark,
      JobSpec decided,
      PreparedData<A> data,
      List<? extends TrainingListener> listeners) {
    return new Trainer<>(
        JavaSparkContext.fromSparkContext(spark.sparkContext()),
        data,
        decided.network(),
        decided.train(),
        List.copyOf(listeners));
  }

  private static <A> TrainingResult from(
      Optional<InitialParameters> parameters, Trainer<A> trainer) {
    return parameters.isPresent() ? trainer.train(parameters.get()) : trainer.train();
  }

  private TrainingResult trained(Supplier<TrainingResult> training) {
    try {
      return training.get();
    } catch (UnpredictedRows e) {
      String remedy =
          job.train().precision() == Precision.FLOAT32 ? ", or set train.precision = float64" : "";
      throw new DataException(
          "Cannot evaluate on the hold-out set: %s; correct or remove these rows%s"
              .formatted(e.getMessage(), remedy));
    }
  }

  private <A> PreparedData<A> prepare(
      SparkSession spark,
      DataSource source,
      KnownData known,
      KernelFactory<A> kernels,
      StrategySpec strategy) {
    return DatasetPreparer.prepare(
        spark,
        PreparationRequest.of(
                source, job.data(), job.network().output(), kernels, job.train().seed())
            .withKnown(known)
            .withGrouping(StrategyGrouping.of(strategy))
            .withRoom(
                TrainingMemoryLimit.of(
                    job, JavaSparkContext.fromSparkContext(spark.sparkContext())))
            .withClassWeights(job.train().classWeights()));
  }
}
