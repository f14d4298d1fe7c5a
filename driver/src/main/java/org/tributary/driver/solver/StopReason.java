package org.tributary.driver.solver;

/** Why training ended. */
public enum StopReason {
  /** The last epoch was reached. */
  EPOCHS("the last epoch was reached"),
  /** The gradient is as short as asked for: a minimum, or very near one. */
  GRADIENT_NORM("the gradient is as short as train.stop.gradientNorm"),
  /** The objective hardly improves any more. */
  IMPROVEMENT("the objective improves by less than train.stop.improvement"),
  /** The time that was given has passed. */
  TIME_BUDGET("the time of train.stop.timeBudget has passed"),
  /** The rows held out measure no better any more; the best parameters are taken. */
  HELD_OUT("the rows held out measured no better for train.stop.patience measurements"),
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
