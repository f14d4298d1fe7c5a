package org.tributary.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * shellcheck has no warnings about any shell script of the project; skipped where it is missing.
 */
class ShellTest {
  private static final Path ROOT = Path.of("../..");

  static List<Path> scripts() throws IOException {
    List<Path> scripts = new ArrayList<>(List.of(ROOT.resolve(".ci/run")));
    try (Stream<Path> files = Files.walk(ROOT.resolve("deploy"))) {
      files
          .filter(file -> !file.toString().contains("/target/"))
          .filter(Files::isRegularFile)
          .filter(ShellTest::isShell)
          .sorted()
          .forEach(scripts::add);
    }
    return scripts;
  }

  private static boolean isShell(Path file) {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      return lines.findFirst().filter(line -> line.matches("#!.*\\b(ba)?sh")).isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Command shellcheck(Path file) {
    assumeTrue(Command.isInstalled("shellcheck"), "shellcheck is not installed");
    return Command.run("shellcheck", "-x", "-S", "warning", file.toString());
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void scriptHasNoWarnings(Path script) {
    assertThat(shellcheck(script)).isEqualTo(new Command(0, ""));
  }

  @Test
  void scriptsAreThere() throws IOException {
    assertThat(scripts().toString())
        .contains("bin/tributary", "bin/tributary-submit", "entrypoint.sh", ".ci/run");
  }

  @Test
  void scriptInsideTheManifestOfTheCronJobHasNoWarnings(@TempDir Path directory)
      throws IOException {
    Path manifest = ROOT.resolve("deploy/kubernetes/apache/retrain.yaml");
    String script =
        Manifests.documents(Files.readString(manifest)).stream()
            .map(document -> document.at("/data/run.sh").asText())
            .filter(text -> !text.isEmpty())
            .findFirst()
            .orElseThrow();
    assertThat(shellcheck(Files.writeString(directory.resolve("run.sh"), script)))
        .isEqualTo(new Command(0, ""));
  }
}
