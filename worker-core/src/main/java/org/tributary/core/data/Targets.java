package org.tributary.core.data;

import java.io.Serializable;

/**
 * What the network should answer for the rows of a block.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public sealed interface Targets<A> extends Serializable permits ClassTargets, DenseTargets {}
