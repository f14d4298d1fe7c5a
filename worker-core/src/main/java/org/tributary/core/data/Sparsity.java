package org.tributary.core.data;

/**
 * When rows are worth keeping without their zeros: where they are wide and nearly all of a row is
 * 0. Below either bound the first layer is faster on dense rows.
 */
public final class Sparsity {
  /** The least number of inputs of a sparse row. */
  public static final int WIDTH = 1024;

  /** One input of so many, at most, is not 0. */
  public static final int SHARE = 16;

  private Sparsity() {}

  /**
   * Tells whether rows are worth keeping without their zeros.
   *
   * @param inputs of a row
   * @param rows how many there are
   * @param numbers how many inputs of all rows are not 0
   */
  public static boolean pays(int inputs, long rows, long numbers) {
    return inputs >= WIDTH && numbers <= rows * inputs / SHARE;
  }
}
