package org.tributary.driver.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tributary.core.metrics.Metric;
import org.tributary.driver.spec.Limits;
import org.tributary.driver.spec.RetrainSpec;

/** The type of {@code retrain.guards}: metrics, each with how much worse it may become. */
final class GuardsType {
  private static final ValueType<Double> TOLERANCE = ValueTypes.real("0", Limits.LENGTH);

  private GuardsType() {}

  static ValueType<Map<Metric, Double>> create() {
    return new ValueType<>(
        "a table such as { logLoss = 0.02 } of metrics that need no ranks, not loss, each with "
            + TOLERANCE.expected(),
        GuardsType::read,
        GuardsType::write);
  }

  private static Optional<Map<Metric, Double>> read(ConfigValue value) {
    if (!(value instanceof ConfigObject table)) {
      boolean none =
          value.valueType() == ConfigValueType.LIST && ((List<?>) value.unwrapped()).isEmpty();
      return none ? Optional.of(Map.of()) : Optional.empty();
    }
    Map<Metric, Double> guards = new EnumMap<>(Metric.class);
    table.forEach(
        (name, tolerance) ->
            Metric.of(name)
                .filter(RetrainSpec.Promotion::compares)
                .ifPresent(
                    metric -> TOLERANCE.read(tolerance).ifPresent(x -> guards.put(metric, x))));
    return guards.size() < table.size() ? Optional.empty() : Optional.of(Map.copyOf(guards));
  }

  private static Object write(Map<Metric, Double> guards) {
    Map<String, Object> table = new TreeMap<>();
    guards.forEach((metric, tolerance) -> table.put(metric.key(), tolerance));
    return table.isEmpty() ? List.of() : table;
  }
}
