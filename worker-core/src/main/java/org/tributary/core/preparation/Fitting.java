package org.tributary.core.preparation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far a {@link Preparation} is fitted: an immutable value, from one pass over the rows to the
 * next.
 *
 * <pre>{@code
 * while (fitting.preparation().isEmpty()) {
 *   fitting = fitting.next(statistics of all rows, merged from fitting.statistics(), leaves);
 * }
 * }</pre>
 */
public final class Fitting implements Serializable {
  private static final long serialVersionUID = 1;

  private final RowLayout layout;
  private final List<ColumnFit> parts;

  /**
   * Begins to fit.
   *
   * @param layout of the rows
   * @param parts how the columns are to be prepared, in the order of their inputs
   */
  public Fitting(RowLayout layout, List<ColumnFit> parts) {
    this.layout = layout;
    this.parts = List.copyOf(parts);
  }

  /** Returns what was fitted, or nothing while a pass is due. */
  public Optional<Preparation> preparation() {
    List<ColumnPreparation> fitted = new ArrayList<>();
    for (ColumnFit part : parts) {
      if (!(part instanceof ColumnFit.Fitted done)) {
        return Optional.empty();
      }
      fitted.addAll(done.preparations());
    }
    return Optional.of(new Preparation(layout, fitted));
  }

  /** Returns statistics of no leaves for the pass that is due. */
  public RowStatistics statistics() {
    List<ColumnStatistics> due = new ArrayList<>();
    for (ColumnFit part : parts) {
      if (part instanceof ColumnFit.Pass pass) {
        due.add(pass.statistics());
      }
    }
    return new RowStatistics(due);
  }

  /**
   * Returns how far it has come after a pass.
   *
   * @param all the statistics of all leaves, which may not be used afterwards
   * @param leaves how many leaves the data set has
   * @throws PreparationException if a column cannot be prepared as asked
   * @throws IllegalStateException if a leaf is missing, or was added twice
   */
  public Fitting next(RowStatistics all, int leaves) {
    List<ColumnFit> after = new ArrayList<>();
    int at = 0;
    for (ColumnFit part : parts) {
      after.add(part instanceof ColumnFit.Pass pass ? pass.fit(all.part(at++), leaves) : part);
    }
    return new Fitting(layout, after);
  }
}
