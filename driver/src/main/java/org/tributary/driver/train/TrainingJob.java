package org.tributary.driver.train;

import org.tributary.core.network.ParameterLayout;
import org.tributary.driver.spec.NetworkSpec;
import org.tributary.driver.spec.TrainSpec;

/**
 * What a run trains, and how: with a {@link TrainingState} all that one needs to describe the run
 * or to go on with it.
 *
 * @param network the network that was asked for
 * @param train how to train it
 * @param layout the network that this and the data make, and where its parameters lie in theta
 * @param data what it is trained on
 */
public record TrainingJob(
    NetworkSpec network, TrainSpec train, ParameterLayout layout, DataDescription data) {}
