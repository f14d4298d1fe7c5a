/**
 * Samples as the kernels take them: {@link org.tributary.core.data.Block}s of contiguous rows with
 * their targets and weights. {@link org.tributary.core.data.Inputs} are dense or sparse by type.
 *
 * <p>These classes travel through Spark, so they are plain final classes that both of its
 * serialisers take. This package imports only {@code kernel} and {@code function}.
 */
package org.tributary.core.data;
