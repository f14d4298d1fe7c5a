package org.tributary.core.preparation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One input for each category of a column, 1 for the category of the row and 0 for the others.
 *
 * <p>A column has an input for each of its categories that training rows had, one for all other
 * categories if training rows had others, and one for missing cells if training rows had some. A
 * cell that has no input is 0 in all of them. {@link OneHotPass} fits it.
 */
public final class OneHot implements ColumnPreparation {
  private static final long serialVersionUID = 1;

  static final String COUNTS = "counts";
  static final String CODES = "codes";

  /** Stands for a missing cell among the codes of a column. */
  static final int MISSING = -1;

  private final NumericColumns columns;

  /** For each column the codes that have inputs, in the order of these. */
  private final int[][] codes;

  /** For each column the input of each code, from that of {@link #MISSING} on; -1 for none. */
  private final int[][] inputOf;

  private final int[] starts;

  /**
   * Copies the codes.
   *
   * @param columns of categories, in the order of their inputs
   * @param codes for each column one or more, distinct: the numbers of categories, the number that
   *     stands for others, and {@link #MISSING}
   * @throws IllegalArgumentException if a column is not in the row, named twice or not of
   *     categories, or codes are not such
   */
  public OneHot(RowLayout layout, List<String> columns, int[][] codes) {
    this.columns = new NumericColumns(layout, columns);
    this.codes = Arrays.stream(codes).map(int[]::clone).toArray(int[][]::new);
    if (codes.length != columns.size()) {
      throw new IllegalArgumentException(
          "codes of %d columns for %d".formatted(codes.length, columns.size()));
    }
    this.inputOf = new int[codes.length][];
    this.starts = new int[codes.length + 1];
    for (int c = 0; c < codes.length; c++) {
      int other = categories(c).other();
      inputOf[c] = new int[other + 2];
      Arrays.fill(inputOf[c], -1);
      for (int i = 0; i < codes[c].length; i++) {
        int code = codes[c][i];
        if (code < MISSING || code > other || inputOf[c][code + 1] >= 0) {
          throw new IllegalArgumentException(
              "code %d of %s (expected distinct codes from %d to %d)"
                  .formatted(code, columns.get(c), MISSING, other));
        }
        inputOf[c][code + 1] = starts[c] + i;
      }
      if (codes[c].length == 0) {
        throw new IllegalArgumentException(columns.get(c) + " has no codes (expected 1 or more)");
      }
      starts[c + 1] = Math.addExact(starts[c], codes[c].length);
    }
  }

  private Encoding.Categories categories(int column) {
    Feature feature = columns.layout().featureOf(columns.cells()[column]);
    if (feature.encoding() instanceof Encoding.Categories categories) {
      return categories;
    }
    throw new IllegalArgumentException(
        "column %s is of the kind %s (expected category)"
            .formatted(feature.name(), feature.encoding().id()));
  }

  static OneHot restore(RowLayout layout, List<String> columns, FittedValues values) {
    double[] counts = values.numbers(COUNTS, columns.size());
    double[] all = values.numbers().get(CODES);
    int[][] codes = new int[columns.size()][];
    int at = 0;
    for (int c = 0; c < codes.length; c++) {
      if (!(counts[c] >= 1 && counts[c] <= all.length - at && counts[c] == Math.rint(counts[c]))) {
        throw new IllegalArgumentException(
            "%s numbers of codes do not fit %d codes"
                .formatted(Arrays.toString(counts), all.length));
      }
      codes[c] = new int[(int) counts[c]];
      for (int i = 0; i < codes[c].length; i++, at++) {
        if (all[at] != (int) all[at]) {
          throw new IllegalArgumentException("code " + all[at] + " (expected an integer)");
        }
        codes[c][i] = (int) all[at];
      }
    }
    if (at != all.length) {
      throw new IllegalArgumentException("%d codes (expected %d)".formatted(all.length, at));
    }
    return new OneHot(layout, columns, codes);
  }

  @Override
  public PreparationKind kind() {
    return PreparationKind.ONE_HOT;
  }

  @Override
  public RowLayout layout() {
    return columns.layout();
  }

  @Override
  public List<String> columns() {
    return columns.names();
  }

  @Override
  public int inputs() {
    return starts[codes.length];
  }

  @Override
  public int cell(int input) {
    return columns.cells()[columnOf(input)];
  }

  @Override
  public String inputName(int input) {
    int c = columnOf(input);
    int code = codes[c][input - starts[c]];
    Encoding.Categories categories = categories(c);
    String name =
        code == MISSING
            ? "missing"
            : code == categories.other() ? "other" : categories.names().get(code);
    return columns.inputName(c) + "=" + name;
  }

  private int columnOf(int input) {
    int c = 0;
    while (input >= starts[c + 1]) {
      c++;
    }
    return c;
  }

  @Override
  public int nonZeros() {
    return codes.length;
  }

  @Override
  public void apply(RawCells cells, int first, double[] inputs, int at) {
    Arrays.fill(inputs, at, at + inputs(), 0);
    for (int c = 0; c < codes.length; c++) {
      int input = input(c, cells, first);
      if (input >= 0) {
        inputs[at + input] = 1;
      }
    }
  }

  @Override
  public void apply(RawCells cells, int first, SparseRows rows, int at) {
    for (int c = 0; c < codes.length; c++) {
      int input = input(c, cells, first);
      if (input >= 0) {
        rows.add(at + input, 1);
      }
    }
  }

  /** Returns the input that is 1 for the cell of a column, or -1 if there is none. */
  private int input(int column, RawCells cells, int first) {
    double cell = cells.number(first + columns.cells()[column]);
    int code = Double.isNaN(cell) ? MISSING : (int) Math.min(cell, inputOf[column].length - 2);
    return inputOf[column][code + 1];
  }

  @Override
  public FittedValues values() {
    Map<String, double[]> numbers = new LinkedHashMap<>();
    numbers.put(COUNTS, Arrays.stream(codes).mapToDouble(of -> of.length).toArray());
    List<Double> all = new ArrayList<>();
    for (int[] of : codes) {
      Arrays.stream(of).forEach(code -> all.add((double) code));
    }
    numbers.put(CODES, all.stream().mapToDouble(Double::doubleValue).toArray());
    return new FittedValues(numbers, Map.of());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OneHot that
        && columns.equals(that.columns)
        && Arrays.deepEquals(codes, that.codes);
  }

  @Override
  public int hashCode() {
    return 31 * columns.hashCode() + Arrays.deepHashCode(codes);
  }
}
