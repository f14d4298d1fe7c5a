package org.tributary.driver.train;

import org.tributary.core.network.ParameterLayout;

/**
 * What is known when training begins.
 *
 * @param layout the network and its parameters
 * @param trainingRows number of samples trained on
 * @param heldOutRows number of samples held out
 * @param partitions number of partitions
 * @param epochs the most epochs that there will be
 */
public record TrainingStart(
    ParameterLayout layout, long trainingRows, long heldOutRows, int partitions, int epochs) {}
