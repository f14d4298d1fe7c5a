package org.tributary.core.metrics;

/**
 * A line of a calibration table: the samples whose predicted probability is above one bound and at
 * most the next.
 *
 * @param from the lower bound; the first bin includes it
 * @param to the upper bound, included
 * @param weight the weight of the samples
 * @param predicted the mean of their predicted probabilities; NaN without samples
 * @param observed the share of them for which the prediction came true; NaN without samples
 */
public record CalibrationBin(
    double from, double to, double weight, double predicted, double observed) {}
