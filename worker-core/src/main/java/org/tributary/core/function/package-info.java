/**
 * The scalar functions of a perceptron: {@link org.tributary.core.function.Activation} and {@link
 * org.tributary.core.function.OutputLoss}.
 *
 * <p>These are definitions, one number at a time in double precision, and the reference that every
 * vectorised kernel is tested against. This package imports no other package of Tributary.
 */
package org.tributary.core.function;
