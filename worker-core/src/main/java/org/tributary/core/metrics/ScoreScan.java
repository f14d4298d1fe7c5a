package org.tributary.core.metrics;

/**
 * Reads scores from the highest to the lowest, each different score once, with the weight of the
 * samples that are positive and of those that are not. The sums are made in one order, so they have
 * the same bits however the samples were divided. Mutable, for one thread.
 */
public final class ScoreScan {

  /** Takes the different scores in descending order. */
  @FunctionalInterface
  public interface Receiver {
    /** Takes a score, and the weights of the samples that have it. */
    void accept(double score, double positives, double negatives);
  }

  private final Receiver receiver;
  private double score = Double.NaN;
  private double positives;
  private double negatives;

  /** Starts above the highest score. */
  public ScoreScan(Receiver receiver) {
    this.receiver = receiver;
  }

  /** Reads the samples of a run, none of which has a higher score than any before. */
  public void accept(RankedRun run) {
    for (int i = run.length() - 1; i >= 0; i--) {
      double next = RankedRun.score(run.key(i));
      if (next != score) {
        end();
        score = next;
      }
      if (RankedRun.isPositive(run.key(i))) {
        positives += run.weight(i);
      } else {
        negatives += run.weight(i);
      }
    }
  }

  /** Reads no more. */
  public void end() {
    if (!Double.isNaN(score)) {
      receiver.accept(score, positives, negatives);
    }
    score = Double.NaN;
    positives = 0;
    negatives = 0;
  }
}
