package org.tributary.driver.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/** Collects the first elements of partitions. */
final class Heads extends AbstractFunction2<Object, Object[], BoxedUnit> {
  private final Object[][] arrays;

  private Heads(int partitions) {
    arrays = new Object[partitions][];
    Arrays.fill(arrays, new Object[0]);
  }

  /**
   * Runs a job that returns the first elements of some partitions, in order.
   *
   * @param most the most elements of a partition
   * @param from the first partition
   * @param to the partition after the last
   */
  static <T> List<T> of(JavaRDD<T> rdd, int most, int from, int to) {
    Seq<Object> partitions =
        CollectionConverters.asScala(
                IntStream.range(from, to).mapToObj(partition -> (Object) partition).toList())
            .toSeq();
    Heads heads = new Heads(to - from);
    ClassTag<Object[]> type = ClassTag$.MODULE$.apply(Object[].class);
    rdd.context().runJob(rdd.rdd(), new Task<T>(most), partitions, heads, type);
    List<Object> all = new ArrayList<>();
    for (Object[] head : heads.arrays) {
      all.addAll(Arrays.asList(head));
    }
    @SuppressWarnings("unchecked")
    List<T> elements = (List<T>) all;
    return elements;
  }

  /** Keeps what a task returned; the place is that of its partition among those of the job. */
  @Override
  public BoxedUnit apply(Object place, Object[] elements) {
    arrays[(Integer) place] = elements;
    return BoxedUnit.UNIT;
  }

  private static final class Task<T> extends AbstractFunction2<TaskContext, Iterator<T>, Object[]>
      implements Serializable {
    private static final long serialVersionUID = 1;

    private final int most;

    Task(int most) {
      this.most = most;
    }

    @Override
    public Object[] apply(TaskContext context, Iterator<T> elements) {
      List<T> head = new ArrayList<>();
      while (head.size() < most && elements.hasNext()) {
        head.add(elements.next());
      }
      return head.toArray();
    }
  }
}
