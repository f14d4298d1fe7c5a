package org.tributary.core.model;

import java.util.OptionalDouble;

/**
 * One point of a learning curve.
 *
 * @param epoch passes over the data so far, or iterations of a quasi-Newton method
 * @param loss the objective J on the training rows
 * @param gradientNorm Euclidean length of the gradient of J
 * @param score the score on the hold-out set, where it was computed at this epoch
 */
public record CurvePoint(int epoch, double loss, double gradientNorm, OptionalDouble score) {}
