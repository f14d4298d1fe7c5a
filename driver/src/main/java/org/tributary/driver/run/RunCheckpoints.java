package org.tributary.driver.run;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.tributary.core.model.Platform;
import org.tributary.driver.checkpoint.Checkpoint;
import org.tributary.driver.checkpoint.CheckpointDirectory;
import org.tributary.driver.checkpoint.CheckpointException;
import org.tributary.driver.checkpoint.CheckpointWriter;
import org.tributary.driver.checkpoint.DataIdentity;
import org.tributary.driver.checkpoint.RunIdentity;
import org.tributary.driver.checkpoint.RunSettings;
import org.tributary.driver.source.DataException;
import org.tributary.driver.spec.CheckpointSpec;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.StrategySpec;
import org.tributary.driver.store.KeptLease;
import org.tributary.driver.store.LeaseHeld;
import org.tributary.driver.store.LeaseTerms;

/**
 * The checkpoints of a run: holds the lease of their directory, finds the checkpoint to go on from,
 * and refuses it if the run is another one.
 */
final class RunCheckpoints implements AutoCloseable {
  private final CheckpointSpec spec;
  private final CheckpointDirectory directory;
  private final RunSettings settings;
  private final Platform platform;
  private final Consumer<String> notices;
  private final KeptLease lease;
  private CheckpointDirectory.Latest latest;

  private RunCheckpoints(
      CheckpointSpec spec,
      CheckpointDirectory directory,
      RunSettings settings,
      Platform platform,
      Consumer<String> notices,
      KeptLease lease) {
    this.spec = spec;
    this.directory = directory;
    this.settings = settings;
    this.platform = platform;
    this.notices = notices;
    this.lease = lease;
  }

  /**
   * Acquires the lease of the directory and reads the latest checkpoint.
   *
   * @param settings the settings of the job
   * @param start whether to go on from a checkpoint
   * @param platform what this process trains with
   * @param notices receives lines about damaged checkpoints and failed writes
   * @throws LeaseHeld if another process uses the directory
   * @throws CheckpointException if it cannot be written, or no checkpoint can be read
   * @throws InvalidConfiguration if the checkpoint belongs to other settings
   */
  static RunCheckpoints open(
      CheckpointSpec spec,
      RunSettings settings,
      Start start,
      Platform platform,
      Configuration files,
      Consumer<String> notices) {
    CheckpointDirectory directory = CheckpointDirectory.open(spec.path(), files);
    KeptLease lease =
        KeptLease.of(directory.acquire(LeaseTerms.DEFAULT, notices), "checkpoint lease");
    RunCheckpoints opened = new RunCheckpoints(spec, directory, settings, platform, notices, lease);
    boolean sound = false;
    try {
      directory.clean(notices);
      opened.latest =
          switch (start) {
            case RESUME -> directory.latest(notices);
            case FRESH -> new CheckpointDirectory.Latest(Optional.empty(), List.of());
          };
      opened.requireSameSettings();
      sound = true;
      return opened;
    } catch (IOException e) {
      throw new CheckpointException(
          "Cannot write checkpoints to %s: %s".formatted(spec.path(), e.getMessage()), e);
    } finally {
      if (!sound) {
        opened.close();
      }
    }
  }

  private void requireSameSettings() {
    latest
        .checkpoint()
        .ifPresent(
            checkpoint -> {
              List<String> differences = settings.differences(checkpoint.run().settings());
              if (!differences.isEmpty()) {
                throw new InvalidConfiguration(
                    List.of(
                        "Cannot resume from %s: other settings: %s; restore them, use --fresh to"
                                .formatted(checkpoint.path(), String.join(", ", differences))
                            + " start over, or name another checkpoint.path"));
              }
            });
  }

  /** Returns the checkpoint to go on from, if there is one. */
  Optional<Checkpoint> checkpoint() {
    return latest.checkpoint();
  }

  /** Returns the strategy with what a checkpoint fixes, whatever the cluster: the shards. */
  StrategySpec fixed(StrategySpec strategy) {
    if (strategy instanceof StrategySpec.LocalSteps local
        && local.shards() == 0
        && checkpoint().isPresent()) {
      return new StrategySpec.LocalSteps(
          checkpoint().get().run().groups(),
          local.batch(),
          local.steps(),
          local.growth(),
          local.outer(),
          local.inner());
    }
    return strategy;
  }

  /**
   * Begins to write checkpoints.
   *
   * @param data the data of this run
   * @param groups number of leaf groups of its strategy
   * @throws DataException if the checkpoint belongs to other data
   */
  CheckpointWriter writer(DataIdentity data, int groups) {
    RunIdentity run = new RunIdentity(settings, groups, data, platform);
    checkpoint().ifPresent(checkpoint -> requireSameData(checkpoint, run));
    try {
      directory.discard(latest);
    } catch (IOException e) {
      throw new CheckpointException(
          "Cannot write checkpoints to %s: %s".formatted(spec.path(), e.getMessage()), e);
    }
    long from = checkpoint().map(checkpoint -> checkpoint.state().rounds()).orElse(0L);
    return new CheckpointWriter(directory, spec, run, from, lease::requireHeld, notices);
  }

  private void requireSameData(Checkpoint checkpoint, RunIdentity run) {
    if (!run.data().hasSameSamples(checkpoint.run().data())) {
      throw new DataException(
          "Cannot resume from %s: other data: %s; restore it, use --fresh to start over, or name another checkpoint.path"
              .formatted(checkpoint.path(), run.data().differences(checkpoint.run().data())));
    }
    Platform before = checkpoint.run().platform();
    if (!before.blas().equals(platform.blas())
        || !before.tributary().equals(platform.tributary())) {
      notices.accept(
          "The last bits may differ from those of a run without interruption: the checkpoint was"
              + " written with Tributary %s and %s, this process has %s and %s"
                  .formatted(
                      before.tributary(), before.blas(), platform.tributary(), platform.blas()));
    }
  }

  /** Gives the lease back when the process is interrupted. */
  void release() {
    lease.close();
  }

  @Override
  public void close() {
    release();
  }
}
