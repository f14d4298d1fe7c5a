package org.tributary.driver.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tributary.driver.spec.ClassWeights;
import org.tributary.driver.spec.Limits;

/** The type of {@link Keys#CLASS_WEIGHTS}: a name, or an object with a number for each class. */
final class ClassWeightsType {
  private static final ValueType<Double> WEIGHT =
      ValueTypes.real(Limits.LEAST_CLASS_WEIGHT, Limits.MOST_CLASS_WEIGHT);

  private ClassWeightsType() {}

  static ValueType<ClassWeights> create() {
    return new ValueType<>(
        "none, balanced, or { class = weight } with %s for each class, and quotes around names with"
                .formatted(WEIGHT.expected())
            + " dots",
        ClassWeightsType::read,
        ClassWeightsType::write);
  }

  private static Optional<ClassWeights> read(ConfigValue value) {
    if (value instanceof ConfigObject object) {
      Map<String, Double> weights = new TreeMap<>();
      object.forEach(
          (name, weight) -> WEIGHT.read(weight).ifPresent(number -> weights.put(name, number)));
      return weights.isEmpty() || weights.size() < object.size()
          ? Optional.empty()
          : Optional.of(new ClassWeights.Given(weights));
    }
    return switch (ValueTypes.scalar(value).orElse("")) {
      case "none" -> Optional.of(ClassWeights.none());
      case "balanced" -> Optional.of(new ClassWeights.Balanced());
      default -> Optional.empty();
    };
  }

  private static Object write(ClassWeights weights) {
    if (weights instanceof ClassWeights.Given given) {
      return given.weights();
    }
    return weights instanceof ClassWeights.Balanced ? "balanced" : "none";
  }
}
