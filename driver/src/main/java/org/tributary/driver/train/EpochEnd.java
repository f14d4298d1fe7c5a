package org.tributary.driver.train;

import java.time.Duration;
import java.util.Optional;

/**
 * The results of an epoch.
 *
 * @param epoch counted from 1
 * @param loss the objective J; for a first-order rule on the full batch, its value at the beginning
 *     of the epoch; for mini-batches and local steps, the mean over the epoch's steps
 * @param gradientNorm Euclidean norm of the gradient of J; of the last batch for mini-batches, of
 *     the last mean displacement for local steps
 * @param holdout the hold-out metrics, if they were evaluated
 * @param rounds number of round trips so far
 * @param samples number of propagated samples so far, including repetitions
 * @param samplesPerSecond samples of this epoch divided by the time of its round trips
 * @param training time of all round trips so far, without the evaluations on the hold-out set
 * @param elapsed time since the start of training
 */
public record EpochEnd(
    int epoch,
    double loss,
    double gradientNorm,
    Optional<Measurement> holdout,
    long rounds,
    long samples,
    double samplesPerSecond,
    Duration training,
    Duration elapsed) {}
