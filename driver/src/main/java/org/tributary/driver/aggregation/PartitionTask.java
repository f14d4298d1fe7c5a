package org.tributary.driver.aggregation;

import java.io.Serializable;
import java.util.Iterator;
import org.tributary.core.summation.PartialSum;

/**
 * Computes the sum over the elements of a partition.
 *
 * <p>Implementations are records and not lambdas: For a lambda, Spark analyses the byte code of the
 * enclosing class in every round trip, which takes longer than the rest of the job submission.
 *
 * @param <T> the elements, such as blocks
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface PartitionTask<T, A> extends Serializable {
  /** Sums over the elements, which come in canonical order. */
  PartialSum<A> of(Iterator<T> elements);
}
