package org.tributary.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be said of the container file without building it, and what its entrypoint does. */
class ContainerTest {
  private static final Path ROOT = Path.of("../..");
  private static final Path FILE = Path.of("../container/Containerfile");
  private static final Path ENTRYPOINT = Path.of("../container/entrypoint.sh");
  private static final String KEPT = "7";

  @TempDir private Path directory;

  private static List<String> instructions(String name) throws IOException {
    return Files.readString(FILE)
        .replaceAll("\\\\\n\\s*", "")
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .filter(line -> line.startsWith(name + " "))
        .map(line -> line.substring(name.length()).strip())
        .toList();
  }

  @Test
  void onlyKnownInstructionsAreUsed() throws IOException {
    assertThat(Files.readAllLines(FILE))
        .filteredOn(line -> !line.isBlank())
        .allMatch(line -> line.matches("(#|FROM|USER|RUN|COPY|ENV|ENTRYPOINT)\\b?.*"));
  }

  @Test
  void baseIsSparkOfTheBuildInAnExactVersionOnGlibc() throws IOException {
    Matcher version =
        Pattern.compile("<spark.version>(.*?)</spark.version>")
            .matcher(Files.readString(ROOT.resolve("pom.xml")));
    assertThat(version.find()).isTrue();
    assertThat(instructions("FROM"))
        .containsExactly("apache/spark:" + version.group(1) + "-scala2.13-java17-ubuntu");
  }

  @Test
  void lastUserIsNotRootAndANumber() throws IOException {
    List<String> users = instructions("USER");
    assertThat(users.get(users.size() - 1)).matches("[1-9]\\d*");
    assertThat(instructions("RUN"))
        .noneMatch(line -> line.matches(".*(apt|curl|wget|chmod 777).*"));
  }

  @Test
  void everythingThatIsCopiedIsInTheTarball() throws IOException {
    String tarball = Files.readString(Path.of("../test/tarball.sh"));
    List<String> sources = new ArrayList<>();
    for (String copy : instructions("COPY")) {
      List<String> words = new ArrayList<>(List.of(copy.split(" ")));
      assertThat(words.remove(0)).matches("--chmod=0(644|755)");
      assertThat(words.remove(words.size() - 1)).startsWith("/opt/tributary/");
      sources.addAll(words);
    }
    assertThat(sources).isNotEmpty().allMatch(tarball::contains);
  }

  @Test
  void entrypointIsCopiedAsExecutable() throws IOException {
    assertThat(instructions("ENTRYPOINT")).containsExactly("[\"/opt/tributary/entrypoint.sh\"]");
    assertThat(instructions("COPY"))
        .contains("--chmod=0755 deploy/container/entrypoint.sh /opt/tributary/entrypoint.sh");
  }

  private Map<String, String> environment(String codes, String... script) throws IOException {
    Path spark = Command.script(directory.resolve("spark.sh"), script);
    return Map.of("SPARK_ENTRYPOINT", spark.toString(), "TRIBUTARY_OK_CODES", codes);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "7, 0", "8, 8", "1, 1", "77, 77"})
  void exitCodesThatCountAsSuccessBecomeZero(int code, int expected) throws IOException {
    Command command =
        Command.run(
            environment(KEPT, "echo \"<$*>\"", "exit " + code),
            ENTRYPOINT.toString(),
            "driver",
            "a b");
    assertThat(command.code()).isEqualTo(expected);
    assertThat(command.output()).contains("<driver a b>");
  }

  @ParameterizedTest
  @CsvSource({"'', driver", "7, executor"})
  void allOtherExitCodesStay(String codes, String role) throws IOException {
    assertThat(Command.run(environment(codes, "exit 7"), ENTRYPOINT.toString(), role).code())
        .isEqualTo(7);
  }

  @Test
  void signalsReachTheDriver() throws Exception {
    Map<String, String> environment =
        environment(
            KEPT,
            "trap 'echo last checkpoint; exit 143' TERM",
            "echo ready",
            "while :; do read -r -t 1 <> <(:) || true; done");
    Process process = Command.start(environment, ENTRYPOINT.toString(), "driver");
    try (BufferedReader out = process.inputReader()) {
      assertThat(out.readLine()).isEqualTo("ready");
      // Process.destroy() would close the stream, too.
      process.toHandle().destroy();
      assertThat(out.readLine()).isEqualTo("last checkpoint");
    }
    assertThat(process.waitFor()).isEqualTo(143);
  }

  @Test
  void signalWhileTheDriverStartsEndsItToo() throws Exception {
    Map<String, String> environment =
        environment(KEPT, "while :; do read -r -t 1 <> <(:) || true; done");
    for (int start = 0; start < 10; start++) {
      Process process = Command.start(environment, ENTRYPOINT.toString(), "driver");
      process.toHandle().destroy();
      assertThat(process.waitFor()).isEqualTo(143);
      // The end of the output: no process has it open any more.
      assertThat(process.inputReader().readLine()).isNull();
    }
  }
}
