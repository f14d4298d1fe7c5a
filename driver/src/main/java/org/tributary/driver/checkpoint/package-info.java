/**
 * Checkpoints of a training run, from which it goes on with the bits of an uninterrupted run.
 *
 * <p>{@link org.tributary.driver.checkpoint.CheckpointWriter} is a listener of the training that
 * writes each {@link org.tributary.driver.train.TrainingState} on a thread of its own; {@link
 * org.tributary.driver.checkpoint.CheckpointDirectory} holds them and finds the newest sound one;
 * {@link org.tributary.driver.checkpoint.RunIdentity} is what has to be the same to go on. The
 * format is described in {@code docs/checkpoints.md}. This package imports worker-core, {@code
 * files}, {@code spec}, {@code solver}, {@code train}, {@code store} and Hadoop's file systems, and
 * nothing of Spark.
 */
package org.tributary.driver.checkpoint;
