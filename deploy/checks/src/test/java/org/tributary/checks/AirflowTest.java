package org.tributary.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The DAG is Python, and runs against a small stand-in for Airflow. */
class AirflowTest {
  private static final Path DAG = Path.of("../airflow/tributary_retrain.py");
  private static final Path STAND_IN = Path.of("src/test/resources/airflow-stand-in");

  @TempDir private Path directory;

  /** Runs the DAG with a launcher that prints its arguments and ends with a code. */
  private List<String> run(int code, String options) throws IOException {
    Path launcher =
        Command.script(directory.resolve("tributary"), "printf '<%s>\\n' \"$@\"", "exit " + code);
    Command command =
        Command.run(
            Map.of(
                "PYTHONPATH",
                STAND_IN.toAbsolutePath().toString(),
                "PYTHONDONTWRITEBYTECODE",
                "1",
                "TRIBUTARY_LAUNCHER",
                launcher.toString(),
                "TRIBUTARY_CONFIGURATION",
                "/jobs/churn.conf",
                "TRIBUTARY_SUBMIT_OPTIONS",
                options),
            "python3",
            STAND_IN.resolve("run_dag.py").toString(),
            DAG.toString(),
            "scheduled__2026-01-01T02:30:00+00:00");
    assertThat(command.code()).as(command.output()).isZero();
    return command.output().lines().toList();
  }

  @Test
  void fileCompiles() {
    String program =
        "import pathlib, sys; compile(pathlib.Path(sys.argv[1]).read_text(), 'dag', 'exec')";
    assertThat(Command.run("python3", "-W", "error", "-c", program, DAG.toString()))
        .isEqualTo(new Command(0, ""));
  }

  @ParameterizedTest
  @CsvSource({
    "0, success, 1, promoted",
    "7, success, 1, kept",
    "2, failed, 1, configuration is invalid",
    "3, failed, 1, data cannot be read",
    "4, failed, 1, registry",
    "5, failed, 1, diverged",
    "8, failed, 1, refused",
    "9, failed, 4, another process",
    "1, failed, 4, ended with 1",
    "137, failed, 4, ended with 137"
  })
  void exitCodesBecomeStates(int code, String state, String tries, String message)
      throws IOException {
    List<String> lines = run(code, "");
    assertThat(lines).hasSize(3);
    assertThat(lines.subList(0, 2)).containsExactly(state, tries);
    assertThat(lines.get(2)).contains(message);
  }

  @Test
  void everyTryOfARunHasTheNameOfTheRun() {
    Command printed =
        Command.run(
            Map.of(
                "PYTHONPATH",
                STAND_IN + ":../airflow",
                "PYTHONDONTWRITEBYTECODE",
                "1",
                "TRIBUTARY_LAUNCHER",
                "/bin/submit",
                "TRIBUTARY_SUBMIT_OPTIONS",
                "--master yarn"),
            "python3",
            "-c",
            "import tributary_retrain as t; print(*t.command('manual__2026-01-01T02:30:00+00:00'))");
    assertThat(printed.output().strip())
        .isEqualTo(
            "/bin/submit --master yarn -- retrain /etc/tributary/churn.conf"
                + " retrain.run=manual__2026-01-01T02-30-00+00-00");
  }
}
