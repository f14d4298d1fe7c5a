package org.tributary.driver.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.tributary.core.data.Block;
import org.tributary.core.data.Outcome;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.metrics.TaskKind;
import org.tributary.core.model.Model;
import org.tributary.core.model.ModelException;
import org.tributary.core.preparation.Encoding;
import org.tributary.core.preparation.Feature;
import org.tributary.core.scoring.PredictionRule;
import org.tributary.driver.dataset.FeatureColumns;
import org.tributary.driver.dataset.LabelledRows;
import org.tributary.driver.dataset.LabelledRows.Choice;
import org.tributary.driver.dataset.Side;
import org.tributary.driver.dataset.Split;
import org.tributary.driver.dataset.UnreadableRows;
import org.tributary.driver.drift.CountedColumn;
import org.tributary.driver.drift.DataChecks;
import org.tributary.driver.drift.ReferenceProfile;
import org.tributary.driver.evaluation.GroupedEvaluation;
import org.tributary.driver.evaluation.PairedComparison;
import org.tributary.driver.evaluation.UnpredictedRows;
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.DataSource;
import org.tributary.driver.source.Sources;
import org.tributary.driver.source.Table;
import org.tributary.driver.spark.JobName;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.HoldoutSpec;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.spec.RetrainSpec;

/** The data of a retraining: its checks, its profile, and its hold-out rows. */
final class RetrainData {
  private final SparkSession spark;
  private final JobSpec job;
  private final RetrainSpec spec;
  private final Table table;
  private final List<String> candidates;

  /**
   * Opens the data.
   *
   * @throws DataException if it cannot be read
   */
  RetrainData(SparkSession spark, JobSpec job, RetrainSpec spec) {
    this.spark = spark;
    this.job = job;
    this.spec = spec;
    DataSource source = Sources.versioned(spark, DataSource.of(job.data())).source();
    this.table = Sources.open(spark, source);
    this.candidates = FeatureColumns.of(table, job.data().trainingColumns());
  }

  /** Checks the data, against that of the current model if there is one. */
  DataChecks checks(Optional<Current> current) {
    DataSpec data = job.data();
    if (current.isEmpty()) {
      DataChecks.Labels labels =
          job.network()
              .output()
              .map(output -> PredictionRule.taskKind(output, data.columns().label().size()))
              .map(
                  kind ->
                      kind == TaskKind.CLASSIFICATION
                          ? DataChecks.Labels.CLASSES
                          : DataChecks.Labels.NUMBERS)
              .orElse(
                  spec.checks().labelShare() > 0
                      ? DataChecks.Labels.CLASSES
                      : DataChecks.Labels.UNKNOWN);
      return DataChecks.without(
          table, new DataChecks.Roles(candidates, data.columns().label(), labels), spec.checks());
    }
    Model model = current.get().model();
    Optional<List<String>> classes =
        model.columns().outcome() instanceof Outcome.Classes named
            ? Optional.of(named.names())
            : Optional.empty();
    Map<String, Encoding> encodings = new HashMap<>();
    model.columns().features().forEach(each -> encodings.put(each.name(), each.encoding()));
    return DataChecks.against(
        current.get().profile(),
        current.get().profile().features().stream()
            .map(column -> encodings.get(column.name()))
            .toList(),
        classes,
        table,
        new DataChecks.Roles(candidates, data.columns().label(), DataChecks.Labels.UNKNOWN),
        spec.checks());
  }

  /** The current version of the registry. */
  record Current(int version, Model model, ReferenceProfile profile) {
    /** Refuses a profile of other columns than those of the model. */
    Current {
      List<String> features =
          model.columns().features().stream().map(feature -> feature.name()).toList();
      List<String> labels = model.columns().outcome().columns();
      boolean fits =
          profile.features().stream().map(ReferenceProfile.Column::name).toList().equals(features)
              && profile.labels().stream()
                  .map(ReferenceProfile.Column::name)
                  .toList()
                  .equals(labels);
      if (!fits) {
        throw new ModelException(
            "Cannot read version %d: %s has other columns than the model (expected %s and %s)"
                .formatted(version, ReferenceProfile.FILE, features, labels));
      }
    }
  }

  /** Counts the columns, as a model reads them. */
  ReferenceProfile profile(Model model) {
    Map<String, Integer> cells = new HashMap<>();
    String[] names = table.schema().fieldNames();
    for (int i = 0; i < names.length; i++) {
      cells.putIfAbsent(names[i], i);
    }
    List<CountedColumn> features = new ArrayList<>();
    Set<String> used = new HashSet<>();
    for (Feature feature : model.columns().features()) {
      features.add(
          new CountedColumn(feature.name(), cells.get(feature.name()), feature.encoding()));
      used.add(feature.name());
    }
    Outcome outcome = model.columns().outcome();
    Encoding encoding =
        outcome instanceof Outcome.Classes
            ? new Encoding.Categories(List.of())
            : Encoding.Plain.NUMBER;
    List<CountedColumn> labels =
        outcome.columns().stream()
            .map(name -> new CountedColumn(name, cells.get(name), encoding))
            .toList();
    List<String> unused = candidates.stream().filter(name -> !used.contains(name)).toList();
    return ReferenceProfile.of(table, features, labels, unused);
  }

  /**
   * Compares two models on the hold-out rows.
   *
   * @throws DataException if a model has no finite output for a row
   */
  PairedComparison compare(Model current, Model candidate) {
    GroupedEvaluation before = evaluate(current, KernelFactory.of(current.precision()));
    GroupedEvaluation after = evaluate(candidate, KernelFactory.of(candidate.precision()));
    if (before.rows() != after.rows()) {
      throw new DataException(
          "Cannot compare models on %s: the current one has %d hold-out rows, the candidate %d; the data changed meanwhile"
              .formatted(table.path(), before.rows(), after.rows()));
    }
    return PairedComparison.of(
        before,
        after,
        RetrainDecision.metrics(spec.promotion(), candidate),
        spec.promotion().confidence(),
        spec.promotion().resamples(),
        job.train().seed());
  }

  private <A> GroupedEvaluation evaluate(Model model, KernelFactory<A> kernels) {
    DataSpec data = job.data();
    DataSource source = DataSource.of(data);
    Choice choice;
    if (data.holdout() instanceof HoldoutSpec.Path path) {
      FormatSpec format =
          data.format() instanceof FormatSpec.Idx
              ? new FormatSpec.Idx(path.labels())
              : data.format();
      source = new DataSource.Files(path.paths(), format);
      choice = new Choice.All();
    } else {
      double share = data.holdout() instanceof HoldoutSpec.Fraction some ? some.fraction() : 0;
      choice =
          new Choice.OfSide(
              job.train().seed(), new Split(share, data.validation(), data.split()), Side.HOLDOUT);
    }
    JavaRDD<Block<A>> blocks =
        LabelledRows.blocks(
                spark,
                source,
                data.columns(),
                model,
                kernels,
                choice,
                new UnreadableRows(data.unreadable()))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      return JobName.during(
          spark.sparkContext(),
          "the evaluation on " + source.name(),
          () ->
              GroupedEvaluation.of(
                  JavaSparkContext.fromSparkContext(spark.sparkContext()),
                  blocks,
                  kernels,
                  LabelledRows.blockRows(model.topology()),
                  model,
                  PairedComparison.GROUPS,
                  job.train().seed()));
    } catch (UnpredictedRows e) {
      throw new DataException(
          "Cannot compare models on %s: %s; correct or remove these rows"
              .formatted(source.name(), e.getMessage()));
    } finally {
      blocks.unpersist(false);
    }
  }
}
