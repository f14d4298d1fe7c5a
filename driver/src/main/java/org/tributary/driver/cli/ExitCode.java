package org.tributary.driver.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Exit codes of the process. */
enum ExitCode {
  /** Success. */
  OK(0, "success"),
  /** An internal error or a cluster error. */
  FAULT(1, "an internal error or a cluster error"),
  /** The command line or the configuration is invalid. */
  USAGE(2, "the command line or the configuration is invalid"),
  /** The data cannot be read or is invalid. */
  DATA(3, "the data cannot be read or is invalid"),
  /** The model or a checkpoint cannot be read or written. */
  MODEL(4, "the model or a checkpoint cannot be read or written"),
  /** The loss is not finite. */
  DIVERGED(5, "training diverged: the loss is not finite"),
  /** The gradient check failed. */
  GRADIENT(6, "the gradient check failed"),
  /** A retraining kept the current model. */
  KEPT(7, "the current model was kept"),
  /** A retraining refused the data. */
  REFUSED(8, "the data was refused by the checks of a retraining"),
  /** Another process uses the checkpoints or the registry. */
  IN_USE(9, "another process uses the checkpoints or the registry"),
  /** A repetition of a training has other bits. */
  NOT_REPRODUCED(10, "the training was not reproduced");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  int code() {
    return code;
  }

  /** Returns the meaning of each code, for the usage help. */
  static Map<String, String> meanings() {
    Map<String, String> meanings = new LinkedHashMap<>();
    Arrays.stream(values()).forEach(c -> meanings.put(Integer.toString(c.code), c.meaning));
    return meanings;
  }
}
