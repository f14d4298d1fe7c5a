package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.core.model.Model;
import org.tributary.core.model.Safetensors;
import org.tributary.core.model.Tensor;

class WarmStartTest {
  @TempDir private Path directory;
  private Path job;
  private Path first;

  @BeforeEach
  void train() {
    job =
        TinyJobs.job(
            TinyJobs.halves(directory.resolve("halves.csv")), "data.label = kind", "train.l2 = 1");
    first = directory.resolve("first");
    train("output.model=" + first).well();
  }

  private CommandResult train(String... overrides) {
    String[] arguments = new String[overrides.length + 3];
    arguments[0] = "train";
    arguments[1] = job.toString();
    arguments[2] = "--json";
    System.arraycopy(overrides, 0, arguments, 3, overrides.length);
    return CommandResult.of(arguments);
  }

  private JsonNode warm(String initial, String... more) {
    String[] overrides = new String[more.length + 2];
    overrides[0] = "network.initialWeights=" + initial;
    overrides[1] = "output.model=" + directory.resolve("second");
    System.arraycopy(more, 0, overrides, 2, more.length);
    return train(overrides).well().json();
  }

  private double firstLoss(JsonNode result) {
    return result.get("curve").get(0).get("loss").asDouble();
  }

  @Test
  void trainingBeginsWhereTheEarlierModelEnded() {
    double end =
        train("output.model=" + directory.resolve("again"))
            .well()
            .json()
            .get("trainingLoss")
            .asDouble();
    JsonNode warm = warm(first.toString(), "train.epochs=1");
    assertThat(firstLoss(warm)).isLessThanOrEqualTo(end);
    assertThat(
            firstLoss(
                warm(
                    "" + first.resolve("weights.safetensors"),
                    "train.epochs=1",
                    "output.existing=replace")))
        .isEqualTo(firstLoss(warm));
  }

  @Test
  void inputsAreFoundByTheirNames() throws IOException {
    // The same columns in another order, and one that is new.
    Path other = directory.resolve("other.csv");
    List<String> lines = Files.readAllLines(directory.resolve("halves.csv"));
    StringBuilder text = new StringBuilder("noise,b,a,kind\n");
    for (int i = 1; i < lines.size(); i++) {
      String[] cells = lines.get(i).split(",", -1);
      text.append("%d,%s,%s,%s%n".formatted(i % 7, cells[1], cells[0], cells[2]));
    }
    Files.writeString(other, text);
    double cold =
        firstLoss(
            train("data.path=" + other, "train.epochs=1", "output.model=" + directory.resolve("c"))
                .well()
                .json());
    assertThat(firstLoss(warm(first.toString(), "data.path=" + other, "train.epochs=1")))
        .isLessThan(cold);
  }

  @Test
  void weightsOfAnotherNetworkAreRefused() throws IOException {
    CommandResult wider =
        train(
            "network.initialWeights=" + first,
            "network.hidden=[6]",
            "output.model=" + directory.resolve("second"));
    assertThat(wider.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(wider.err()).contains("its network is 2-5-2").contains("expected 2-6-2");
    Path file = directory.resolve("half.safetensors");
    Tensor tensor = new Tensor(Tensor.Type.F32, List.of(5, 3), new double[15]);
    Files.write(file, Safetensors.encode(Map.of("theta.1", tensor)));
    CommandResult half =
        train("network.initialWeights=" + file, "output.model=" + directory.resolve("second"));
    assertThat(half.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(half.err()).contains("there is no tensor theta.2 in it");
    assertThat(directory.resolve("second")).doesNotExist();
  }

  @Test
  void weightsThatCannotBeReadAreReportedAsModels() throws IOException {
    Path file = Files.writeString(directory.resolve("text.safetensors"), "no weights");
    for (String path : List.of(file.toString(), directory.resolve("none").toString())) {
      CommandResult result =
          train("network.initialWeights=" + path, "output.model=" + directory.resolve("second"));
      assertThat(result.code()).isEqualTo(ExitCode.MODEL.code());
    }
  }

  @Test
  void theModelToBeginWithIsNotOverwritten() {
    Model before = Model.read(first);
    CommandResult result =
        train(
            "network.initialWeights=" + first, "output.model=" + first, "output.existing=replace");
    assertThat(result.code()).isEqualTo(ExitCode.MODEL.code());
    assertThat(result.err()).contains("it is network.initialWeights; name another directory");
    assertThat(Model.read(first)).isEqualTo(before);
  }
}
