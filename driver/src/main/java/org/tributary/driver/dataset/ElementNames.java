package org.tributary.driver.dataset;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;

/**
 * The names of the elements of a column of vectors, as the stages of Spark ML, such as
 * VectorAssembler, leave them in its metadata: {@code ml_attr.attrs} has arrays of attributes by
 * their types, each with an {@code idx} and a {@code name}.
 */
final class ElementNames {
  private static final String ATTRIBUTES = "ml_attr";
  private static final List<String> TYPES = List.of("numeric", "nominal", "binary");

  private ElementNames() {}

  /**
   * Returns the names.
   *
   * @param width elements of a vector
   * @return a name for each element; none unless each has one of its own
   */
  static List<String> of(StructField column, int width) {
    if (width == 1 || !column.metadata().contains(ATTRIBUTES)) {
      return List.of();
    }
    Metadata group = column.metadata().getMetadata(ATTRIBUTES);
    if (!group.contains("attrs")) {
      return List.of();
    }
    Metadata attributes = group.getMetadata("attrs");
    String[] names = new String[width];
    Arrays.fill(names, "");
    for (String type : TYPES) {
      if (attributes.contains(type)) {
        for (Metadata attribute : attributes.getMetadataArray(type)) {
          put(attribute, names);
        }
      }
    }
    Set<String> different = new HashSet<>(List.of(names));
    return different.size() == width && !different.contains("") ? List.of(names) : List.of();
  }

  private static void put(Metadata attribute, String[] names) {
    if (attribute.contains("idx") && attribute.contains("name")) {
      long place = attribute.getLong("idx");
      if (place >= 0 && place < names.length) {
        names[(int) place] = attribute.getString("name");
      }
    }
  }
}
