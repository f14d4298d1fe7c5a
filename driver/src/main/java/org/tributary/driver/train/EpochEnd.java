package org.tributary.driver.train;

import java.time.Duration;
import java.util.Optional;

/**
 * What is known after an epoch.
 *
 * @param epoch counted from 1
 * @param loss the objective J; for a first-order rule as it was when the epoch began
 * @param gradientNorm Euclidean length of the gradient of J
 * @param heldOut the measurement on the rows held out, where one was taken
 * @param evaluations evaluations of J so far, each a pass over the training rows
 * @param elapsed time since training began
 */
public record EpochEnd(
    int epoch,
    double loss,
    double gradientNorm,
    Optional<Evaluation> heldOut,
    int evaluations,
    Duration elapsed) {}
