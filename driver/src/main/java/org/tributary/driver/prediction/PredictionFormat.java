package org.tributary.driver.prediction;

/** How predictions are written. */
public enum PredictionFormat {
  /** Text with a line of column names in each file. */
  CSV("csv"),
  /** Parquet. */
  PARQUET("parquet"),
  /** One JSON object a line. */
  JSON("json");

  private final String word;

  PredictionFormat(String word) {
    this.word = word;
  }

  /** Returns the word for it on the command line, which is also Spark's. */
  @Override
  public String toString() {
    return word;
  }
}
