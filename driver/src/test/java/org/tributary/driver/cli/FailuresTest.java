package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {
  static Stream<Throwable> outOfMemory() {
    OutOfMemoryError error = new OutOfMemoryError("Java heap space");
    return Stream.of(
        error,
        new IllegalStateException("Cannot measure", error),
        new NoClassDefFoundError("Could not initialize class org.example.Table")
            .initCause(
                new ExceptionInInitializerError(
                    "Exception java.lang.OutOfMemoryError: Java heap space [in thread \"main\"]")),
        new SparkException(
            "Job aborted due to stage failure: Task 0 failed: java.lang.OutOfMemoryError: Java heap"
                + " space"));
  }

  @ParameterizedTest
  @MethodSource("outOfMemory")
  void memoryThatRanOutIsNoFaultOfTheProgram(Throwable failure) {
    StringWriter text = new StringWriter();
    int code = Failures.report(failure, new PrintWriter(text), false);
    assertThat(code).isEqualTo(ExitCode.FAULT.code());
    assertThat(text.toString())
        .startsWith("Cannot continue: out of memory (")
        .contains("increase TRIBUTARY_HEAP", "data.blockRows")
        .doesNotContain("fault")
        .hasLineCount(1);
  }
}
