package org.tributary.driver.bench;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

/**
 * Repeated measurements of one thing.
 *
 * @param values what was measured, in the order of measuring; at least one
 */
public record Timings(List<Double> values) {
  /** Copies the list and refuses an empty one. */
  public Timings {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("Cannot summarise no measurement (expected 1 or more)");
    }
    values = List.copyOf(values);
  }

  /** Returns the middle value; of an even number, the mean of the two in the middle. */
  public double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** Returns the least value. */
  public double least() {
    return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  /** Returns the greatest value. */
  public double greatest() {
    return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  /** Returns (greatest - least) / median: 0.1 says that values lie within a tenth. */
  public double relative() {
    return (greatest() - least()) / median();
  }

  /** Returns the values put through a function. */
  public Timings map(DoubleUnaryOperator function) {
    return new Timings(values.stream().map(function::applyAsDouble).toList());
  }

  /** Returns the values of both. */
  public Timings and(Timings other) {
    return new Timings(Stream.concat(values.stream(), other.values().stream()).toList());
  }
}
