package org.tributary.driver.score;

/** What to do with a category for which a model has learned no input, not even one for others. */
public enum Unlearned {
  /** End with an error. */
  REFUSE("refuse"),
  /** Predict without it, as {@code predict} does: all inputs of its column are 0. */
  ACCEPT("accept");

  private final String word;

  Unlearned(String word) {
    this.word = word;
  }

  /** Returns the word for it on the command line. */
  @Override
  public String toString() {
    return word;
  }
}
