package org.tributary.driver.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.function.Function;
import org.apache.spark.SparkException;
import org.apache.spark.broadcast.Broadcast;
import org.junit.jupiter.api.Test;
import org.tributary.driver.LocalSpark;

/** A broadcast lasts as long as the work with it, and its object as long as Spark needs. */
class BroadcastsTest {
  private final Broadcasts broadcasts = new Broadcasts(LocalSpark.context());

  @Test
  void broadcastEndsWithTheWork() {
    Broadcast<String> ended = broadcasts.during("a", Function.identity());
    assertThatThrownBy(ended::value).isInstanceOf(SparkException.class);
    assertThat(broadcasts.<String, String>during("b", Broadcast::value)).isEqualTo("b");
  }

  /** Or its garbage collection would remove its blocks while its end still does. */
  @Test
  void objectIsGarbageOnlyAfterTheNextBroadcast() {
    WeakReference<Broadcast<String>> first =
        broadcasts.<String, WeakReference<Broadcast<String>>>during("a", WeakReference::new);
    System.gc();
    assertThat(first.get()).isNotNull();
    String next = broadcasts.during("b", Broadcast::value);
    assertThat(next).isEqualTo("b");
    // Full collections clear it; the first may come while Spark still lists it for its cleaner.
    for (int i = 0; i < 100 && first.get() != null; i++) {
      System.gc();
    }
    assertThat(first.get()).isNull();
  }
}
