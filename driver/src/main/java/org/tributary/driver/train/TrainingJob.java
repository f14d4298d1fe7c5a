package org.tributary.driver.train;

import org.tributary.core.network.ParameterLayout;
import org.tributary.driver.spec.NetworkSpec;
import org.tributary.driver.spec.TrainSpec;

/**
 * The description of a training run. Together with a {@link TrainingState}, it is sufficient to
 * describe or resume the run.
 *
 * @param network the specified network
 * @param train the training options
 * @param layout the resulting network, and the positions of its parameters in theta
 * @param data the training data
 */
public record TrainingJob(
    NetworkSpec network, TrainSpec train, ParameterLayout layout, DataDescription data) {}
