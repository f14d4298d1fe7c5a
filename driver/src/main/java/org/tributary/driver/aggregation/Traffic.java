package org.tributary.driver.aggregation;

/**
 * What a round moves, not counting the broadcast, headers and Spark's own messages.
 *
 * @param driverBytes that the driver takes
 * @param busiestTaskBytes that the task takes which takes most; 0 if tasks take nothing from others
 * @param stages one after the other
 */
public record Traffic(long driverBytes, long busiestTaskBytes, int stages) {}
