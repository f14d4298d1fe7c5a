/**
 * What the data of a training looked like, and whether other data looks like it.
 *
 * <p>{@link org.tributary.driver.drift.ReferenceProfile} holds histograms of the columns of a
 * table, which {@link org.tributary.driver.drift.TableCounts} counts; {@link
 * org.tributary.driver.drift.DataChecks} compares other data with them and decides whether it is
 * refused. All is computed from exact counts, so it has the same bits on any partitioning and for
 * any order of rows. Imports {@code spec}, {@code spark} and {@code source}.
 */
package org.tributary.driver.drift;
