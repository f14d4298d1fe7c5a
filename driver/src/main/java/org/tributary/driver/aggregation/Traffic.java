package org.tributary.driver.aggregation;

/**
 * The traffic of a round trip: the bytes of the numbers of sums, before compression.
 *
 * <p>Not included are the broadcast, about 300 bytes of metadata per record between tasks, Spark's
 * own messages of about 3 kB per task, and reads from the memory of the same executor, as in {@link
 * Plan.Merged}.
 *
 * @param driverBytes results that the driver receives
 * @param busiestTaskBytes maximum that one task reads from shuffles, including local files; 0
 *     without a shuffle
 * @param stages number of consecutive stages
 */
public record Traffic(long driverBytes, long busiestTaskBytes, int stages) {}
