package org.tributary.driver.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the process's exit code says. */
enum ExitCode {
  /** All is well. */
  OK(0, "all is well"),
  /** A fault of the program or of the cluster. */
  FAULT(1, "a fault of the program or of the cluster"),
  /** The command line or the configuration is wrong. */
  USAGE(2, "the command line or the configuration is wrong"),
  /** The data cannot be read, or not as asked. */
  DATA(3, "the data cannot be read, or not as asked"),
  /** The model cannot be read or written. */
  MODEL(4, "the model cannot be read or written"),
  /** The loss is no longer a finite number. */
  DIVERGED(5, "training diverged: the loss is not a finite number"),
  /** The gradient check found a difference. */
  GRADIENT(6, "the gradient check found a difference");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  int code() {
    return code;
  }

  /** Returns what each code means, by its digits. */
  static Map<String, String> meanings() {
    Map<String, String> meanings = new LinkedHashMap<>();
    Arrays.stream(values()).forEach(c -> meanings.put(Integer.toString(c.code), c.meaning));
    return meanings;
  }
}
