package org.tributary.core.scoring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.tributary.core.preparation.CellValues;
import org.tributary.core.preparation.Encoding;
import org.tributary.core.preparation.Feature;
import org.tributary.core.preparation.Preparation;
import org.tributary.core.preparation.RawCells;

/**
 * Finds categories in rows that a model has not learned. A {@link Scorer} takes them: they count
 * together with rare ones if training rows had such, and are 0 in all inputs of their column if
 * not. Immutable.
 */
public final class UnseenCategories {

  /**
   * A category that the model has not learned.
   *
   * @param column its column
   * @param category its name
   * @param learnedOthers whether the model has learned an input for other categories
   */
  public record Unseen(String column, String category, boolean learnedOthers) {}

  private record Column(String name, Encoding.Categories categories, boolean learnedOthers) {}

  private final List<Column> columns = new ArrayList<>();

  private UnseenCategories(Preparation preparation) {
    boolean[] reads = preparation.reads();
    int at = 0;
    for (Feature feature : preparation.layout().features()) {
      if (reads[at] && feature.encoding() instanceof Encoding.Categories categories) {
        boolean learned = hasInput(preparation, at, categories.other());
        columns.add(new Column(feature.name(), categories, learned));
      }
      at += feature.width();
    }
  }

  /** Returns the finder for the columns of a model. */
  public static UnseenCategories of(Preparation preparation) {
    return new UnseenCategories(preparation);
  }

  private static boolean hasInput(Preparation preparation, int cell, int code) {
    double[] cells = new double[preparation.layout().cells()];
    Arrays.fill(cells, Double.NaN);
    cells[cell] = code;
    double[] inputs = new double[preparation.inputs()];
    preparation.apply(RawCells.ofNumbers(cells), 0, inputs, 0);
    for (int i = 0; i < inputs.length; i++) {
      if (preparation.cell(i) == cell && inputs[i] != 0) {
        return true;
      }
    }
    return false;
  }

  /** Returns the categories of a row that the model has not learned. */
  public List<Unseen> in(Map<String, ?> row) {
    List<Unseen> unseen = new ArrayList<>();
    for (Column column : columns) {
      Object value = row.get(column.name());
      if (!CellValues.isMissing(value)
          && CellValues.encoded(value, column.categories()) == column.categories().other()) {
        String name = CellValues.categoryName(value);
        unseen.add(new Unseen(column.name(), name, column.learnedOthers()));
      }
    }
    return unseen;
  }
}
