package org.tributary.core.preparation;

import java.io.Serializable;
import java.util.List;

/** How far the fitting of some columns has come. Immutable; travels to the tasks of a pass. */
public sealed interface ColumnFit extends Serializable {

  /**
   * Nothing is left to learn.
   *
   * @param preparations what was fitted, in the order of their inputs; none if the columns need
   *     nothing of the kind
   */
  record Fitted(List<ColumnPreparation> preparations) implements ColumnFit {
    /** Copies the list. */
    public Fitted {
      preparations = List.copyOf(preparations);
    }

    /** Holds one preparation. */
    public Fitted(ColumnPreparation preparation) {
      this(List.of(preparation));
    }
  }

  /** A pass over all training rows is due. */
  non-sealed interface Pass extends ColumnFit {

    /** Returns statistics of no leaves. */
    ColumnStatistics statistics();

    /**
     * Returns what the pass comes to: a preparation, or the next pass.
     *
     * @param all the statistics of all leaves
     * @param leaves how many leaves the data set has
     * @throws PreparationException if a column cannot be prepared in this way
     * @throws IllegalStateException if a leaf is missing, or was added twice
     */
    ColumnFit fit(ColumnStatistics all, int leaves);
  }
}
