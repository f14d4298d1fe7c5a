package org.tributary.driver.cli;

/** What the process's exit code says. */
enum ExitCode {
  /** All is well. */
  OK(0),
  /** A fault of the program or of the cluster. */
  FAULT(1),
  /** The command line or the configuration is wrong. */
  USAGE(2),
  /** The data cannot be read, or not as asked. */
  DATA(3),
  /** The model cannot be read or written. */
  MODEL(4),
  /** The loss is no longer a finite number. */
  DIVERGED(5),
  /** The gradient check found a difference. */
  GRADIENT(6);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
