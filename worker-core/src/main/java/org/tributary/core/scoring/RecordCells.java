package org.tributary.core.scoring;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.Map;

/** The components of a record as named cells. */
final class RecordCells {
  /** The components of each class of records, accessible. */
  private static final ClassValue<RecordComponent[]> COMPONENTS =
      new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
          RecordComponent[] components = type.getRecordComponents();
          for (RecordComponent component : components) {
            // The class of the record need not be public.
            component.getAccessor().setAccessible(true);
          }
          return components;
        }
      };

  private RecordCells() {}

  /**
   * Returns the values of the components by their names.
   *
   * @throws RowException if a component cannot be read
   */
  static Map<String, Object> of(Record row) {
    Map<String, Object> cells = new HashMap<>();
    for (RecordComponent component : COMPONENTS.get(row.getClass())) {
      try {
        cells.put(component.getName(), component.getAccessor().invoke(row));
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new RowException(
            "component %s of %s cannot be read: %s"
                .formatted(component.getName(), row.getClass().getName(), e));
      }
    }
    return cells;
  }
}
