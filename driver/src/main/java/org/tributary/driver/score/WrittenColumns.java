package org.tributary.driver.score;

/** The columns of the rows that are written. */
public enum WrittenColumns {
  /** Those of the input, and after them the prediction. */
  ALL("all"),
  /** The prediction alone. */
  PREDICTIONS("predictions");

  private final String word;

  WrittenColumns(String word) {
    this.word = word;
  }

  /** Returns the word for it on the command line. */
  @Override
  public String toString() {
    return word;
  }
}
