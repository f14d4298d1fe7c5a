package org.tributary.core.scoring;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.tributary.core.preparation.CellValues;
import org.tributary.core.preparation.Encoding;
import org.tributary.core.preparation.Feature;
import org.tributary.core.preparation.Preparation;

/** Encodes values by the names of their columns, strictly: as a model reads rows in training. */
final class NamedCells {
  private static final int SHOWN = 40;

  /**
   * A column of the model.
   *
   * @param first its first cell
   * @param takesMissing whether its cells may be missing
   * @param isRead whether an input comes from it; if not, rows need not have it, and it may hold
   *     anything
   */
  private record Column(Feature feature, int first, boolean takesMissing, boolean isRead) {}

  private final List<Column> columns = new ArrayList<>();

  NamedCells(Preparation preparation) {
    boolean[] takesMissing = preparation.takesMissing();
    boolean[] reads = preparation.reads();
    int at = 0;
    for (Feature feature : preparation.layout().features()) {
      columns.add(new Column(feature, at, takesMissing[at], reads[at]));
      at += feature.width();
    }
  }

  /**
   * Encodes the cells of one row.
   *
   * @param cells overwritten
   * @throws RowException if a column is not there, or a value is not what it holds
   */
  void write(Map<String, ?> row, double[] cells) {
    for (Column column : columns) {
      String name = column.feature().name();
      Object value = row.get(name);
      if (value == null && column.isRead() && !row.containsKey(name)) {
        throw absent(name);
      }
      write(column, value, cells, column.first());
    }
  }

  /**
   * Encodes the cells of all rows of a batch.
   *
   * @param cells overwritten, row-major
   * @throws RowException if a column is not there, or a value is not what it holds
   */
  void write(ColumnBatch batch, double[] cells) {
    int width = batch.rows() == 0 ? 0 : cells.length / batch.rows();
    for (Column column : columns) {
      String name = column.feature().name();
      boolean there = batch.has(name);
      if (!there && column.isRead()) {
        throw absent(name);
      }
      for (int r = 0; r < batch.rows(); r++) {
        try {
          write(column, there ? batch.value(name, r) : null, cells, r * width + column.first());
        } catch (RowException e) {
          throw e.atRow(r);
        }
      }
    }
  }

  private static RowException absent(String name) {
    return new RowException(
        "there is no column %s, which the model reads (a missing cell is a column without a value)"
            .formatted(name));
  }

  private static void write(Column column, Object value, double[] cells, int at) {
    Feature feature = column.feature();
    if (!column.isRead()) {
      Arrays.fill(cells, at, at + feature.width(), Double.NaN);
      return;
    }
    if (feature.width() > 1 || isList(value)) {
      writeVector(column, value, cells, at);
      return;
    }
    double number = CellValues.encoded(value, feature.encoding());
    cells[at] = number;
    if (!Double.isFinite(number) && !(CellValues.isMissing(value) && column.takesMissing())) {
      throw new RowException("column " + feature.name() + " " + problem(feature, value));
    }
  }

  private static boolean isList(Object value) {
    return value instanceof List<?> || (value != null && value.getClass().isArray());
  }

  private static void writeVector(Column column, Object value, double[] cells, int at) {
    Feature feature = column.feature();
    int width = isList(value) ? length(value) : 1;
    if (width != feature.width()) {
      throw new RowException(
          value == null
              ? "column %s is missing (expected %d numbers)"
                  .formatted(feature.name(), feature.width())
              : "column %s holds %d numbers (expected %d)"
                  .formatted(feature.name(), width, feature.width()));
    }
    for (int i = 0; i < width; i++) {
      Object element = element(value, i);
      double number = CellValues.encoded(element, feature.encoding());
      cells[at + i] = number;
      if (!Double.isFinite(number) && !(CellValues.isMissing(element) && column.takesMissing())) {
        throw new RowException(
            "column %s: element %d %s".formatted(feature.name(), i, problem(feature, element)));
      }
    }
  }

  private static int length(Object value) {
    return value instanceof List<?> list ? list.size() : Array.getLength(value);
  }

  private static Object element(Object value, int i) {
    return value instanceof List<?> list ? list.get(i) : Array.get(value, i);
  }

  private static String problem(Feature feature, Object value) {
    if (CellValues.isMissing(value)) {
      return "is missing, and the model was trained without missing cells in it";
    }
    if (feature.encoding() != Encoding.Plain.NUMBER) {
      return "is not of the kind %s: %s".formatted(feature.encoding().id(), shown(value));
    }
    boolean infinite = Double.isInfinite(CellValues.number(value));
    return (infinite ? "is not finite: " : "is not a number: ") + shown(value);
  }

  private static String shown(Object value) {
    String text = String.valueOf(value);
    String start = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    return value instanceof String ? "\"" + start + "\"" : start;
  }
}
