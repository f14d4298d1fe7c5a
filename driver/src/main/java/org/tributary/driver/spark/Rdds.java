package org.tributary.driver.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * Operations on RDDs by functions that are objects of classes, with the results of Spark's own.
 *
 * <p>Spark's Java API wraps each function into a closure of Scala, and analyses the bytecode of
 * each closure on the driver: some milliseconds for each, of which {@code treeReduce} has about
 * ten. That is most of the time of a job on a small data set. The functions here need no analysis:
 * they are serialized as they are.
 */
public final class Rdds {
  /** How many times as many partitions as before {@link #take} tries next, as Spark does. */
  private static final int GROWTH = 4;

  /** The most results of a reduction that the driver merges without tasks that do so before. */
  private static final int MOST_RESULTS = 16;

  private Rdds() {}

  /**
   * Maps an element.
   *
   * @param <T> the type of the element
   * @param <R> the type of the result
   */
  @FunctionalInterface
  public interface ElementFunction<T, R> extends Serializable {
    /** Returns the result for an element. */
    R of(T element);
  }

  /**
   * Chooses elements.
   *
   * @param <T> the type of the elements
   */
  @FunctionalInterface
  public interface Condition<T> extends Serializable {
    /** Returns whether it holds for an element. */
    boolean holds(T element);
  }

  /**
   * Maps the elements of a partition.
   *
   * @param <T> the type of the elements
   * @param <R> the type of the results
   */
  @FunctionalInterface
  public interface PartitionFunction<T, R> extends Serializable {
    /** Returns the results for the elements of a partition. */
    Iterator<R> of(Iterator<T> elements);
  }

  /**
   * Maps the elements of a partition with a number.
   *
   * @param <T> the type of the elements
   * @param <R> the type of the results
   */
  @FunctionalInterface
  public interface NumberedPartitionFunction<T, R> extends Serializable {
    /** Returns the results for the elements of a partition. */
    Iterator<R> of(int partition, Iterator<T> elements);
  }

  /**
   * Merges two elements.
   *
   * @param <T> the type of the elements
   */
  @FunctionalInterface
  public interface Merge<T> extends Serializable {
    /** Returns the merged element, which may be either argument, changed. */
    T of(T some, T others);
  }

  /** Returns an RDD of the results for each element. */
  public static <T, R> JavaRDD<R> map(JavaRDD<T> rdd, ElementFunction<T, R> function) {
    return mapPartitions(rdd, elements -> new Mapped<>(elements, function));
  }

  /** Returns an RDD of the elements that a condition holds for. */
  public static <T> JavaRDD<T> filter(JavaRDD<T> rdd, Condition<T> condition) {
    return JavaRDD.fromRDD(rdd.rdd().filter(new Filter<>(condition)), rdd.classTag());
  }

  /** Returns an RDD of the results for each partition, without a partitioner. */
  public static <T, R> JavaRDD<R> mapPartitions(JavaRDD<T> rdd, PartitionFunction<T, R> function) {
    return JavaRDD.fromRDD(
        rdd.rdd().mapPartitions(new OfPartition<>(function), false, Rdds.<R>type()),
        Rdds.<R>type());
  }

  /** Returns an RDD of the results for each partition and its number. */
  public static <T, R> JavaRDD<R> mapPartitionsWithIndex(
      JavaRDD<T> rdd, NumberedPartitionFunction<T, R> function) {
    return JavaRDD.fromRDD(
        rdd.rdd().mapPartitionsWithIndex(new OfNumberedPartition<>(function), true, Rdds.<R>type()),
        Rdds.<R>type());
  }

  /**
   * Returns all elements merged, in any order: within the partitions by tasks, then on the driver,
   * but the results of more than {@value #MOST_RESULTS} partitions as Spark's {@code treeReduce}
   * does.
   *
   * @throws UnsupportedOperationException if there is no element
   */
  public static <T> T reduce(JavaRDD<T> rdd, Merge<T> merge) {
    if (rdd.getNumPartitions() > MOST_RESULTS) {
      return mapPartitions(rdd, new Merged<>(merge)).treeReduce(merge::of);
    }
    Total<T> total = new Total<>(merge);
    rdd.context().runJob(rdd.rdd(), new Reduction<>(merge), total, Rdds.<T>type());
    if (total.value == null) {
      throw new UnsupportedOperationException("empty collection");
    }
    return total.value;
  }

  /** Returns all elements, in order. */
  public static <T> List<T> collect(JavaRDD<T> rdd) {
    return Heads.of(rdd, Integer.MAX_VALUE, 0, rdd.getNumPartitions());
  }

  /** Returns the elements of a partition, in order. */
  public static <T> List<T> collect(JavaRDD<T> rdd, int partition) {
    return Heads.of(rdd, Integer.MAX_VALUE, partition, partition + 1);
  }

  /**
   * Returns the first elements, in order: all where there are fewer.
   *
   * @param most the most elements
   */
  public static <T> List<T> take(JavaRDD<T> rdd, int most) {
    int partitions = rdd.getNumPartitions();
    List<T> taken = new ArrayList<>();
    int from = 0;
    for (int to = 1; taken.size() < most && from < partitions; to = (1 + GROWTH) * to) {
      int until = Math.min(to, partitions);
      List<T> more = Heads.of(rdd, most - taken.size(), from, until);
      taken.addAll(more.subList(0, Math.min(more.size(), most - taken.size())));
      from = until;
    }
    return taken;
  }

  /**
   * Returns the first element.
   *
   * @throws UnsupportedOperationException if there is none
   */
  public static <T> T first(JavaRDD<T> rdd) {
    return take(rdd, 1).stream()
        .findFirst()
        .orElseThrow(() -> new UnsupportedOperationException("empty collection"));
  }

  /** What Spark's Java API passes for a type that it does not know. */
  private static <T> ClassTag<T> type() {
    return ClassTag$.MODULE$.apply(Object.class);
  }

  private record Mapped<T, R>(Iterator<T> elements, ElementFunction<T, R> function)
      implements Iterator<R> {
    @Override
    public boolean hasNext() {
      return elements.hasNext();
    }

    @Override
    public R next() {
      return function.of(elements.next());
    }
  }

  private static final class Filter<T> extends AbstractFunction1<T, Object>
      implements Serializable {
    private static final long serialVersionUID = 1;

    private final Condition<T> condition;

    Filter(Condition<T> condition) {
      this.condition = condition;
    }

    @Override
    public Object apply(T element) {
      return condition.holds(element);
    }
  }

  private static final class OfPartition<T, R>
      extends AbstractFunction1<scala.collection.Iterator<T>, scala.collection.Iterator<R>>
      implements Serializable {
    private static final long serialVersionUID = 1;

    private final PartitionFunction<T, R> function;

    OfPartition(PartitionFunction<T, R> function) {
      this.function = function;
    }

    @Override
    public scala.collection.Iterator<R> apply(scala.collection.Iterator<T> elements) {
      return CollectionConverters.asScala(function.of(CollectionConverters.asJava(elements)));
    }
  }

  private static final class OfNumberedPartition<T, R>
      extends AbstractFunction2<Object, scala.collection.Iterator<T>, scala.collection.Iterator<R>>
      implements Serializable {
    private static final long serialVersionUID = 1;

    private final NumberedPartitionFunction<T, R> function;

    OfNumberedPartition(NumberedPartitionFunction<T, R> function) {
      this.function = function;
    }

    @Override
    public scala.collection.Iterator<R> apply(
        Object partition, scala.collection.Iterator<T> elements) {
      return CollectionConverters.asScala(
          function.of((Integer) partition, CollectionConverters.asJava(elements)));
    }
  }

  /** Merges the elements of a partition into one, or none. */
  private record Merged<T>(Merge<T> merge) implements PartitionFunction<T, T> {
    @Override
    public Iterator<T> of(Iterator<T> elements) {
      if (!elements.hasNext()) {
        return List.<T>of().iterator();
      }
      T merged = elements.next();
      while (elements.hasNext()) {
        merged = merge.of(merged, elements.next());
      }
      return List.of(merged).iterator();
    }
  }

  /** The task of a reduction; its result is null for a partition without elements. */
  private static final class Reduction<T>
      extends AbstractFunction2<TaskContext, scala.collection.Iterator<T>, T>
      implements Serializable {
    private static final long serialVersionUID = 1;

    private final Merged<T> merged;

    Reduction(Merge<T> merge) {
      this.merged = new Merged<>(merge);
    }

    @Override
    public T apply(TaskContext context, scala.collection.Iterator<T> elements) {
      Iterator<T> one = merged.of(CollectionConverters.asJava(elements));
      return one.hasNext() ? one.next() : null;
    }
  }

  /** Merges each partition's result as it arrives, on one thread of the driver. */
  private static final class Total<T> extends AbstractFunction2<Object, T, BoxedUnit> {
    private final Merge<T> merge;
    private T value;

    Total(Merge<T> merge) {
      this.merge = merge;
    }

    @Override
    public BoxedUnit apply(Object partition, T part) {
      if (part != null) {
        value = value == null ? part : merge.of(value, part);
      }
      return BoxedUnit.UNIT;
    }
  }
}
