package org.tributary.driver.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.tributary.core.metrics.TaskKind;
import org.tributary.core.model.CurrentVersion;
import org.tributary.core.model.Model;
import org.tributary.core.model.ModelException;
import org.tributary.core.preparation.Feature;
import org.tributary.core.scoring.PredictionRule;
import org.tributary.driver.checkpoint.RunSettings;
import org.tributary.driver.drift.DataChecks;
import org.tributary.driver.drift.ReferenceProfile;
import org.tributary.driver.evaluation.PairedComparison;
import org.tributary.driver.redaction.Credentials;
import org.tributary.driver.registry.ModelRegistry;
import org.tributary.driver.registry.VersionRecord;
import org.tributary.driver.run.RetrainData.Current;
import org.tributary.driver.run.RetrainOutcome.Verdict;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.spec.RetrainSpec;
import org.tributary.driver.store.Input;
import org.tributary.driver.store.KeptLease;
import org.tributary.driver.store.LeaseHeld;

/**
 * Trains a model again: checks the data, trains a candidate, compares it with the current version
 * of a registry on the same hold-out rows, and promotes it or keeps the current version.
 *
 * <p>A run does its work once, whatever its name: what is done is recorded step by step, and a run
 * that was killed goes on. At any time the current version is the one before or the candidate.
 */
public final class RetrainRun {
  private final JobSpec job;
  private final RetrainSpec spec;
  private final KeptConfiguration configuration;
  private final List<Input> alsoRead;
  private final String version;

  /**
   * The result of a run.
   *
   * @param outcome the outcome
   * @param report the path of the report for people
   * @param repeated whether an earlier process had done the run
   */
  public record Result(RetrainOutcome outcome, String report, boolean repeated) {}

  /**
   * Creates a run.
   *
   * @param job the job of the candidate; its model goes to the registry
   * @param spec how to train again
   * @param configuration renders the configuration that is saved in the model
   * @param alsoRead further inputs of the job
   * @param version the version of Tributary, for the provenance
   */
  public RetrainRun(
      JobSpec job,
      RetrainSpec spec,
      KeptConfiguration configuration,
      List<Input> alsoRead,
      String version) {
    this.job = job;
    this.spec = spec;
    this.configuration = configuration;
    this.alsoRead = List.copyOf(alsoRead);
    this.version = version;
  }

  /**
   * Runs.
   *
   * @param listeners receive the events of the training, and lines about waiting
   * @throws org.tributary.driver.source.DataException if the data cannot be read
   * @throws InvalidConfiguration if the job does not go with the current model, or the run began
   *     with other settings
   * @throws ModelException if the registry, or a model in it, cannot be read or written
   * @throws LeaseHeld if another process runs on the registry
   */
  public Result on(SparkSession spark, List<? extends RunListener> listeners) {
    Configuration files = spark.sparkContext().hadoopConfiguration();
    ModelRegistry registry = ModelRegistry.openOrCreate(spec.registry(), files);
    String run = spec.run().orElseGet(() -> RetrainRunName.of(spark, job, settings()));
    RetrainDirectory directory =
        new RetrainDirectory(run, registry.fileSystem(), registry.run(run));
    directory.requireSettings(settings());
    Optional<RetrainOutcome> done = directory.report();
    if (done.isPresent()) {
      return new Result(done.get(), directory.text(), true);
    }
    Consumer<String> notices = line -> listeners.forEach(listener -> listener.noticed(line));
    try (KeptLease lease = registry.forRun(notices)) {
      Optional<RetrainOutcome> meanwhile = directory.report();
      if (meanwhile.isPresent()) {
        return new Result(meanwhile.get(), directory.text(), true);
      }
      Step step = new Step(spark, registry, directory, run, lease, notices, listeners);
      RetrainOutcome outcome = step.outcome();
      lease.requireHeld();
      directory.finish(outcome);
      return new Result(outcome, directory.text(), false);
    }
  }

  /** Returns the settings that decide on the outcome. */
  private RunSettings settings() {
    Map<String, String> values = new HashMap<>(RunSettings.of(configuration.text(job)).values());
    values.remove("retrain.registry");
    values.put("data.path", Credentials.hidden(job.data().path()));
    return new RunSettings(values);
  }

  /** The steps of a run, with what they share. */
  private final class Step {
    private final SparkSession spark;
    private final ModelRegistry registry;
    private final RetrainDirectory directory;
    private final String run;
    private final KeptLease lease;
    private final Consumer<String> notices;
    private final List<? extends RunListener> listeners;

    Step(
        SparkSession spark,
        ModelRegistry registry,
        RetrainDirectory directory,
        String run,
        KeptLease lease,
        Consumer<String> notices,
        List<? extends RunListener> listeners) {
      this.spark = spark;
      this.registry = registry;
      this.directory = directory;
      this.run = run;
      this.lease = lease;
      this.notices = notices;
      this.listeners = listeners;
    }

    RetrainOutcome outcome() {
      Optional<Current> current = current();
      current.ifPresent(each -> requireSameTask(each.model()));
      RetrainDirectory.Begin begin =
          directory.begin(
              new RetrainDirectory.Begin(settings(), current.map(Current::version).orElse(0)));
      Optional<RetrainOutcome> decided = directory.decision();
      if (decided.isPresent() && isDone(decided.get())) {
        return decided.get();
      }
      RetrainData data = new RetrainData(spark, job, spec);
      DataChecks checks = data.checks(current);
      if (!checks.passed()) {
        RetrainOutcome refused =
            outcome(Verdict.REFUSED, checks.problems(), current, 0, checks, Optional.empty());
        directory.decide(refused);
        return refused;
      }
      JobSpec like = current.map(each -> RetrainJob.like(job, each.model())).orElse(job);
      int candidate = registry.ofRun(run).orElseGet(() -> train(like, data, begin));
      return decide(data, checks, candidate, current);
    }

    private Optional<Current> current() {
      return registry.current().map(CurrentVersion::version).map(this::load);
    }

    private Current load(int number) {
      Model model = registry.load(number);
      byte[] json =
          registry
              .file(number, ReferenceProfile.FILE)
              .orElseThrow(
                  () ->
                      new ModelException(
                          "Cannot read version %d of %s: there is no %s in it"
                              .formatted(number, registry.name(), ReferenceProfile.FILE)));
      try {
        return new Current(number, model, ReferenceProfile.parse(json));
      } catch (IllegalArgumentException e) {
        throw new ModelException(
            "Cannot read version %d of %s: %s: %s"
                .formatted(number, registry.name(), ReferenceProfile.FILE, e.getMessage()),
            e);
      }
    }

    /** Tells whether what was decided on is done, so that only the report may be missing. */
    private boolean isDone(RetrainOutcome decided) {
      return switch (decided.verdict()) {
        case KEPT, REFUSED -> true;
        case PROMOTED ->
            registry
                    .current()
                    .filter(now -> now.changes().stream().anyMatch(c -> c.by().equals(run)))
                    .isPresent()
                || promote(decided);
      };
    }

    private boolean promote(RetrainOutcome decided) {
      lease.requireHeld();
      return registry.promote(decided.candidate(), decided.before(), run, notices);
    }

    /** Trains a candidate, and adds it to the registry. */
    private int train(JobSpec like, RetrainData data, RetrainDirectory.Begin begin) {
      int number = registry.next();
      JobSpec wanted = RetrainJob.of(like, spec, registry, directory, begin.before(), number);
      TrainRun training = new TrainRun(wanted, configuration, alsoRead, version);
      training.on(
          spark,
          listeners,
          result -> {
            ReferenceProfile profile = data.profile(result.model());
            lease.requireHeld();
            registry.add(
                number,
                result.model(),
                record(result),
                Map.of(ReferenceProfile.FILE, profile.json()));
            return result;
          });
      return number;
    }

    private VersionRecord record(TrainRun.Result result) {
      String metric = RetrainDecision.metrics(spec.promotion(), result.model()).get(0).key();
      double value =
          result
              .training()
              .holdout()
              .map(measured -> measured.metrics().getOrDefault(metric, Double.NaN))
              .orElse(Double.NaN);
      return new VersionRecord(Instant.now(), run, metric, value);
    }

    private RetrainOutcome decide(
        RetrainData data, DataChecks checks, int candidate, Optional<Current> first) {
      Optional<Current> current = first;
      while (true) {
        RetrainOutcome outcome = compared(data, checks, candidate, current);
        directory.decide(outcome);
        if (outcome.verdict() != Verdict.PROMOTED || promote(outcome)) {
          return outcome;
        }
        notices.accept("The current version changed meanwhile; comparing again");
        current = current();
      }
    }

    private RetrainOutcome compared(
        RetrainData data, DataChecks checks, int candidate, Optional<Current> current) {
      if (current.isEmpty()) {
        return outcome(
            Verdict.PROMOTED,
            List.of("the registry had no current version"),
            current,
            candidate,
            checks,
            Optional.empty());
      }
      Model model = registry.load(candidate);
      requireComparable(current.get().model(), model);
      PairedComparison comparison = data.compare(current.get().model(), model);
      RetrainDecision decision = RetrainDecision.of(comparison, spec.promotion());
      return outcome(
          decision.promotes() ? Verdict.PROMOTED : Verdict.KEPT,
          decision.reasons(),
          current,
          candidate,
          checks,
          Optional.of(comparison));
    }

    private RetrainOutcome outcome(
        Verdict verdict,
        List<String> reasons,
        Optional<Current> current,
        int candidate,
        DataChecks checks,
        Optional<PairedComparison> comparison) {
      return new RetrainOutcome(
          run,
          Instant.now(),
          Credentials.hidden(job.data().path()),
          verdict,
          reasons,
          current.map(Current::version).orElse(0),
          candidate,
          checks,
          comparison);
    }
  }

  /** Refuses a job that predicts something else than the current model. */
  private void requireSameTask(Model current) {
    List<String> labels = current.columns().outcome().columns();
    List<String> problems = new ArrayList<>();
    if (!job.data().columns().label().equals(labels)) {
      problems.add(
          "Cannot retrain: data.label is %s, and the current model of %s predicts %s; restore it, or name another retrain.registry"
              .formatted(
                  String.join(", ", job.data().columns().label()),
                  spec.registry(),
                  String.join(", ", labels)));
    }
    TaskKind before =
        PredictionRule.taskKind(current.topology().outputLoss(), current.columns().outcome());
    job.network()
        .output()
        .map(output -> PredictionRule.taskKind(output, labels.size()))
        .filter(now -> now != before)
        .ifPresent(
            now ->
                problems.add(
                    "Cannot retrain: network.output is one of %s, and the current model of %s is one of %s; restore it, or name another retrain.registry"
                        .formatted(now.title(), spec.registry(), before.title())));
    if (!problems.isEmpty()) {
      throw new InvalidConfiguration(problems);
    }
  }

  /** Refuses to compare models that read other columns or predict something else. */
  private void requireComparable(Model current, Model candidate) {
    List<String> before = described(current);
    List<String> now = described(candidate);
    if (!before.equals(now)) {
      List<String> differing = new ArrayList<>(now);
      differing.removeAll(before);
      List<String> gone = new ArrayList<>(before);
      gone.removeAll(now);
      throw new ModelException(
          "Cannot compare the candidate with the current model of %s: it has %s (expected %s); set data.columns, or name another retrain.registry"
              .formatted(
                  spec.registry(),
                  differing.isEmpty() ? "another order of columns" : shown(differing),
                  gone.isEmpty() ? "the order of the current model" : shown(gone)));
    }
  }

  private static String shown(List<String> parts) {
    return String.join(", ", parts.subList(0, Math.min(10, parts.size())));
  }

  private static List<String> described(Model model) {
    List<String> parts = new ArrayList<>();
    for (Feature feature : model.columns().features()) {
      parts.add(
          "column %s: %s of %d"
              .formatted(feature.name(), feature.encoding().id(), feature.width()));
    }
    parts.addAll(RetrainJob.outcome(model.columns().outcome()));
    return parts;
  }
}
