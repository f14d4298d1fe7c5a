package org.tributary.driver.prediction;

/** The output format of predictions. */
public enum PredictionFormat {
  /** CSV with a header in each file. */
  CSV("csv"),
  /** Parquet. */
  PARQUET("parquet"),
  /** JSON lines: one object per line. */
  JSON("json");

  private final String word;

  PredictionFormat(String word) {
    this.word = word;
  }

  /** Returns the name on the command line, which is also Spark's name. */
  @Override
  public String toString() {
    return word;
  }
}
