package org.tributary.driver.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.model.ModelFiles;
import org.tributary.driver.fuzz.JsonMutation;
import org.tributary.driver.fuzz.Mutation;
import org.tributary.driver.fuzz.Rounds;

/** Models and registries with seeded random damage are read or refused, in one line. */
class DamagedModelFilesTest {
  private static final byte[] ROWS = "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path directory;

  private Path fresh(int round) throws Exception {
    return Files.createDirectory(directory.resolve("round-" + round));
  }

  /** Every command that reads a model without Spark. */
  private static void requireReadOrRefused(Path model) {
    CommandResult inspected = CommandResult.of("inspect", model.toString());
    Fuzz.requireReadOrRefused(inspected, 1, ExitCode.OK, ExitCode.MODEL);
    if (inspected.code() == ExitCode.OK.code()) {
      Fuzz.requireReadOrRefused(
          CommandResult.of("card", model.toString()), 1, ExitCode.OK, ExitCode.MODEL);
      Fuzz.requireReadOrRefused(
          CommandResult.of("export", model.toString(), model.resolveSibling("x.onnx").toString()),
          1,
          ExitCode.OK,
          ExitCode.MODEL);
    }
    Fuzz.requireReadOrRefused(
        Scoring.of(model, ROWS), 2, ExitCode.OK, ExitCode.DATA, ExitCode.MODEL);
  }

  @ParameterizedTest
  @ValueSource(strings = {ModelFiles.DESCRIPTION, ModelFiles.WEIGHTS})
  void damagedFileOfAModelIsRefused(String name) throws Exception {
    Rounds.run(
        name,
        (round, random) -> {
          Path model = StoredFiles.model(fresh(round));
          Path file = model.resolve(name);
          Files.write(file, Mutation.of(Files.readAllBytes(file), random));
          requireReadOrRefused(model);
        });
  }

  @Test
  void forgedDescriptionIsReadOrRefused() throws Exception {
    Rounds.run(
        "forged description",
        (round, random) -> {
          Path model = StoredFiles.model(fresh(round));
          Path file = model.resolve(ModelFiles.DESCRIPTION);
          Forgery.write(file, JsonMutation.of(Files.readString(file), random));
          requireReadOrRefused(model);
        });
  }

  @Test
  void forgedWeightsAreReadOrRefused() throws Exception {
    Rounds.run(
        "forged weights",
        (round, random) -> {
          Path model = StoredFiles.model(fresh(round));
          byte[] bytes = Files.readAllBytes(model.resolve(ModelFiles.WEIGHTS));
          Forgery.weights(model, Mutation.of(bytes, random));
          requireReadOrRefused(model);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"current.json", "_registry.json", "versions/2/version.json"})
  void damagedFileOfARegistryIsReadOrRefused(String name) throws Exception {
    Rounds.run(
        name,
        (round, random) -> {
          Path registry = StoredFiles.registry(fresh(round));
          Path file = registry.resolve(name);
          Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
          Files.write(file, changed(file, random));
          Fuzz.requireReadOrRefused(
              CommandResult.of("models", registry.toString()), 1, ExitCode.OK, ExitCode.MODEL);
          Fuzz.requireReadOrRefused(
              CommandResult.of("models", registry.toString(), "--json", "--rollback"),
              1,
              ExitCode.OK,
              ExitCode.MODEL);
          requireReadOrRefused(registry);
        });
  }

  private static byte[] changed(Path file, Random random) throws Exception {
    return random.nextBoolean()
        ? Mutation.of(Files.readAllBytes(file), random)
        : JsonMutation.of(Files.readString(file), random).getBytes(StandardCharsets.UTF_8);
  }
}
