package org.tributary.driver.cli;

/** What of Tributary reads bytes that others wrote; a row of the catalogue of bad input. */
enum InputReader {
  CONFIGURATION("configuration"),
  COMMAND_LINE("command line"),
  CSV("CSV"),
  JSON("JSON lines"),
  LIBSVM("LIBSVM"),
  IDX("IDX"),
  PARQUET("Parquet"),
  ORC("ORC"),
  AVRO("Avro"),
  SCORE_CSV("rows of `score`, CSV"),
  SCORE_JSON("rows of `score`, JSON"),
  MODEL("model, `model.json`"),
  WEIGHTS("model, `weights.safetensors`"),
  CHECKPOINT("checkpoint"),
  REGISTRY("registry");

  private final String title;

  InputReader(String title) {
    this.title = title;
  }

  /** Returns the name in the document. */
  @Override
  public String toString() {
    return title;
  }
}
