package org.tributary.driver.dataset;

import java.util.List;
import java.util.Optional;
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.DataSource;
import org.tributary.driver.source.Table;

/**
 * What a caller knows of data that no spec says.
 *
 * @param classes the names of the classes in the order of their indices, of which some may have no
 *     rows; empty if they are those that have rows
 * @param holdout the hold-out set in place of the one that the spec names, with the same columns;
 *     empty if the spec decides
 */
public record KnownData(List<String> classes, Optional<DataSource> holdout) {
  /** Nothing is known besides the spec. */
  public static final KnownData NOTHING = new KnownData(List.of(), Optional.empty());

  /** Copies the list. */
  public KnownData {
    classes = List.copyOf(classes);
  }

  /**
   * Returns the names of the classes, given those that have rows.
   *
   * @throws DataException if one of them is not known
   */
  List<String> names(Table table, DataValidation validation) {
    if (classes.isEmpty()) {
      return validation.classes();
    }
    validation.requireKnownClasses(table, classes);
    return classes;
  }
}
