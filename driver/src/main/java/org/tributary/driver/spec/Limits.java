package org.tributary.driver.spec;

import org.tributary.core.data.Block;

/**
 * The maximum values of numeric keys. Realistic jobs do not reach them, and below them no size
 * computation overflows. {@code configuration.md} repeats each with its reason.
 */
public final class Limits {
  /** Features of a row: each takes a weight for every unit of the first layer. */
  public static final int FEATURES = 1 << 26;

  /** Bins of a column: more add nothing that a network of this kind can use. */
  public static final int BINS = 1024;

  /** Categories of a column: the driver holds their names. */
  public static final int CATEGORIES = 10_000_000;

  /** Partitions: Spark keeps a task, and the driver some numbers, for each in every round. */
  public static final int PARTITIONS = 100_000;

  /** Samples a block: with rows of a thousand features, a block is at the limit of an array. */
  public static final int BLOCK_ROWS = 1 << 20;

  /**
   * Units of a hidden layer: activations of one sample in the widest layer take 64 MiB in float32.
   */
  public static final int UNITS = 1 << 24;

  /** Levels of quantiles: each is an output. */
  public static final int QUANTILES = 1000;

  /** The least level of a quantile: data has a few rows below it. */
  public static final String LEAST_LEVEL = "1e-6";

  /** The highest level of a quantile. */
  public static final String MOST_LEVEL = "0.999999";

  /** The least weight of a class: below, other classes hide it in float32. */
  public static final String LEAST_CLASS_WEIGHT = "1e-6";

  /** The highest weight of a class. */
  public static final String MOST_CLASS_WEIGHT = "1e6";

  /** Hidden layers: each keeps arrays of its own for every block. */
  public static final int LAYERS = 1000;

  /** Epochs: the model contains the curve of all epochs. */
  public static final int EPOCHS = 1_000_000;

  /** Samples a step: as many as 16 of the largest blocks; more are the full batch. */
  public static final int BATCH = 1 << 24;

  /** Samples of all epochs together: as many as a thousand machines train on in years. */
  public static final long SAMPLES = 1_000_000_000_000_000_000L;

  /** Steps, of a round or a schedule: 64-bit products with a batch and with epochs stay exact. */
  public static final int STEPS = 1_000_000_000;

  /** Past steps of a quasi-Newton method: each keeps two vectors as long as the parameters. */
  public static final int MEMORY = 1000;

  /** Levels of a tree: there are at most 2^30 leaves, and 32 levels halve them to one. */
  public static final int DEPTH = 32;

  /** How fast steps a round grow: beyond, the second round is as long as training. */
  public static final String GROWTH = "1000";

  /** The least number that must not be 0: a float32 holds it with all its digits. */
  public static final String LEAST = "1e-30";

  /**
   * Learning rates and what decays with them: a float32 holds it, and its product with a weight.
   */
  public static final String RATE = "1e30";

  /** Strengths and lengths: their squares, times any number of weights, are finite. */
  public static final String LENGTH = "1e12";

  /** Checkpoints that are kept: a run lists their directory for each new one. */
  public static final int CHECKPOINTS = 1000;

  /** The most rows that a retraining can ask for: more than any data has. */
  public static final long ROWS = 1_000_000_000_000_000L;

  /** The most resamples of a bootstrap: more take minutes and change nothing. */
  public static final int RESAMPLES = 100_000;

  /** Days of a duration: ten years, far below what 64 bits of nanoseconds hold. */
  public static final int DAYS = 3650;

  private Limits() {}

  /**
   * Returns how many features, or units of a layer, a sample can have: the arrays of the largest
   * block, of twice {@code data.blockRows} samples, hold one number more for each sample.
   *
   * @param blockRows {@code data.blockRows}
   */
  public static int width(int blockRows) {
    return Math.min(FEATURES, Block.mostWidth(2 * blockRows));
  }
}
