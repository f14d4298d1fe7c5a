package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** {@code docs/cli.md} has the commands, options and exit codes that there are. */
class CommandLineDocumentTest {
  private static final Path DOCUMENT = Path.of("docs", "cli.md");
  private static final CommandLine MAIN = Main.commandLine(new Main());

  private static final Pattern CODE_ROW = Pattern.compile("\\| (\\d+) \\| (.+) \\|");
  private static final Pattern HELP_ROW = Pattern.compile(" +(\\d+) +(.+)");

  static List<CommandLine> commands() {
    return List.copyOf(MAIN.getSubcommands().values());
  }

  @Test
  void exitCodesAreThoseOfTheProgramAndOfItsHelp() throws IOException {
    Map<Integer, String> documented = codes(CODE_ROW, Files.readAllLines(DOCUMENT));
    assertThat(documented.keySet())
        .containsExactlyElementsOf(
            Arrays.stream(ExitCode.values()).map(ExitCode::code).sorted().toList());
    assertThat(documented).isEqualTo(codes(HELP_ROW, MAIN.getUsageMessage().lines().toList()));
  }

  private static Map<Integer, String> codes(Pattern row, List<String> lines) {
    Map<Integer, String> codes = new TreeMap<>();
    lines.stream()
        .map(row::matcher)
        .filter(matcher -> matcher.matches())
        .forEach(matcher -> codes.put(Integer.valueOf(matcher.group(1)), matcher.group(2)));
    return codes;
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasItsRow(CommandLine command) throws IOException {
    assertThat(Files.readAllLines(DOCUMENT))
        .anyMatch(line -> line.startsWith("| `" + command.getCommandName() + "` |"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyOptionHasItsRow(CommandLine command) throws IOException {
    for (OptionSpec option : command.getCommandSpec().options()) {
      assertThat(rows())
          .as("%s of %s", option.longestName(), command.getCommandName())
          .anyMatch(row -> row.names().contains(option.longestName()) && row.isOf(command, option));
    }
  }

  @Test
  void everyRowIsOfAnOption() throws IOException {
    assertThat(rows())
        .isNotEmpty()
        .allSatisfy(
            row ->
                assertThat(commands())
                    .anyMatch(
                        command ->
                            command.getCommandSpec().options().stream()
                                .anyMatch(
                                    option ->
                                        row.names().contains(option.longestName())
                                            && row.isOf(command, option))));
  }

  /** A row of the table of options, by its cells. */
  private record Row(String names, String commands, String defaultValue) {
    boolean isOf(CommandLine command, OptionSpec option) {
      boolean applies =
          commands.equals("all") || commands.contains("`" + command.getCommandName() + "`");
      boolean sameDefault =
          option.arity().max() == 0
              || defaultValue.equals(
                  option.defaultValue() == null ? "none" : "`" + option.defaultValue() + "`");
      return applies && sameDefault;
    }
  }

  private static List<Row> rows() throws IOException {
    return Files.readAllLines(DOCUMENT).stream()
        .filter(line -> line.startsWith("| `-"))
        .map(line -> line.split(" \\|", -1))
        .map(cells -> new Row(cells[0], cells[1].strip(), cells[3].strip()))
        .toList();
  }
}
