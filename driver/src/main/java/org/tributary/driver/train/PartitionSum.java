package org.tributary.driver.train;

import java.io.Serializable;
import java.util.Iterator;
import org.tributary.core.data.Block;
import org.tributary.core.objective.PartialSum;

/**
 * What a task sums over the blocks of its partition.
 *
 * <p>Implementations are records and not lambdas: Spark reads the byte code of the class around a
 * lambda in every round, to find out what it captures, which takes longer than the rest of a job's
 * submission.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
interface PartitionSum<A> extends Serializable {
  /** Sums over the blocks, which come in canonical order. */
  PartialSum<A> of(Iterator<Block<A>> blocks);
}
