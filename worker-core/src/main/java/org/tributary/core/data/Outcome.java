package org.tributary.core.data;

import java.io.Serializable;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the network's K outputs stand for. */
public sealed interface Outcome extends Serializable {

  /** Returns K, the number of outputs. */
  int outputs();

  /** Returns the columns that hold the targets. */
  List<String> columns();

  /** Returns how the prediction of an output follows from it. */
  default TargetScale scale(int output) {
    return TargetScale.NONE;
  }

  /**
   * One class out of several. Two classes under a sigmoid share one output, the probability of the
   * second; otherwise there is an output a class.
   *
   * @param column the column of the class
   * @param names the classes in the order of their indices
   * @param outputs 1 for two classes under a sigmoid, else the number of classes
   */
  record Classes(String column, List<String> names, int outputs) implements Outcome {
    /** Refuses a number of outputs that does not fit the classes, and two classes of a name. */
    public Classes {
      names = List.copyOf(names);
      Set<String> seen = new HashSet<>();
      for (String name : names) {
        if (!seen.add(name)) {
          throw new IllegalArgumentException("Invalid outcome: two classes are named " + name);
        }
      }
      if (outputs != names.size() && !(outputs == 1 && names.size() == 2)) {
        throw new IllegalArgumentException(
            "Invalid outcome: " + outputs + " outputs for " + names.size() + " classes");
      }
    }

    @Override
    public List<String> columns() {
      return List.of(column);
    }
  }

  /**
   * One number an output, each with a column of its own.
   *
   * @param columns the columns of the numbers, in the order of the outputs
   * @param scales for each column, from the numbers in it to targets
   */
  record Numbers(List<String> columns, List<TargetScale> scales) implements Outcome {
    /** Refuses an outcome without columns, and scales of other columns. */
    public Numbers {
      columns = List.copyOf(columns);
      scales = List.copyOf(scales);
      if (columns.isEmpty() || scales.size() != columns.size()) {
        throw new IllegalArgumentException(
            "Invalid outcome: %d scales for %d columns (expected one each of 1 or more)"
                .formatted(scales.size(), columns.size()));
      }
    }

    /** Takes numbers as they are for targets. */
    public Numbers(List<String> columns) {
      this(columns, Collections.nCopies(columns.size(), TargetScale.NONE));
    }

    @Override
    public int outputs() {
      return columns.size();
    }

    @Override
    public TargetScale scale(int output) {
      return scales.get(output);
    }
  }
}
