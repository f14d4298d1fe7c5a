package org.tributary.driver.solver;

/** Why training ended. */
public enum StopReason {
  /** The maximum number of epochs was reached. */
  EPOCHS("the maximum number of epochs was reached"),
  /** The epoch after which to stop was reached. */
  EPOCH("the epoch train.stop.epoch was reached"),
  /** The gradient norm is at most the configured value: a minimum, or very near one. */
  GRADIENT_NORM("the gradient norm is at most train.stop.gradientNorm"),
  /** The objective no longer improves by the configured share. */
  IMPROVEMENT("the objective improves by less than train.stop.improvement"),
  /** The time budget is exhausted. */
  TIME_BUDGET("the time budget train.stop.timeBudget is exhausted"),
  /** The hold-out metric no longer improves; the best parameters are restored. */
  HELD_OUT("the hold-out metric has not improved for train.stop.patience evaluations"),
  /** A quasi-Newton method finds no better point along its direction. */
  LINE_SEARCH("the line search finds no lower objective");

  private final String sentence;

  StopReason(String sentence) {
    this.sentence = sentence;
  }

  /** Returns the reason as a person reads it. */
  public String sentence() {
    return sentence;
  }
}
