package org.tributary.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.JvmRun;

/** Which bits are the same on which machines; each case in a JVM of its own. */
class PortableBitsTest {
  private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

  /** For a JVM whose products are of a native library: its own code runs a few times only. */
  private static final String FAST_START = "-XX:TieredStopAtLevel=1";

  private static List<String> here;

  @BeforeAll
  static void runWithEveryInstructionThatThereIs() {
    here = plainJava(Map.of());
    assertThat(here).hasSize(50).doesNotHaveDuplicates();
  }

  /** Returns what {@link BitsMain} prints with products in plain Java. */
  private static List<String> plainJava(Map<String, String> environment, String... options) {
    List<String> all = new ArrayList<>();
    all.add("-Dtributary.blas=java");
    all.add("-XX:+UnlockDiagnosticVMOptions");
    // Which option there is depends on the type of the processor.
    all.add("-XX:+IgnoreUnrecognizedVMOptions");
    all.addAll(List.of(options));
    return JvmRun.of(BitsMain.class, all, environment).lines();
  }

  /**
   * A JVM that is forbidden instructions computes as it does on a processor without them. Without
   * fused multiply-add it takes decimal arithmetic; without the functions of the processor's maker
   * it takes those that it has for every processor.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:UseAVX=2",
        "-XX:UseAVX=0 -XX:-UseFMA -XX:-UseLibmIntrinsic",
        "-Xint",
        "-Xcomp -XX:-TieredCompilation -XX:CompileCommand=quiet"
            + " -XX:CompileCommand=compileonly,org/tributary/core/*.*",
        "--add-modules=jdk.incubator.vector"
      })
  void plainJavaHasTheSameBitsOnEveryProcessor(String options) {
    assertThat(plainJava(Map.of(), options.split(" "))).isEqualTo(here);
  }

  /**
   * It would if a product went by way of breeze to the machine's own OpenBLAS, where there is one.
   */
  @Test
  void kernelsOfOpenBlasDoNotMatterToPlainJava() {
    assertThat(plainJava(Map.of("OPENBLAS_CORETYPE", "Prescott"))).isEqualTo(here);
  }

  /** Returns a run with OpenBLAS, which prints its kernels to standard error. */
  private static JvmRun openBlas(String... core) {
    Map<String, String> environment = new HashMap<>(Map.of("OPENBLAS_VERBOSE", "2"));
    if (core.length > 0) {
      environment.put("OPENBLAS_CORETYPE", core[0]);
    }
    return JvmRun.of(BitsMain.class, List.of("-Dtributary.blas=openblas", FAST_START), environment);
  }

  /** Needs a processor on which both kernels run. */
  @Test
  void coreTypePinsTheKernelsOfOpenBlas() throws IOException {
    assumeThat(PROCESSOR).exists();
    assumeThat(Files.readString(PROCESSOR)).contains(" avx2 ", " fma ");

    JvmRun haswell = openBlas("Haswell");
    JvmRun sandyBridge = openBlas("Sandybridge");

    assertThat(haswell.errors()).contains("Core: Haswell");
    assertThat(sandyBridge.errors()).contains("Core: Sandybridge");
    assertThat(openBlas("Haswell").lines()).isEqualTo(haswell.lines());
    // The one fuses multiply and add, the other rounds in between.
    assertThat(sandyBridge.lines()).isNotEqualTo(haswell.lines());
  }

  /** The one fuses multiply and add, the other rounds in between. */
  @Test
  void instructionsPinTheKernelsOfOneDnn() throws IOException {
    assumeThat(PROCESSOR).exists();
    assumeThat(Files.readString(PROCESSOR)).contains(" avx2 ", " fma ");

    List<String> avx2 = oneDnn("AVX2");

    assertThat(oneDnn("AVX2")).isEqualTo(avx2);
    assertThat(oneDnn("SSE41")).isNotEqualTo(avx2);
  }

  private static List<String> oneDnn(String instructions) {
    return JvmRun.of(
            BitsMain.class,
            List.of("-Dtributary.blas=onednn", FAST_START),
            Map.of("ONEDNN_MAX_CPU_ISA", instructions))
        .lines();
  }
}
