/**
 * The objective J: weighted sums over samples, penalties and the gradient check.
 *
 * <p>Sums are kept with their weight and divided once, at the end, so that the result does not
 * depend on the division into blocks. This package imports {@code network}, {@code summation} and
 * the packages that they depend on.
 */
package org.tributary.core.objective;
