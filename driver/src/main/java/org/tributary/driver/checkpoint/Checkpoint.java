package org.tributary.driver.checkpoint;

import org.tributary.driver.train.TrainingState;

/**
 * A checkpoint that was read.
 *
 * @param path its path, for messages
 * @param run what it belongs to
 * @param state the state to go on from
 */
public record Checkpoint(String path, RunIdentity run, TrainingState state) {}
