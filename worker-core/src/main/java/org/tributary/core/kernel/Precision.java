package org.tributary.core.kernel;

/** The number format of samples, activations and gradients. */
public enum Precision {
  /** 32 bits: the default for training, about twice as fast. */
  FLOAT32(Float.BYTES),
  /** 64 bits: for gradient checks, and optionally for training. */
  FLOAT64(Double.BYTES);

  private final int bytes;

  Precision(int bytes) {
    this.bytes = bytes;
  }

  /** Returns the size of one number in bytes. */
  public int bytes() {
    return bytes;
  }
}
