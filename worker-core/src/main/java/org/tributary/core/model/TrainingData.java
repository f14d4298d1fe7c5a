package org.tributary.core.model;

import java.util.Optional;

/**
 * The data that a model was trained on.
 *
 * @param path where it was read from
 * @param trainingRows rows that the weights were fitted to
 * @param holdoutRows rows of the hold-out set, 0 for none
 * @param digest of the rows at the path: the same if the rows are, in any order and any files; none
 *     where it is not known
 */
public record TrainingData(
    String path, long trainingRows, long holdoutRows, Optional<String> digest) {
  /** Describes data whose digest is not known. */
  public TrainingData(String path, long trainingRows, long holdoutRows) {
    this(path, trainingRows, holdoutRows, Optional.empty());
  }
}
