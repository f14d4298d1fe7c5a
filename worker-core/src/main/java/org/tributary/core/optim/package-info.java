/**
 * Optimisers: update rules as composable transforms with explicit state, learning-rate schedules,
 * and the quasi-Newton methods of breeze.
 *
 * <p>An {@link org.tributary.core.optim.OptimizerSpec} names an optimiser. One of first order
 * becomes a {@link org.tributary.core.optim.Transform} of gradients into updates, and with it an
 * {@link org.tributary.core.optim.UpdateRule} whose memory is an {@link
 * org.tributary.core.optim.OptimizerState}; a {@link org.tributary.core.optim.NormConstraints}
 * holds its steps back. It runs on the driver and, for local steps, on executors. A quasi-Newton
 * method becomes a {@link org.tributary.core.optim.QuasiNewtonDescent}, which runs on the driver
 * alone.
 *
 * <p>Both can be taken as immutable values at any step, {@link
 * org.tributary.core.optim.OptimizerSnapshot} and {@link org.tributary.core.optim.DescentSnapshot},
 * and go on from them bit for bit.
 *
 * <p>This package imports only {@code kernel}, {@code network} and {@code objective}, and is the
 * only one of its module to know breeze.
 */
package org.tributary.core.optim;
