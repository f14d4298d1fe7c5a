package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tributary.driver.bench.ReadBenchmark;

class BenchReadTest {
  @Test
  void everySyntheticTableIsReadInBothFormatsAndDeleted() throws IOException {
    CommandResult result =
        CommandResult.of(
            "bench", "read", "--rows", "500,900", "--repeat", "1", "--json", "data.partitions=2");
    assertThat(result.well().out()).contains("| read ").contains("times the scan");
    JsonNode read = result.json().get("read");
    assertThat(read.findValuesAsText("format")).containsExactly("Parquet", "CSV", "Parquet", "CSV");
    assertThat(read.findValuesAsText("rows")).containsExactly("500", "500", "900", "900");
    assertThat(read.get(0).get("readSeconds").get("values")).hasSize(1);
    assertThat(temporaryTables()).isZero();
  }

  private static long temporaryTables() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(BenchRead.temporaryName()))
          .count();
    }
  }

  @Test
  void aTableOfTheUserIsReadByItsLabel(@TempDir Path directory) throws IOException {
    Path csv = Files.writeString(directory.resolve("t.csv"), "a,kind\n1,red\n2.5,white\n3,red\n");
    JsonNode read =
        CommandResult.of(
                "bench",
                "read",
                "--data",
                csv.toString(),
                "--label",
                "kind",
                "--repeat",
                "1",
                "--json")
            .well()
            .json()
            .get("read");
    assertThat(read).hasSize(1);
    assertThat(read.get(0).get("rows").asInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bench read --data some.txt            | Invalid --data: some.txt (expected a name that",
        "bench read order --data t.csv         | Invalid --data: t.csv for read and another",
        "bench read growth --rows 10,20        | Invalid --rows: 10,20 (expected one number",
        "bench read --rows 10,0                | Invalid --rows: 0 (expected 1 to 1000000000)"
      })
  void optionsThatDoNotFitAreRefused(String command, String problem) {
    CommandResult result = CommandResult.of(command.split(" "));
    assertThat(result.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(result.err()).contains(problem);
  }

  @Test
  void aMissingTableIsReportedAsData() {
    CommandResult result = CommandResult.of("bench", "read", "--data", "/nowhere/t.csv");
    assertThat(result.code()).isEqualTo(ExitCode.DATA.code());
    result = CommandResult.of("bench", "read", "--data", "/nowhere/t.parquet");
    assertThat(result.code()).isEqualTo(ExitCode.DATA.code());
  }

  @Test
  void readingIsComparedWithTheScan() {
    ReadBenchmark.Reading reading =
        new ReadBenchmark.Reading(
            2000,
            28,
            BenchReportTest.spread(0.5, 0.4, 0.6),
            BenchReportTest.spread(1.0),
            250_000,
            224_000);
    assertThat(
            BenchTables.ofReadings(List.of(new BenchTables.FormatReading("CSV", reading)))
                .lines()
                .toList()
                .get(2))
        .isEqualTo(
            "| CSV  | 2,000 |     28 |          0.500 |    0.400 to 0.600 |       1.000 |    1.000"
                + " to 1.000 |  2,000 |          2.00x |        125.0 |         112.0 |");
  }
}
