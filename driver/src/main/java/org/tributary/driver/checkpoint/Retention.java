package org.tributary.driver.checkpoint;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.tributary.driver.checkpoint.Manifest.NewerFormat;

/**
 * Which checkpoints are kept: the latest few, and the best, which is the one of the best monitored
 * hold-out metric, or of the lowest loss if none was measured. Mutable.
 */
final class Retention {
  private final CheckpointDirectory directory;
  private final int keep;

  /** What is known of each checkpoint, by its number of rounds. */
  private final TreeMap<Long, Quality> known = new TreeMap<>();

  /** How good a checkpoint is: by its rank if it has one, higher is better, else by its loss. */
  private record Quality(Optional<Double> rank, double loss) {}

  Retention(CheckpointDirectory directory, int keep) {
    this.directory = directory;
    this.keep = keep;
  }

  /** Deletes the checkpoints that are not kept. */
  void apply() throws IOException {
    List<Long> all = directory.list();
    known.keySet().retainAll(all);
    for (long rounds : all) {
      if (!known.containsKey(rounds)) {
        known.put(rounds, quality(rounds));
      }
    }
    Set<Long> kept = new HashSet<>(all.subList(0, Math.min(keep, all.size())));
    best().ifPresent(kept::add);
    for (long rounds : all) {
      if (!kept.contains(rounds)) {
        directory.delete(rounds);
        known.remove(rounds);
      }
    }
  }

  private Quality quality(long rounds) throws IOException {
    try {
      Manifest manifest = directory.readManifest(rounds);
      Optional<Double> rank =
          manifest.rank().isPresent()
              ? Optional.of(manifest.rank().getAsDouble())
              : Optional.empty();
      return new Quality(rank, manifest.loss());
    } catch (DamagedCheckpoint | NewerFormat e) {
      return new Quality(Optional.empty(), Double.POSITIVE_INFINITY);
    }
  }

  /** Of equally good checkpoints, the latest is the best. */
  private Optional<Long> best() {
    boolean ranked = known.values().stream().anyMatch(quality -> quality.rank().isPresent());
    Comparator<Quality> order =
        ranked
            ? Comparator.comparingDouble(quality -> quality.rank().orElse(Double.NEGATIVE_INFINITY))
            : Comparator.comparingDouble(
                quality ->
                    Double.isNaN(quality.loss()) ? Double.NEGATIVE_INFINITY : -quality.loss());
    return known.keySet().stream()
        .max(Comparator.<Long, Quality>comparing(known::get, order).thenComparing(r -> r));
  }
}
