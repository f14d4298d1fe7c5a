package org.tributary.driver.aggregation;

/**
 * What a round moves: the bytes of the numbers of sums, before Spark compresses them.
 *
 * <p>Not counted are the broadcast before the round; what says which numbers they are, some 300
 * bytes a piece from one task to another; and Spark's own messages, some 3 kB a task. Nor is what a
 * task takes of its own executor's memory, as {@link Plan.Merged} does.
 *
 * @param driverBytes that the driver takes of tasks' results
 * @param busiestTaskBytes that the task takes out of shuffles which takes most, be they files of
 *     its own host; 0 where there are no shuffles
 * @param stages that run tasks, one after the other
 */
public record Traffic(long driverBytes, long busiestTaskBytes, int stages) {}
