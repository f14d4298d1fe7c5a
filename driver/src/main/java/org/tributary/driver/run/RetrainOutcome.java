package org.tributary.driver.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.tributary.driver.drift.DataChecks;
import org.tributary.driver.evaluation.PairedComparison;

/**
 * The outcome of a retraining.
 *
 * @param run the name of the run
 * @param decided when it was decided
 * @param data the data
 * @param verdict what was decided
 * @param reasons why, one line each
 * @param before the version that was current before; 0 for none
 * @param candidate the version that was trained; 0 for none
 * @param checks what was found in the data
 * @param comparison of the candidate with the version before, if there were both
 */
public record RetrainOutcome(
    String run,
    Instant decided,
    String data,
    Verdict verdict,
    List<String> reasons,
    int before,
    int candidate,
    DataChecks checks,
    Optional<PairedComparison> comparison) {

  /** What was decided. */
  public enum Verdict {
    /** The candidate is the current version. */
    PROMOTED,
    /** The version before stays the current one. */
    KEPT,
    /** The data was refused, and nothing was trained. */
    REFUSED
  }

  /** Copies the list. */
  public RetrainOutcome {
    reasons = List.copyOf(reasons);
  }
}
