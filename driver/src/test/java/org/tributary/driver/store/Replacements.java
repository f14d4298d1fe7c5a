package org.tributary.driver.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Threads that replace one file at the same time, each on the condition that it has not changed.
 */
public final class Replacements {
  private static final int THREADS = 4;
  private static final int EACH = 10;

  private Replacements() {}

  /**
   * Counts in a file: a replacement that another one overwrites, or that did not happen, would make
   * the count wrong.
   *
   * @param directory a directory that exists and has no files
   */
  public static void requireNoneIsLost(FileSystem fileSystem, Path directory) throws Exception {
    Path file = new Path(directory, "count");
    AtomicFile.create(fileSystem, file, content(0, 0));
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<Void>> counting = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        counting.add(
            () -> {
              for (int n = 0; n < EACH; n++) {
                increment(fileSystem, file, thread);
              }
              return null;
            });
      }
      for (Future<Void> counted : threads.invokeAll(counting)) {
        counted.get();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(count(AtomicFile.read(fileSystem, file))).isEqualTo(THREADS * EACH);
    assertThat(fileSystem.listStatus(directory)).hasSize(1);
  }

  private static void increment(FileSystem fileSystem, Path file, int thread) throws IOException {
    byte[] before;
    do {
      before = AtomicFile.read(fileSystem, file);
    } while (!AtomicFile.replaceIf(fileSystem, file, before, content(count(before) + 1, thread)));
  }

  private static byte[] content(int count, int thread) {
    return "%d by %d".formatted(count, thread).getBytes(StandardCharsets.UTF_8);
  }

  private static int count(byte[] content) {
    return Integer.parseInt(new String(content, StandardCharsets.UTF_8).split(" ", -1)[0]);
  }
}
