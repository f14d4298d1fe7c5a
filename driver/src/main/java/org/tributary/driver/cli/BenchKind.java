package org.tributary.driver.cli;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.tributary.driver.spec.InvalidConfiguration;

/** The benchmarks of {@code tributary bench}. */
enum BenchKind {
  /** Matrix multiplication rate. */
  GEMM,
  /** One gradient of each selected network. */
  GRADIENT,
  /** Overhead of Spark per round trip. */
  ROUND,
  /** How the cost of a gradient scales. */
  GROWTH,
  /** Traffic of a round trip, for each aggregation method. */
  AGGREGATION,
  /** Cost of the fixed summation order. */
  ORDER,
  /** From files to cached blocks, compared with Spark's scan. */
  READ;

  /**
   * Returns the benchmarks that arguments name, or the default ones if they name none.
   *
   * @param arguments names of benchmarks, and settings, which are passed over
   * @throws InvalidConfiguration if a name is unknown
   */
  static Set<BenchKind> named(List<String> arguments) {
    Set<BenchKind> named = EnumSet.noneOf(BenchKind.class);
    for (String argument : arguments) {
      if (!argument.contains("=")) {
        named.add(constant(BenchKind.class, "measurement", argument));
      }
    }
    return named.isEmpty() ? EnumSet.of(GEMM, GRADIENT, ROUND) : named;
  }

  /**
   * Returns the constant of a name on the command line.
   *
   * @param what the name of the value in the message
   * @throws InvalidConfiguration if there is none
   */
  static <E extends Enum<E>> E constant(Class<E> type, String what, String name) {
    List<String> names = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String spelled = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (spelled.equalsIgnoreCase(name)) {
        return constant;
      }
      names.add(spelled);
    }
    throw new InvalidConfiguration(
        List.of(
            "Invalid %s: %s (expected %s%s)"
                .formatted(
                    what,
                    name,
                    String.join(", ", names),
                    type == BenchKind.class ? " or KEY=VALUE" : "")));
  }
}
