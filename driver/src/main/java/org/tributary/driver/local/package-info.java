/**
 * Work on the driver itself: blocks in the memory of its process, and the threads that walk them.
 *
 * <p>Where the samples are small, a round of Spark's takes much longer than its arithmetic. {@link
 * org.tributary.driver.local.DriverBlocks} holds the blocks of a data set in canonical order, and a
 * {@link org.tributary.driver.local.ThreadTeam} runs the same work over the same blocks. This
 * package imports worker-core, {@code spark}, {@code dataset} and Spark.
 */
package org.tributary.driver.local;
