package org.tributary.driver.dataset;

import java.io.Serializable;

/**
 * A column of features.
 *
 * @param name the column
 * @param cell its place in a row
 * @param width how many numbers it holds: 1, or more for a vector
 */
record PlannedFeature(String name, int cell, int width) implements Serializable {}
