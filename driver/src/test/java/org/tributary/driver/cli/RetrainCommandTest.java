package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tributary.driver.registry.ModelRegistry;
import org.tributary.driver.store.KeptLease;

/** Retraining from the command line: what is refused, repeated, interrupted; nothing is lost. */
class RetrainCommandTest {
  @TempDir private static Path shared;
  private static Path first;

  @TempDir private Path directory;

  /** A registry with one version, trained on rows of class yes where a + b is positive. */
  @BeforeAll
  static void trainTheFirstVersion() {
    Path data = TinyJobs.halves(shared.resolve("first.csv"));
    job(shared, data);
    first = shared.resolve("registry");
    CommandResult result = inDirectory(shared, "retrain.run=first");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).contains("Promoted version 1 (before: none)");
  }

  @BeforeEach
  void copyTheRegistry() throws IOException {
    try (Stream<Path> files = Files.walk(first)) {
      for (Path file : files.toList()) {
        Path copy = directory.resolve("registry").resolve(first.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }

  private static void job(Path directory, Path data) {
    TinyJobs.write(
        directory.resolve("retrain.conf"),
        """
        data { path = "%s", label = kind, holdout.fraction = 0.3 }
        network { hidden = [5], activation = tanh }
        train.epochs = 30
        retrain { registry = "%s", check.psi = 1 }
        """
            .formatted(data, directory.resolve("registry")));
  }

  private static CommandResult inDirectory(Path directory, String... settings) {
    List<String> arguments =
        new ArrayList<>(List.of("retrain", directory.resolve("retrain.conf").toString()));
    arguments.addAll(List.of(settings));
    arguments.add("--json");
    return CommandResult.of(arguments.toArray(String[]::new));
  }

  private CommandResult retrain(Path data, String run, String... settings) {
    job(directory, data);
    return inDirectory(
        directory,
        Stream.concat(Stream.of("retrain.run=" + run), Stream.of(settings)).toArray(String[]::new));
  }

  private Path registry(String... names) {
    return Path.of(directory.resolve("registry").toString(), names);
  }

  private Path rows(String header, java.util.function.Function<double[], String> rest) {
    return TinyJobs.csv(directory.resolve("rows.csv"), header, 200, rest);
  }

  /** Rows of class yes where b is positive, whatever a is. */
  private Path turned() {
    return rows("a,b,kind", x -> x[1] > 0 ? "yes" : "no");
  }

  private void assertThatVersionOneIsCurrent() {
    assertThat(
            CommandResult.of("models", registry().toString(), "--json")
                .well()
                .json()
                .path("current")
                .asInt())
        .isEqualTo(1);
    CommandResult.of("inspect", registry().toString()).well();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,kind | x | column b is missing",
        "a,b,kind,c | ,1 | column c is new",
        "a,b,kind | + | label kind has the new class yes+",
        "a,b,kind | one | label kind has no row of class no",
        "a,b,kind | skew | class no has",
        "a,b,kind | far | column a has drifted",
        "a,b,kind | gaps | column a has 1.000 of its cells missing",
      })
  void dataThatDoesNotFitTheCurrentModelIsRefused(String header, String how, String problem) {
    Path data = directory.resolve("rows.csv");
    StringBuilder text = new StringBuilder(header).append('\n');
    TinyJobs.halves(directory.resolve("halves.csv"));
    List<String> lines;
    try {
      lines = Files.readAllLines(directory.resolve("halves.csv"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      text.append(
              switch (how == null ? "" : how) {
                case "x" -> cells[0] + "," + cells[2];
                case "+" -> line.replace("yes", "yes+");
                case "one" -> cells[0] + "," + cells[1] + ",yes";
                case "skew" ->
                    cells[0]
                        + ","
                        + cells[1]
                        + ","
                        + (cells[0].startsWith("-1") ? cells[2] : "yes");
                case "far" -> cells[0].replace(".", "") + "," + cells[1] + "," + cells[2];
                case "gaps" -> "," + cells[1] + "," + cells[2];
                default -> line + how;
              })
          .append('\n');
    }
    TinyJobs.write(data, text.toString());
    CommandResult result = retrain(data, "bad");
    assertThat(result.code()).as(result.err()).isEqualTo(8);
    assertThat(result.err()).contains("Cannot train on", problem).doesNotContain("Exception");
    assertThat(result.out()).contains("Refused the data");
    assertThatVersionOneIsCurrent();
    assertThat(registry("versions", "2")).doesNotExist();
    assertThat(registry("runs", "bad", "report.md")).content().contains(problem);
  }

  @Test
  void anotherTargetIsRefused() {
    CommandResult label =
        retrain(
            rows("a,b,kind,other", x -> (x[0] > 0 ? "yes" : "no") + "," + x[1]),
            "label",
            "data.label=other");
    assertThat(label.code()).isEqualTo(2);
    assertThat(label.err()).contains("data.label is other", "predicts kind");
    CommandResult task = retrain(turned(), "task", "network.output=identity-squared-error");
    assertThat(task.code()).isEqualTo(2);
    assertThat(task.err()).contains("network.output is one of regression");
    assertThatVersionOneIsCurrent();
  }

  @Test
  void tooFewRowsAreRefusedWithoutAReferenceToo() {
    CommandResult result =
        retrain(
            turned(),
            "few",
            "retrain.check.rows=201",
            "retrain.registry=" + directory.resolve("new"));
    assertThat(result.code()).isEqualTo(8);
    assertThat(result.err()).contains("200 rows (expected 201 or more by retrain.check.rows)");
    CommandResult models = CommandResult.of("models", directory.resolve("new").toString());
    assertThat(models.well().out()).contains("No versions.");
  }

  @Test
  void aRegistryThatIsNoneIsRefused() {
    CommandResult result = retrain(turned(), "none", "retrain.registry=" + registry("versions"));
    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err()).contains("a directory with other files, and no registry");
    CommandResult models = CommandResult.of("models", registry("versions").toString());
    assertThat(models.code()).isEqualTo(4);
    assertThat(models.err()).contains("there is no _registry.json in it");
    assertThatVersionOneIsCurrent();
  }

  @Test
  void aPointerToADeletedVersionIsRefusedAndRepairedByHand() throws IOException {
    Files.move(registry("versions", "1"), registry("versions", "2"));
    for (CommandResult result :
        List.of(
            retrain(turned(), "deleted"),
            CommandResult.of("inspect", registry().toString()),
            CommandResult.of("models", registry().toString()))) {
      assertThat(result.code()).isEqualTo(4);
      assertThat(result.err()).contains("its current version 1 is not there");
    }
    CommandResult.of("models", registry().toString(), "--current", "2").well();
    CommandResult.of("inspect", registry().toString()).well();
  }

  @Test
  void aModelOfANewerFormatIsRefused() throws IOException {
    Files.delete(registry("versions", "1", ".model.json.crc"));
    Path description = registry("versions", "1", "model.json");
    String text = Files.readString(description);
    Files.writeString(description, text.replaceFirst("\"format\": \\d+", "\"format\": 99"));
    CommandResult result = retrain(turned(), "newer");
    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err()).contains("99");
    assertThat(registry("versions", "2")).doesNotExist();
  }

  @Test
  void aDamagedProfileIsRefused() throws IOException {
    Files.delete(registry("versions", "1", ".profile.json.crc"));
    Files.writeString(registry("versions", "1", "profile.json"), "{\"format\": 2}");
    CommandResult result = retrain(turned(), "profile");
    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err()).contains("version 1", "profile.json: format is 2");
    assertThatVersionOneIsCurrent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data.holdout.fraction=0 | there is no hold-out set to compare models on",
        "train.stop.patience=3 | would choose by the rows that models are compared on",
        "retrain.metric=rocAuc | expected one of score, accuracy",
        "retrain.metric=loss | expected one of score, accuracy",
        "retrain.guards={ rocAuc = 1 } | metrics that need no ranks",
        "retrain.run=a/b | Invalid retrain.run",
        "retrain.registry= | the job has no retrain.registry",
      })
  void aConfigurationThatCannotWorkIsRefusedBeforeTheStart(String setting, String problem) {
    CommandResult result = retrain(turned(), "configuration", setting);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains(problem);
  }

  @Test
  void trainNeedsADirectoryForItsModel() {
    job(directory, turned());
    CommandResult result = CommandResult.of("train", directory.resolve("retrain.conf").toString());
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("Missing output.model");
  }

  @Test
  void aSecondProcessIsRefusedWhileAnotherRetrains() {
    Path data = turned();
    ModelRegistry registry = ModelRegistry.open(registry().toString(), new Configuration());
    try (KeptLease held = registry.forRun(line -> {})) {
      held.requireHeld();
      CommandResult result = retrain(data, "busy");
      assertThat(result.code()).isEqualTo(9);
      assertThat(result.err()).contains("uses it; wait for its end");
    }
    assertThatVersionOneIsCurrent();
  }

  @Test
  void aRunThatDiedGoesOnFromWhateverWasWrittenLast() throws IOException {
    Path data = turned();
    byte[] before = Files.readAllBytes(registry("current.json"));
    CommandResult whole = retrain(data, "turned");
    assertThat(whole.code()).as(whole.err() + whole.out()).isZero();
    assertThat(whole.json().path("candidate").asInt()).isEqualTo(2);
    byte[] weights = Files.readAllBytes(registry("versions", "2", "weights.safetensors"));
    assertThat(registry("runs", "turned", "checkpoints")).doesNotExist();
    byte[] after = Files.readAllBytes(registry("current.json"));

    // Killed before the report.
    Files.delete(registry("runs", "turned", "report.json"));
    assertRepeats(data, after, weights);

    // Killed before the current version changed.
    Files.delete(registry("runs", "turned", "report.json"));
    Files.write(registry("current.json"), before);
    assertRepeats(data, null, weights);

    // Killed before the decision.
    Files.delete(registry("runs", "turned", "report.json"));
    Files.delete(registry("runs", "turned", "decision.json"));
    Files.write(registry("current.json"), before);
    assertRepeats(data, null, weights);

    // Killed in the training: nothing but the beginning is there.
    Files.delete(registry("runs", "turned", "report.json"));
    Files.delete(registry("runs", "turned", "decision.json"));
    Files.write(registry("current.json"), before);
    Files.move(registry("versions", "2"), directory.resolve("lost"));
    assertRepeats(data, null, weights);

    // Promoted and rolled back by hand, and killed before the report: not promoted again.
    Files.delete(registry("runs", "turned", "report.json"));
    CommandResult.of("models", registry().toString(), "--rollback").well();
    assertThat(retrain(data, "turned").code()).isZero();
    assertThatVersionOneIsCurrent();
  }

  private void assertRepeats(Path data, byte[] pointer, byte[] weights) throws IOException {
    CommandResult result = retrain(data, "turned");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.json().path("candidate").asInt()).isEqualTo(2);
    assertThat(result.json().path("before").asInt()).isEqualTo(1);
    assertThat(Files.readAllBytes(registry("versions", "2", "weights.safetensors")))
        .isEqualTo(weights);
    assertThat(registry("versions", "3")).doesNotExist();
    if (pointer != null) {
      assertThat(Files.readAllBytes(registry("current.json"))).isEqualTo(pointer);
    }
    assertThat(
            CommandResult.of("models", registry().toString(), "--json")
                .well()
                .json()
                .path("current")
                .asInt())
        .isEqualTo(2);
  }

  @Test
  void aRunIsDoneOnceAndNotWithOtherSettings() {
    Path data = TinyJobs.halves(directory.resolve("halves.csv"));
    CommandResult kept = retrain(data, "same");
    assertThat(kept.code()).as(kept.err()).isEqualTo(7);
    assertThat(kept.out()).contains("Kept version 1; the candidate is version 2");
    CommandResult again = retrain(data, "same");
    assertThat(again.code()).isEqualTo(7);
    assertThat(again.json().path("repeated").asBoolean()).isTrue();
    assertThat(registry("versions", "3")).doesNotExist();
    CommandResult other = retrain(data, "same", "train.epochs=31");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("train.epochs is 31 (was 30)", "name another retrain.run");
    assertThatVersionOneIsCurrent();
  }

  @Test
  void aCandidateCanBeginWithTheCurrentModelAndARunCanGoWithoutAName() throws IOException {
    job(directory, turned());
    CommandResult warm = inDirectory(directory, "retrain.start=warm");
    assertThat(warm.code()).as(warm.err()).isZero();
    assertThat(warm.json().path("run").asText()).startsWith("auto-");
    assertThat(Files.readString(registry("versions", "2", "model.json")))
        .contains("initialWeights");
    CommandResult.of("verify", registry("versions", "2").toString()).well();
    CommandResult same = inDirectory(directory, "retrain.start=warm");
    assertThat(same.json().path("repeated").asBoolean()).isTrue();
  }

  @Test
  void profilesHaveTheSameBitsOnAnyPartitioning() throws IOException {
    Path data = TinyJobs.halves(directory.resolve("halves.csv"));
    CommandResult result =
        retrain(
            data,
            "first",
            "retrain.registry=" + directory.resolve("other"),
            "spark.master=local[3]",
            "spark.default.parallelism=7",
            "data.partitions=5");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(directory.resolve("other").resolve("versions/1/profile.json"))
        .hasSameBinaryContentAs(registry("versions", "1", "profile.json"));
  }

  @Test
  void everyClassThatTravelsIsKnownToKryo() {
    CommandResult result =
        retrain(
            turned(),
            "kryo",
            "spark.serializer=org.apache.spark.serializer.KryoSerializer",
            "spark.kryo.registrationRequired=true");
    assertThat(result.code()).as(result.err()).isZero();
  }
}
