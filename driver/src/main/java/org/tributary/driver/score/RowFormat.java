package org.tributary.driver.score;

/** The format of a stream of rows, in and out. */
public enum RowFormat {
  /** JSON lines if the first character is a brace, otherwise CSV. */
  AUTO("auto"),
  /** CSV with a header. */
  CSV("csv"),
  /** One JSON object a line. */
  JSON("json");

  private final String word;

  RowFormat(String word) {
    this.word = word;
  }

  /** Returns the word for it on the command line. */
  @Override
  public String toString() {
    return word;
  }
}
