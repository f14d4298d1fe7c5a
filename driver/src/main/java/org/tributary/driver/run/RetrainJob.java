package org.tributary.driver.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tributary.core.data.Outcome;
import org.tributary.core.model.Model;
import org.tributary.core.preparation.Encoding;
import org.tributary.core.preparation.Feature;
import org.tributary.driver.registry.ModelRegistry;
import org.tributary.driver.spec.CheckpointSpec;
import org.tributary.driver.spec.ColumnKind;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.spec.KindRule;
import org.tributary.driver.spec.OutputSpec;
import org.tributary.driver.spec.PreparationSpec;
import org.tributary.driver.spec.RetrainSpec;

/** The job by which a candidate is trained. */
final class RetrainJob {
  private RetrainJob() {}

  /**
   * Returns a job whose candidate can be compared with the current model: what the job leaves to
   * the data, the features, their kinds and the output, is as in the current model.
   *
   * @param current a model all of whose features the job may read
   */
  static JobSpec like(JobSpec job, Model current) {
    PreparationSpec preparation = job.data().preparation();
    List<KindRule> kinds = new ArrayList<>();
    Set<String> settled = new HashSet<>();
    for (Feature feature : current.columns().features()) {
      if (preparation.kindOf(feature.name()).isEmpty() && settled.add(feature.name())) {
        kinds.add(new KindRule(feature.name(), kind(feature.encoding())));
      }
    }
    kinds.addAll(preparation.kinds());
    List<String> features =
        current.columns().features().stream().map(feature -> feature.name()).toList();
    JobSpec like =
        job.withData(
            job.data()
                .withPreparation(preparation.withKinds(kinds))
                .withColumns(job.data().columns().withFeatures(features)));
    return job.network().output().isPresent()
        ? like
        : like.withNetwork(like.network().withOutput(current.topology().outputLoss()));
  }

  private static ColumnKind kind(Encoding encoding) {
    if (encoding instanceof Encoding.Plain plain) {
      return switch (plain) {
        case NUMBER -> ColumnKind.NUMBER;
        case BOOLEAN -> ColumnKind.BOOLEAN;
        case DATE -> ColumnKind.DATE;
      };
    }
    return ColumnKind.CATEGORY;
  }

  /**
   * Returns the job that writes a version of a registry.
   *
   * @param like the job, {@link #like} the current model
   * @param before the version that was current when the run began; 0 for none
   * @param number of the candidate
   */
  static JobSpec of(
      JobSpec like,
      RetrainSpec spec,
      ModelRegistry registry,
      RetrainDirectory directory,
      int before,
      int number) {
    CheckpointSpec checkpoints =
        like.output()
            .checkpoints()
            .orElseGet(
                () ->
                    new CheckpointSpec(
                        directory.checkpoints(), spec.checkpointEvery(), spec.checkpointKeep()));
    JobSpec job =
        like.withOutput(
            new OutputSpec(
                registry.path(number), OutputSpec.Existing.REFUSE, Optional.of(checkpoints)));
    return spec.start() == RetrainSpec.Start.WARM && before > 0
        ? job.withNetwork(job.network().withInitialWeights(registry.path(before)))
        : job;
  }

  /** Describes what a model predicts. */
  static List<String> outcome(Outcome outcome) {
    return outcome instanceof Outcome.Classes classes
        ? List.of("label %s: classes %s".formatted(classes.column(), classes.names()))
        : List.of("labels %s: numbers".formatted(outcome.columns()));
  }
}
