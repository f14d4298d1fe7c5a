package org.tributary.driver.run;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.tributary.core.kernel.Precision;
import org.tributary.core.model.Model;
import org.tributary.core.model.ModelException;
import org.tributary.core.model.Platform;
import org.tributary.core.model.ThetaChain;
import org.tributary.driver.checkpoint.Checkpoint;
import org.tributary.driver.source.DataException;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.spec.TrainSpec;
import org.tributary.driver.train.ChainBroken;
import org.tributary.driver.train.InitialParameters;
import org.tributary.driver.train.Trainer;
import org.tributary.driver.train.TrainingResult;

/**
 * Repeats the training of a model, or some epochs of it, and compares the bits of its parameters
 * with the chain of hashes in the model.
 */
public final class VerifyRun {
  private final JobSpec job;
  private final Model model;
  private final Optional<Checkpoint> from;
  private final int until;
  private final String version;

  /**
   * What was found.
   *
   * @param from the epoch from which the training was repeated; 0 for the initial parameters
   * @param until the last epoch that was repeated
   * @param links how many hashes were compared
   * @param difference what differs; empty if nothing does
   * @param hints what else differs, and may be the reason
   */
  public record Result(
      int from, int until, int links, Optional<String> difference, List<String> hints) {
    /** Copies the list. */
    public Result {
      hints = List.copyOf(hints);
    }

    /** Tells whether all bits are those of the model's training. */
    public boolean isReproduced() {
      return difference.isEmpty();
    }
  }

  /**
   * Creates a run.
   *
   * @param job the job that the model was trained with, as it is kept in the model
   * @param name what messages call the model
   * @param from a checkpoint of the training to begin with, if not with the initial parameters
   * @param until the last epoch to repeat; empty for the last one of the training
   * @param version the version of Tributary
   * @throws ModelException if the model has no chain of hashes, or the checkpoint belongs to
   *     another training
   * @throws InvalidConfiguration if no hash lies in the epochs to repeat
   */
  public VerifyRun(
      JobSpec job,
      Model model,
      String name,
      Optional<Checkpoint> from,
      OptionalInt until,
      String version) {
    TrainSpec train = job.train();
    // When the clock ended the training is recorded in the model, and not decided again.
    this.job = job.withTrain(train.withStop(train.stop().withoutTimeBudget()));
    this.model = model;
    this.from = from;
    this.until = until.orElse(model.provenance().epochs());
    this.version = version;
    ThetaChain chain = model.provenance().chain();
    if (chain.links().isEmpty()) {
      throw new ModelException(
          "Cannot verify model %s: it has no chain of hashes; train it again with this version"
              .formatted(name));
    }
    from.ifPresent(
        checkpoint -> {
          if (!checkpoint.state().chain().isPrefixOf(chain)) {
            throw new ModelException(
                "Cannot verify model %s from %s: it is a checkpoint of another training; name one of this model's training"
                    .formatted(name, checkpoint.path()));
          }
        });
    boolean compares =
        chain.links().stream()
            .anyMatch(link -> link.epoch() > first() && link.epoch() <= this.until);
    if (!compares && model.provenance().epochs() > 0) {
      throw new InvalidConfiguration(
          List.of(
              "Cannot verify epochs %d to %d: the model has no hash of one of them (expected an end from %s)"
                  .formatted(
                      first() + 1,
                      this.until,
                      chain.links().stream()
                          .filter(link -> link.epoch() > first())
                          .findFirst()
                          .map(link -> link.epoch() + " to " + model.provenance().epochs())
                          .orElse("an earlier checkpoint"))));
    }
  }

  private int first() {
    return from.map(checkpoint -> checkpoint.state().epoch()).orElse(0);
  }

  /**
   * Repeats the training.
   *
   * @throws DataException if the data is invalid or cannot be read
   */
  public Result on(SparkSession spark) {
    TrainRun run = new TrainRun(job, decided -> "{}", List.of(), version);
    Platform platform = TrainedModel.platform(version, spark.version());
    return run.withTrainer(
        spark, (trainer, initial, data) -> compare(trainer, initial, hints(data, platform)));
  }

  private Result compare(
      Trainer<?> trainer, Optional<InitialParameters> initial, List<String> hints) {
    ThetaChain chain = model.provenance().chain();
    int links =
        (int)
            chain.links().stream()
                .filter(link -> link.epoch() >= first() && link.epoch() <= until)
                .count();
    try {
      TrainingResult result = trainer.repeat(chain, until, from.map(Checkpoint::state), initial);
      Optional<String> difference =
          until == model.provenance().epochs() ? difference(result) : Optional.empty();
      return new Result(
          first(), until, links, difference, difference.isEmpty() ? List.of() : hints);
    } catch (ChainBroken e) {
      return new Result(first(), e.epoch(), links, Optional.of(e.getMessage()), hints);
    } catch (IllegalArgumentException e) {
      // The state of a checkpoint that does not fit the network for this data.
      return new Result(first(), first(), links, Optional.of(e.getMessage()), hints);
    }
  }

  /** Compares the end of the training with the model. */
  private Optional<String> difference(TrainingResult result) {
    int epochs = TrainRun.Result.epochs(result);
    if (epochs != model.provenance().epochs()) {
      return Optional.of(
          "the training ended after epoch %d (expected %d)"
              .formatted(epochs, model.provenance().epochs()));
    }
    double[] theta = result.theta();
    if (model.precision() == Precision.FLOAT32) {
      Arrays.setAll(theta, i -> (float) theta[i]);
    }
    if (!Arrays.equals(theta, model.theta())) {
      return Optional.of("the weights of the model are not those of epoch " + result.epoch());
    }
    return result.decision().equals(model.decision())
        ? Optional.empty()
        : Optional.of(
            "the model has %s, the training found %s"
                .formatted(model.decision(), result.decision()));
  }

  private List<String> hints(DataSummary data, Platform platform) {
    Platform before = model.provenance().platform();
    long rows = model.provenance().data().trainingRows();
    Optional<String> ofRows =
        rows == data.trainingRows()
            ? Optional.empty()
            : Optional.of(
                "The model was trained on %,d rows, this data has %,d"
                    .formatted(rows, data.trainingRows()));
    return Stream.of(
            ofRows,
            changed("BLAS", before.blas(), platform.blas()),
            changed("Tributary", before.tributary(), platform.tributary()))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> changed(String what, String before, String now) {
    return before.equals(now)
        ? Optional.empty()
        : Optional.of("The model was trained with %s %s, this is %s".formatted(what, before, now));
  }
}
