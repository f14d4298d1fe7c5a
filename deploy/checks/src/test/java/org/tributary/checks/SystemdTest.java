package org.tributary.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** systemd accepts the units; skipped where it is missing. */
class SystemdTest {
  private static final Path UNITS = Path.of("../systemd");
  private static final String INSTALLED = "/opt/tributary";
  private static final List<String> NAMES =
      List.of("tributary-retrain@.service", "tributary-retrain@.timer");

  @TempDir private Path directory;

  /** Verifies the units with a launcher that exists, and with a text replaced. */
  private Command verify(String target, String replacement) throws IOException {
    assumeTrue(Command.isInstalled("systemd-analyze"), "systemd-analyze is not installed");
    String root = Path.of("../..").toRealPath().toString();
    for (String name : NAMES) {
      String text = Files.readString(UNITS.resolve(name)).replace(INSTALLED, root);
      Files.writeString(directory.resolve(name), text.replace(target, replacement));
    }
    return Command.run(
        "systemd-analyze",
        "verify",
        "--man=no",
        directory.resolve("tributary-retrain@digits.service").toString(),
        directory.resolve("tributary-retrain@digits.timer").toString());
  }

  @Test
  void unitsAreAccepted() throws IOException {
    assertThat(verify("none of it", "")).isEqualTo(new Command(0, ""));
  }

  @Test
  void wrongUnitsAreNot() throws IOException {
    assertThat(verify("RestartSec", "RestartSecond").output()).contains("RestartSecond");
    assertThat(verify("02:30:00", "26:30:00").output()).contains("26:30:00");
  }

  @Test
  void keptModelIsASuccessAndRefusedDataIsNotTriedAgain() throws IOException {
    assertThat(Files.readString(UNITS.resolve(NAMES.get(0))))
        .contains("\nSuccessExitStatus=7\n", "\nRestartPreventExitStatus=2 3 4 5 8\n");
  }
}
