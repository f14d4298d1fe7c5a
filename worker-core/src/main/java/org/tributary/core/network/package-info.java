/**
 * The network: its {@link org.tributary.core.network.Topology}, where each Theta^(l) lies in the
 * unrolled parameter vector, initial weights, and forward and backward propagation.
 *
 * <p>This package imports only {@code data}, {@code kernel}, {@code function} and {@code random}.
 */
package org.tributary.core.network;
