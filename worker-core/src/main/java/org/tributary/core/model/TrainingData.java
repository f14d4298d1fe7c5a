package org.tributary.core.model;

/**
 * The data that a model was trained on.
 *
 * @param path where it was read from
 * @param trainingRows rows that the weights were fitted to
 * @param holdoutRows rows of the hold-out set, 0 for none
 */
public record TrainingData(String path, long trainingRows, long holdoutRows) {}
