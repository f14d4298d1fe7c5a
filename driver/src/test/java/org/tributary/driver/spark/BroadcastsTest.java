package org.tributary.driver.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.tributary.driver.LocalSpark;

/** A value is shared as long as the work with it, and kept as long as Spark needs it. */
class BroadcastsTest {
  private final Broadcasts broadcasts = new Broadcasts(LocalSpark.context());

  @Test
  void tasksReadTheValueUntilTheWorkIsDone() {
    double[] value = {1, 2};
    List<Double> read =
        broadcasts.during(
            value,
            shared ->
                LocalSpark.context()
                    .parallelize(List.of(0, 1), 2)
                    .map(i -> shared.value()[i])
                    .collect());
    assertThat(read).containsExactly(1.0, 2.0);
    BroadcastValue<String> ended = broadcasts.during("a", Function.identity());
    assertThatThrownBy(ended::value)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not available in this process, or was released");
  }

  @Test
  void nothingIsCopiedWithinTheProcess() {
    Object value = new Object();
    Object read = broadcasts.during(value, BroadcastValue::value);
    assertThat(read).isSameAs(value);
  }

  @Test
  void broadcastEndsWithTheWork() {
    BroadcastValue<String> shared =
        new BroadcastValue.ByBroadcast<>(LocalSpark.context().broadcast("a"));
    assertThat(shared.value()).isEqualTo("a");
    shared.end();
    assertThatThrownBy(shared::value).isInstanceOf(SparkException.class);
  }

  /** Or a broadcast's garbage collection would remove its blocks while its end still does. */
  @Test
  void objectIsGarbageOnlyAfterTheNextValue() {
    WeakReference<BroadcastValue<String>> first =
        broadcasts.<String, WeakReference<BroadcastValue<String>>>during("a", WeakReference::new);
    System.gc();
    assertThat(first.get()).isNotNull();
    String next = broadcasts.during("b", BroadcastValue::value);
    assertThat(next).isEqualTo("b");
    // Full collections clear it; the first may come while Spark still lists it for its cleaner.
    for (int i = 0; i < 100 && first.get() != null; i++) {
      System.gc();
    }
    assertThat(first.get()).isNull();
  }
}
