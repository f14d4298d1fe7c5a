/**
 * Sums over the leaves of a data set in one fixed order, so that they have the same bits on any
 * partitioning: the only implementation of that order.
 *
 * <p>{@link org.tributary.core.summation.TreeNode} decides what is joined; {@link
 * org.tributary.core.summation.SummationTree} and {@link org.tributary.core.summation.LeafSums} sum
 * arrays within a partition, {@link org.tributary.core.summation.PartialSum} is what partitions
 * merge, {@link org.tributary.core.summation.PackedSum} is how it travels, in the number format of
 * a {@link org.tributary.core.summation.Transport}, and {@link
 * org.tributary.core.summation.Rounding} what becomes of sums to travel in fewer bytes. {@link
 * org.tributary.core.summation.LeafTree} is for sums that are no arrays.
 *
 * <p>This package imports {@code data}, {@code kernel} and {@code random}.
 */
package org.tributary.core.summation;
