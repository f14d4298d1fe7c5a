/**
 * The network: its {@link org.tributary.core.network.Topology}, where each Theta^(l) lies in the
 * unrolled parameter vector, initial weights, forward and backward propagation, and the {@link
 * org.tributary.core.network.Regularization} that training does to samples.
 *
 * <p>This package imports only {@code data}, {@code kernel}, {@code function} and {@code random}.
 */
package org.tributary.core.network;
