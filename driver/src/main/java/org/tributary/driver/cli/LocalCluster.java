package org.tributary.driver.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The master {@code local-cluster[WORKERS,CORES,MEMORY]}: executors in processes on this machine,
 * for tests. Spark starts them from the jars of SPARK_HOME, and without these waits for executors
 * that never come.
 */
final class LocalCluster {
  private static final Pattern MASTER =
      Pattern.compile("local-cluster\\[ *(\\d{1,9}) *, *(\\d{1,9}) *, *(\\d{1,9}) *]");

  private LocalCluster() {}

  /**
   * Returns what is expected instead of a master of this kind; empty if it is right.
   *
   * @param home the value of SPARK_HOME, if it is set
   */
  static Optional<String> refusal(String master, Optional<String> home) {
    if (!isRight(MASTER.matcher(master))) {
      return Optional.of(
          "expected local-cluster[WORKERS,CORES,MEMORY] with whole numbers from 1, the memory of a"
              + " worker in MiB");
    }
    String remedy =
        "or local[N], or set SPARK_HOME to a Spark distribution and TRIBUTARY_SUBMIT_ARGS='--master %s'"
            .formatted(master);
    if (home.filter(each -> !each.isBlank()).isEmpty()) {
      return Optional.of("expected SPARK_HOME, whose jars its executors run on; " + remedy);
    }
    return Files.isDirectory(Path.of(home.get(), "jars"))
        ? Optional.empty()
        : Optional.of("expected jars in SPARK_HOME, which is %s; %s".formatted(home.get(), remedy));
  }

  private static boolean isRight(Matcher master) {
    return master.matches()
        && Integer.parseInt(master.group(1)) > 0
        && Integer.parseInt(master.group(2)) > 0
        && Integer.parseInt(master.group(3)) > 0;
  }
}
