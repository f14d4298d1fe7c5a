package org.tributary.core.model;

/**
 * The data that a model was trained on.
 *
 * @param path where it was read from
 * @param rowsTrained rows that the weights were fitted to
 * @param rowsHeldOut rows kept from training, 0 for none
 */
public record TrainingData(String path, long rowsTrained, long rowsHeldOut) {}
