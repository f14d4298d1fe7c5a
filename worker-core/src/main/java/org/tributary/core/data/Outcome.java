package org.tributary.core.data;

import java.io.Serializable;
import java.util.List;

/** What the network's K outputs stand for. */
public sealed interface Outcome extends Serializable {

  /** Returns K, the number of outputs. */
  int outputs();

  /** Returns the columns that hold the targets. */
  List<String> columns();

  /**
   * One class out of several. Two classes under a sigmoid share one output, the probability of the
   * second; otherwise there is an output a class.
   *
   * @param column the column of the class
   * @param names the classes in the order of their indices
   * @param outputs 1 for two classes under a sigmoid, else the number of classes
   */
  record Classes(String column, List<String> names, int outputs) implements Outcome {
    /** Refuses a number of outputs that does not fit the classes. */
    public Classes {
      names = List.copyOf(names);
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
   */
  record Numbers(List<String> columns) implements Outcome {
    /** Refuses an outcome without columns. */
    public Numbers {
      columns = List.copyOf(columns);
      if (columns.isEmpty()) {
        throw new IllegalArgumentException("Invalid outcome: no columns");
      }
    }

    @Override
    public int outputs() {
      return columns.size();
    }
  }
}
