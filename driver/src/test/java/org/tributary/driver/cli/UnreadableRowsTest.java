package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that cannot be read are refused, or left out and written to a directory. */
class UnreadableRowsTest {
  private static final int ROWS = 400;

  /** Splits of a few lines, so that a file is read by many tasks. */
  private static final String SMALL_SPLITS =
      "spark.hadoop.mapreduce.input.fileinputformat.split.maxsize=900";

  @TempDir private Path directory;

  private Path unreadable() {
    return directory.resolve("unreadable");
  }

  private Path model(String name) {
    return directory.resolve(name);
  }

  private List<String> allowed(String share) {
    return List.of("data.unreadable.share=" + share, "data.unreadable.path=" + unreadable());
  }

  private CommandResult train(Path data, String model, List<String> settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "train",
                "data.path=" + data,
                "train.preset=plain",
                "train.epochs=3",
                "network.hidden=[3]",
                "network.output=softmax-cross-entropy",
                "output.model=" + model(model)));
    if (!data.toString().endsWith(".libsvm")) {
      all.add("data.label=kind");
    }
    all.addAll(settings);
    return CommandResult.of(all.toArray(String[]::new));
  }

  private static String line(String format, int row) {
    Random random = new Random(row);
    double a = random.nextGaussian();
    double b = random.nextGaussian();
    String kind = a + b > 0 ? "yes" : "no";
    return switch (format) {
      case "csv" -> "%s,%s,%s".formatted(a, b, kind);
      case "jsonl" -> "{\"a\": %s, \"b\": %s, \"kind\": \"%s\"}".formatted(a, b, kind);
      default -> "%s 1:%s 2:%s".formatted(kind, a, b);
    };
  }

  private static String wrong(String format, int row) {
    return switch (format) {
      case "csv" -> row % 2 == 0 ? "1,2" : "red,2,yes";
      case "jsonl" -> row % 2 == 0 ? "{\"a\": 1" : "[1]";
      default -> row % 2 == 0 ? "yes 1:red" : "1:1 2:2";
    };
  }

  /** Writes two files of rows: without, and with wrong lines after each hundredth row. */
  private Path[] write(String format) throws IOException {
    List<String> clean = new ArrayList<>();
    List<String> mixed = new ArrayList<>();
    if (format.equals("csv")) {
      clean.add("a,b,kind");
      mixed.add("a,b,kind");
    }
    for (int i = 0; i < ROWS; i++) {
      clean.add(line(format, i));
      mixed.add(line(format, i));
      if (i % 100 == 7) {
        mixed.add(wrong(format, i / 100));
      }
    }
    return new Path[] {
      Files.write(directory.resolve("clean." + format), clean),
      Files.write(directory.resolve("mixed." + format), mixed)
    };
  }

  /** Returns the rows that were written, in the order of their lines. */
  private List<JsonNode> written() throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    try (Stream<Path> parts = Files.list(unreadable())) {
      for (Path part : parts.filter(p -> p.toString().endsWith(".json")).sorted().toList()) {
        if (!part.getFileName().toString().startsWith("_")) {
          for (String line : Files.readAllLines(part)) {
            rows.add(new ObjectMapper().readTree(line));
          }
        }
      }
    }
    rows.sort(Comparator.comparingLong(row -> row.get("line").asLong()));
    return rows;
  }

  private byte[] weights(String model) throws IOException {
    return Files.readAllBytes(model(model).resolve("weights.safetensors"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "csv    | 10,111,212,313 | ,a,,a   | has 2 fields, column a",
        "jsonl  | 9,110,211,312  | ,,,     | is not JSON, is not a JSON object",
        "libsvm | 9,110,211,312  | ,,,     | index:value, it has no label"
      })
  void rowsLeftOutAreWrittenAndTrainingIsThatWithoutThem(
      String format, String lines, String columns, String reasons) throws IOException {
    Path[] files = write(format);
    List<String> settings = new ArrayList<>(allowed("0.02"));
    settings.add("data.columns=[]");
    if (format.equals("csv")) {
      settings.set(2, "data.columns.a=number");
    }

    CommandResult ran = train(files[1], "left-out", settings);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("Warning: 4 of 404 rows of " + files[1] + " cannot be read and are left out")
        .contains("they are in " + unreadable());

    List<JsonNode> rows = written();
    assertThat(rows)
        .extracting(row -> row.get("line").asText())
        .containsExactly(lines.split(",", -1));
    assertThat(rows)
        .extracting(row -> row.get("column").asText())
        .containsExactly(columns.split(",", -1));
    assertThat(rows)
        .extracting(row -> row.get("text").asText())
        .containsExactly(wrong(format, 0), wrong(format, 1), wrong(format, 2), wrong(format, 3));
    String[] both = reasons.split(", ", -1);
    assertThat(rows.get(0).get("reason").asText()).contains(both[0]);
    assertThat(rows.get(1).get("reason").asText()).contains(both[1]);
    assertThat(rows)
        .allSatisfy(
            row ->
                assertThat(row.get("file").asText()).endsWith(files[1].getFileName().toString()));

    train(files[0], "clean", settings.subList(2, settings.size())).well();
    List<String> inParts = new ArrayList<>(settings);
    inParts.addAll(List.of(SMALL_SPLITS, "data.partitions=5"));
    train(files[1], "in-parts", inParts);
    assertThat(weights("left-out")).isEqualTo(weights("clean")).isEqualTo(weights("in-parts"));
    assertThat(written())
        .extracting(row -> row.get("line").asText())
        .containsExactly(lines.split(",", -1));
  }

  @Test
  void moreRowsThanTheShareAreRefusedAndNothingIsWritten() throws IOException {
    Path[] files = write("csv");
    CommandResult ran = train(files[1], "model", allowed("0.009"));
    assertThat(ran.code()).isEqualTo(ExitCode.DATA.code());
    assertThat(ran.err())
        .contains(
            "mixed.csv:10: has 2 fields (expected 3)",
            "data.unreadable.share = 0.009 allows 3 of 404 rows");
    assertThat(model("model")).doesNotExist();
    assertThat(unreadable()).doesNotExist();
  }

  @Test
  void byDefaultTheyAreRefusedInEveryCommand() throws IOException {
    Path[] files = write("csv");
    assertThat(train(files[1], "model", List.of()).code()).isEqualTo(ExitCode.DATA.code());

    List<String> settings = new ArrayList<>(allowed("0.02"));
    settings.add("data.columns.a=number");
    train(files[1], "model", settings);
    String model = model("model").toString();
    String mixed = files[1].toString();
    String output = directory.resolve("predictions").toString();
    for (String[] command :
        new String[][] {{"evaluate", model, mixed}, {"predict", model, mixed, output}}) {
      CommandResult refused = CommandResult.of(command);
      assertThat(refused.code()).isEqualTo(ExitCode.DATA.code());
      assertThat(refused.err()).contains("4 rows are wrong", "mixed.csv:10");

      String[] allowing = Arrays.copyOf(command, command.length + 2);
      allowing[command.length] = allowed("0.02").get(0);
      allowing[command.length + 1] = allowed("0.02").get(1);
      CommandResult ran = CommandResult.of(allowing);
      assertThat(ran.code()).as(ran.err()).isZero();
      assertThat(ran.err()).contains("4 of 404 rows of " + mixed + " cannot be read");
      assertThat(written()).hasSize(4);
    }
    try (Stream<Path> parts = Files.list(directory.resolve("predictions"))) {
      long lines = 0;
      for (Path part : parts.filter(p -> p.toString().endsWith(".csv")).toList()) {
        lines += Files.readAllLines(part).size() - 1;
      }
      assertThat(lines).isEqualTo(ROWS);
    }
    CommandResult verified = CommandResult.of("verify", model);
    assertThat(verified.code()).as(verified.err() + verified.out()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data.unreadable.share=0.1  | Missing data.unreadable.path: set it to the directory",
        "data.unreadable.path=x     | every row must be readable; set data.unreadable.share",
        "data.unreadable.share=1    | a number from 0 to less than 1"
      })
  void settingThatIsIncompleteIsRefused(String setting, String problem) throws IOException {
    CommandResult ran = train(write("csv")[0], "model", List.of(setting));
    assertThat(ran.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(ran.err()).contains(problem).hasLineCount(1);
  }

  @Test
  void directoryOfTheModelIsRefusedBeforeTraining() throws IOException {
    List<String> settings =
        List.of("data.unreadable.share=0.1", "data.unreadable.path=" + model("model"));
    CommandResult ran = train(write("csv")[1], "model", settings);
    assertThat(ran.code()).isEqualTo(ExitCode.DATA.code());
    assertThat(ran.err()).contains("it is output.model; name another directory").hasLineCount(1);
    assertThat(model("model")).doesNotExist();
  }

  @Test
  void directoryThatIsNotOursIsNotReplaced() throws IOException {
    Files.createDirectory(unreadable());
    Path mine = Files.writeString(unreadable().resolve("mine.txt"), "mine");
    CommandResult ran = train(write("csv")[1], "model", allowed("0.02"));
    assertThat(ran.code()).isEqualTo(ExitCode.DATA.code());
    assertThat(ran.err()).contains("Cannot write unreadable rows to").hasLineCount(1);
    assertThat(mine).hasContent("mine");
  }
}
