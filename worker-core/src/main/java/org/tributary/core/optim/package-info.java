/**
 * Optimisers: update rules as composable transforms with explicit state, learning-rate schedules,
 * and the quasi-Newton methods of breeze.
 *
 * <p>An update rule turns a gradient into an update and keeps its memory in a state that is plain
 * data; it runs on the driver and, for local steps, on executors. This package imports only {@code
 * kernel} and {@code objective}.
 */
package org.tributary.core.optim;
