package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryFaultsTest {
  private final StringWriter err = new StringWriter();
  private final List<Integer> ends = new ArrayList<>();
  private final List<Throwable> others = new ArrayList<>();
  private final MemoryFaults faults =
      new MemoryFaults(new PrintWriter(err), ends::add, (thread, fault) -> others.add(fault));

  private void end(RuntimeException fault) throws InterruptedException {
    endBy(
        () -> {
          throw fault;
        });
  }

  private void endBy(Runnable work) throws InterruptedException {
    Thread thread = new Thread(work);
    thread.setUncaughtExceptionHandler(faults);
    thread.start();
    thread.join();
  }

  @Test
  void aThreadThatRunsOutOfMemoryEndsTheProcessWithTheReason() throws InterruptedException {
    endBy(
        () -> {
          throw new OutOfMemoryError("Java heap space");
        });
    assertThat(ends).containsExactly(ExitCode.FAULT.code());
    assertThat(err.toString())
        .startsWith("Cannot continue: out of memory")
        .contains("TRIBUTARY_HEAP");
    assertThat(others).isEmpty();
  }

  @Test
  void otherFaultsOfThreadsDoNotEndIt() throws InterruptedException {
    IllegalStateException fault = new IllegalStateException("a pool was closed");
    end(fault);
    assertThat(ends).isEmpty();
    assertThat(others).containsExactly(fault);
    assertThat(err.toString()).isEmpty();
  }
}
