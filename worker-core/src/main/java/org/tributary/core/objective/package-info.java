/**
 * The objective J: weighted sums over samples, penalties and the gradient check.
 *
 * <p>Sums are carried with their weight and divided once, at the end, so that the result never
 * depends on how rows are cut. This package imports {@code network}, {@code summation} and what
 * stands before them.
 */
package org.tributary.core.objective;
