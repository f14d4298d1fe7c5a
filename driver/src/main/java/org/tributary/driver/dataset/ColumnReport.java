package org.tributary.driver.dataset;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tributary.core.preparation.Feature;

/**
 * What the columns of the training data were found to hold.
 *
 * @param features the columns that the model reads
 * @param unused the columns that it does not read, each with the reason
 * @param classes how many rows each class has, of both sides of a split; none where targets are
 *     numbers
 * @param warnings what is likely to be a mistake in the data, in sentences
 * @param digest of all rows of both sides of a split, see {@link RowsDigest}
 */
public record ColumnReport(
    List<Feature> features,
    Map<String, String> unused,
    Map<String, Long> classes,
    List<String> warnings,
    String digest) {
  /** Copies the collections, in their order. */
  public ColumnReport {
    features = List.copyOf(features);
    unused = new LinkedHashMap<>(unused);
    classes = new LinkedHashMap<>(classes);
    warnings = List.copyOf(warnings);
  }
}
