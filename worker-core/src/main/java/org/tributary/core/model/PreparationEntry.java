package org.tributary.core.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tributary.core.preparation.ColumnPreparation;
import org.tributary.core.preparation.Feature;
import org.tributary.core.preparation.FittedValues;
import org.tributary.core.preparation.Preparation;
import org.tributary.core.preparation.PreparationKind;
import org.tributary.core.preparation.RowLayout;

/**
 * A part of a preparation, as {@code model.json} describes it; its numbers are tensors in the other
 * file, {@code preparation.INDEX.NAME}.
 *
 * @param kind of preparation
 * @param columns that it reads
 * @param texts the lists of texts that it has learned, by name
 */
record PreparationEntry(
    PreparationKind kind, List<String> columns, Map<String, List<String>> texts) {

  private static final String PREFIX = "preparation.";

  /** Returns the entries of a preparation, in its order. */
  static List<PreparationEntry> of(Preparation preparation) {
    return preparation.parts().stream()
        .map(part -> new PreparationEntry(part.kind(), part.columns(), part.values().texts()))
        .toList();
  }

  /** Returns the numbers of a preparation. */
  static Map<String, Tensor> tensors(Preparation preparation) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < preparation.parts().size(); i++) {
      String prefix = prefix(i);
      preparation
          .parts()
          .get(i)
          .values()
          .numbers()
          .forEach((name, values) -> tensors.put(prefix + name, vector(values)));
    }
    return tensors;
  }

  private static Tensor vector(double[] values) {
    return new Tensor(Tensor.Type.F64, List.of(values.length), values);
  }

  private static String prefix(int index) {
    return PREFIX + index + ".";
  }

  /**
   * Returns the preparation that entries and tensors describe.
   *
   * @param features the columns of a row
   * @param inputs how many inputs the network has; no more memory is taken than for so many
   * @param tensors those of the preparation, and no others
   * @throws IllegalArgumentException with the reason, if they make no preparation
   */
  static Preparation restore(
      List<PreparationEntry> entries,
      List<Feature> features,
      int inputs,
      Map<String, Tensor> tensors) {
    RowLayout layout = new RowLayout(features);
    // A cell is for one input at least, but for those of a column that never varied, which is one
    // cell wide. So this refuses what is too large, and nothing else.
    if (layout.cells() > (long) inputs + features.size()) {
      throw new IllegalArgumentException(
          "Invalid model: %d cells of the features (expected %d at most for the network)"
              .formatted(layout.cells(), (long) inputs + features.size()));
    }
    Map<String, Tensor> rest = new LinkedHashMap<>(tensors);
    List<ColumnPreparation> parts = new ArrayList<>();
    long filled = 0;
    for (int i = 0; i < entries.size(); i++) {
      ColumnPreparation part = entries.get(i).restore(i, layout, rest);
      filled += part.inputs();
      requireAtMost("inputs from the preparation", filled, inputs);
      parts.add(part);
    }
    if (!rest.isEmpty()) {
      throw new IllegalArgumentException(
          "the tensor %s belongs to nothing that %s describes (expected none of that name)"
              .formatted(rest.keySet().iterator().next(), ModelFiles.DESCRIPTION));
    }
    return new Preparation(layout, parts);
  }

  private static void requireAtMost(String what, long found, int inputs) {
    if (found > inputs) {
      throw new IllegalArgumentException(
          "Invalid model: %d %s (expected %d for the network)".formatted(found, what, inputs));
    }
  }

  /** Takes the tensors of this entry out of the rest. */
  private ColumnPreparation restore(int index, RowLayout layout, Map<String, Tensor> rest) {
    Map<String, double[]> numbers = new LinkedHashMap<>();
    for (String name : kind.numbers()) {
      String tensor = prefix(index) + name;
      if (!rest.containsKey(tensor)) {
        throw new IllegalArgumentException("the tensor " + tensor + " is missing");
      }
      numbers.put(name, numbers(tensor, rest.remove(tensor)));
    }
    try {
      return kind.restore(layout, columns, new FittedValues(numbers, texts));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "preparation[%d], %s: %s".formatted(index, kind.id(), e.getMessage()), e);
    }
  }

  private static double[] numbers(String name, Tensor tensor) {
    if (tensor.type() != Tensor.Type.F64 || tensor.shape().size() != 1) {
      throw new IllegalArgumentException(
          "the tensor %s is %s of the shape %s (expected %s of one dimension)"
              .formatted(name, tensor.type(), tensor.shape(), Tensor.Type.F64));
    }
    return tensor.values();
  }
}
