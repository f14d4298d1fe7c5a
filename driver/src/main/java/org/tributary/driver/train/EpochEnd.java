package org.tributary.driver.train;

import java.time.Duration;
import java.util.Optional;
import org.tributary.driver.evaluation.Evaluation;

/**
 * What is known after an epoch.
 *
 * @param epoch counted from 1
 * @param loss the objective J; for a first-order rule over the full batch as it was when the epoch
 *     began, for mini-batches and local steps the mean over the epoch's steps
 * @param gradientNorm Euclidean length of the gradient of J; of the epoch's last batch for
 *     mini-batches, of the last round's mean displacement for local steps
 * @param holdout the evaluation on the hold-out set, where there was one
 * @param rounds round trips over the cluster so far
 * @param samples samples propagated so far, each as often as it was
 * @param samplesPerSecond samples of this epoch by the time of its rounds
 * @param training time of all rounds so far, evaluations on the hold-out set not counted
 * @param elapsed time since training began
 */
public record EpochEnd(
    int epoch,
    double loss,
    double gradientNorm,
    Optional<Evaluation> holdout,
    long rounds,
    long samples,
    double samplesPerSecond,
    Duration training,
    Duration elapsed) {}
