package org.tributary.core.gemm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tributary.core.JvmRun;

/** The choice is made once in a JVM, so each case runs in a JVM of its own. */
class BlasTest {

  @Test
  void theFirstThatWorksIsChosen() throws Exception {
    List<String> forced = lines(List.of("-Dtributary.blas=onednn"), Map.of());
    List<String> free = lines(List.of(), Map.of());
    if (forced.get(0).startsWith("refused: ")) {
      assertThat(free.get(0)).matches("(openblas|system|java) \\(.*onednn: .*\\)");
    } else {
      assertThat(free).isEqualTo(forced).allMatch(line -> line.startsWith("onednn (oneDNN 3."));
    }
  }

  @Test
  void theNextIsTakenWhereOneDnnCannotBeLoadedAndTheReasonIsTold() throws Exception {
    String noPlace = "-Djffi.extract.dir=/nowhere";
    assumeThat(lines(List.of("-Dtributary.blas=openblas"), Map.of()).get(0)).startsWith("openblas");
    assertThat(lines(List.of(noPlace), Map.of()))
        .hasSize(2)
        .allMatch(line -> line.matches("openblas \\(.*libopenblas.*; onednn: .+\\)"));
    assertThat(lines(List.of(noPlace, "-Dtributary.blas=onednn"), Map.of()))
        .hasSize(2)
        .allMatch(line -> line.startsWith("refused: Cannot use the onednn products"));
  }

  @Test
  void theSystemPropertyForcesAChoice() throws Exception {
    assertThat(lines(List.of("-Dtributary.blas=java"), Map.of()))
        .containsOnly("java (as tributary.blas asks)");
  }

  @Test
  void theEnvironmentVariableForcesAChoice() throws Exception {
    assertThat(lines(List.of(), Map.of("TRIBUTARY_BLAS", "Java")))
        .containsOnly("java (as TRIBUTARY_BLAS asks)");
  }

  @Test
  void theSystemPropertyGoesBeforeTheEnvironmentVariable() throws Exception {
    assertThat(lines(List.of("-Dtributary.blas=java"), Map.of("TRIBUTARY_BLAS", "mkl")))
        .containsOnly("java (as tributary.blas asks)");
  }

  @Test
  void anUnknownChoiceIsRefusedEachTime() throws Exception {
    assertThat(lines(List.of("-Dtributary.blas=mkl"), Map.of()))
        .hasSize(2)
        .containsOnly(
            "refused: Invalid tributary.blas: mkl (expected onednn, openblas, system or java)");
  }

  @Test
  void aSystemBlasWithThreadsOfItsOwnIsRefused() throws Exception {
    List<String> system = List.of("-Dtributary.blas=system");
    Map<String, String> single = Map.of("OPENBLAS_NUM_THREADS", "1", "OMP_NUM_THREADS", "1");
    // It takes an OpenBLAS of several threads to refuse one.
    assumeThat(systemBlas()).contains("openblas");
    assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThan(1);
    assertThat(lines(system, single)).allMatch(line -> line.startsWith("system ("));
    assertThat(lines(system, Map.of("OPENBLAS_NUM_THREADS", "2", "OMP_NUM_THREADS", "2")))
        .hasSize(2)
        .allMatch(
            line ->
                line.startsWith(
                    "refused: Cannot use the system products that tributary.blas asks for:"
                        + " libblas.so.3 computes with 2 threads"));
  }

  /** Returns the file behind Debian's libblas.so.3, or nothing. */
  private static String systemBlas() throws IOException {
    Path library =
        Path.of(
            "/usr/lib",
            System.getProperty("os.arch").equals("amd64")
                ? "x86_64-linux-gnu"
                : "aarch64-linux-gnu",
            "libblas.so.3");
    return Files.exists(library) ? library.toRealPath().toString() : "";
  }

  /** Returns what {@link BlasMain} prints. */
  private static List<String> lines(List<String> options, Map<String, String> environment) {
    return JvmRun.of(BlasMain.class, options, environment).lines();
  }
}
