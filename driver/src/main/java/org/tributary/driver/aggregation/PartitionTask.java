package org.tributary.driver.aggregation;

import java.io.Serializable;
import java.util.Iterator;
import org.tributary.core.summation.PartialSum;

/**
 * What a task sums over the elements of its partition.
 *
 * <p>Implementations are records and not lambdas: Spark reads the byte code of the class around a
 * lambda in every round, to find out what it captures, which takes longer than the rest of a job's
 * submission.
 *
 * @param <T> the elements, such as blocks
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface PartitionTask<T, A> extends Serializable {
  /** Sums over the elements, which come in canonical order. */
  PartialSum<A> of(Iterator<T> elements);
}
