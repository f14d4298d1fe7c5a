package org.tributary.core.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Numbers that {@code src/test/resources/metrics/metrics.py} wrote. */
final class Expected {
  private Expected() {}

  /** Returns a table of plain numbers. */
  static double[][] table(String file) {
    return lines(file).stream()
        .map(line -> Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray())
        .toArray(double[][]::new);
  }

  /** Returns the numbers of each line by the name that it begins with. */
  static Map<String, double[]> metrics(String file) {
    return lines(file).stream()
        .map(line -> line.split(","))
        .collect(
            Collectors.toMap(
                parts -> parts[0],
                parts -> Arrays.stream(parts).skip(1).mapToDouble(Double::parseDouble).toArray()));
  }

  private static List<String> lines(String file) {
    try (InputStream stream = Expected.class.getResourceAsStream("/metrics/" + file)) {
      byte[] bytes = Objects.requireNonNull(stream, file).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
