package org.tributary.core.preparation;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where the cells of each column are in a row of raw cells: one column after the other. */
public final class RowLayout implements Serializable {
  private static final long serialVersionUID = 1;

  private final List<Feature> features;

  /** The first cell of each column and, at the end, the number of cells. */
  private final int[] starts;

  /**
   * Lays out the columns in their order.
   *
   * @throws IllegalArgumentException if two have the same name, or there are more than 2^31 - 1
   *     cells
   */
  public RowLayout(List<Feature> features) {
    this.features = List.copyOf(features);
    this.starts = new int[features.size() + 1];
    Set<String> names = new HashSet<>();
    long cells = 0;
    for (int i = 0; i < features.size(); i++) {
      Feature feature = features.get(i);
      if (!names.add(feature.name())) {
        throw new IllegalArgumentException(
            "Invalid features: " + feature.name() + " is named twice (expected once)");
      }
      cells += feature.width();
      if (cells > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "Invalid features: %d cells up to %s (expected 2^31 - 1 at most)"
                .formatted(cells, feature.name()));
      }
      starts[i + 1] = (int) cells;
    }
  }

  /** Returns the columns in the order of their cells. */
  public List<Feature> features() {
    return features;
  }

  /** Returns the names of the columns in the order of their cells. */
  public List<String> names() {
    return features.stream().map(Feature::name).toList();
  }

  /** Returns the number of cells of a row. */
  public int cells() {
    return starts[features.size()];
  }

  /**
   * Returns where the cells of some columns are in a row, in the order in which they are named.
   *
   * @throws IllegalArgumentException if there is no column of a name, one is named twice, or none
   *     is named
   */
  public int[] cellsOf(List<String> columns) {
    requireColumns(columns);
    Map<String, Integer> indices = new HashMap<>();
    for (Feature feature : features) {
      indices.put(feature.name(), indices.size());
    }
    int[] named = columns.stream().mapToInt(indices::get).toArray();
    int[] cells = new int[Arrays.stream(named).map(i -> features.get(i).width()).sum()];
    int count = 0;
    for (int index : named) {
      for (int cell = starts[index]; cell < starts[index + 1]; cell++) {
        cells[count++] = cell;
      }
    }
    return cells;
  }

  /**
   * Refuses columns that are not in a row.
   *
   * @throws IllegalArgumentException if there is no column of a name, one is named twice, or none
   *     is named
   */
  public void requireColumns(List<String> columns) {
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("no column is named (expected 1 or more)");
    }
    Set<String> known = new HashSet<>(names());
    Set<String> named = new HashSet<>();
    for (String column : columns) {
      if (!known.contains(column)) {
        throw new IllegalArgumentException(
            "there is no column %s (expected of %s)".formatted(column, abridged(names())));
      }
      if (!named.add(column)) {
        throw new IllegalArgumentException("column " + column + " is named twice (expected once)");
      }
    }
  }

  /** Tells whether every column is of plain numbers, which {@link #encode} leaves as they are. */
  public boolean isNumeric() {
    return features.stream().allMatch(feature -> feature.encoding() == Encoding.Plain.NUMBER);
  }

  /**
   * Writes the numbers that the cells of a row stand for, by the {@link Encoding} of their columns.
   *
   * @param cells rows of this layout
   * @param first the first cell of the row
   * @param encoded overwritten from {@code at} on, {@link #cells} numbers; NaN for a cell that is
   *     missing or not what its column holds
   * @param at the first number to write
   */
  public void encode(RawCells cells, int first, double[] encoded, int at) {
    for (int i = 0; i < features.size(); i++) {
      Encoding encoding = features.get(i).encoding();
      for (int cell = starts[i]; cell < starts[i + 1]; cell++) {
        String text = cells.text(first + cell);
        encoded[at + cell] =
            text.isEmpty()
                ? encoding.encode(cells.number(first + cell))
                : CellText.isMissing(text) ? Double.NaN : encoding.encode(text);
      }
    }
  }

  /** Returns the column that a cell belongs to. */
  public Feature featureOf(int cell) {
    if (cell < 0 || cell >= cells()) {
      throw new IllegalArgumentException(
          "Invalid cell: %d (expected 0 to %d)".formatted(cell, cells() - 1));
    }
    return features.get(indexOf(cell));
  }

  /**
   * Returns the name of a cell: its column's, with the name or else the place of the element if it
   * is a vector.
   */
  public String cellName(int cell) {
    Feature feature = featureOf(cell);
    if (feature.width() == 1) {
      return feature.name();
    }
    int place = cell - starts[indexOf(cell)];
    return "%s[%s]"
        .formatted(
            feature.name(), feature.elements().isEmpty() ? place : feature.elements().get(place));
  }

  private int indexOf(int cell) {
    // Every column has a cell, so starts ascend strictly.
    int found = Arrays.binarySearch(starts, cell);
    return found >= 0 ? found : -found - 2;
  }

  private static String abridged(List<String> names) {
    String shown = String.join(", ", names.subList(0, Math.min(10, names.size())));
    return names.size() > 10 ? shown + ", ... " + names.size() + " in all" : shown;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowLayout that && features.equals(that.features);
  }

  @Override
  public int hashCode() {
    return features.hashCode();
  }

  @Override
  public String toString() {
    return features.toString();
  }
}
