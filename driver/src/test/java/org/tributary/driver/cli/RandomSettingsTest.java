package org.tributary.driver.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.driver.fuzz.Mutation;
import org.tributary.driver.fuzz.Rounds;

/** Configurations and arguments with seeded random damage are read or refused, without Spark. */
class RandomSettingsTest {
  /** The number of problems, then a line for each; the parser repeats lines of the file. */
  private static final int MOST_LINES = 60;

  private static final String CONFIGURATION =
      """
      // A job.
      base = conf
      data { path = "rows.csv", label = kind, holdout.fraction = 0.2 }
      data.columns = { zip = category, "x*" = number }
      data.csv { delimiter = ";", header = true }
      network { hidden = [64, 32], activation = [relu, tanh] }
      train { seed = 7, epochs = 3, optimizer { name = adam, learningRate = 1e-3 } }
      train.strategy { name = mini-batch, batch = 16 }
      train.optimizer.schedule { name = cosine, steps = 100 }
      checkpoint { path = ${base}/checkpoints, every = 10m }
      output.model = ${?HOME}/model
      spark { master = "local[2]", ui.enabled = false }
      """;

  private static final List<String> WORDS =
      List.of(
          "x.conf",
          "",
          "-",
          "--",
          "---",
          "-h",
          "-V",
          "--json",
          "--help",
          "--rows",
          "--rows=all",
          "--format",
          "json",
          "--existing",
          "replace",
          "--current",
          "0",
          "-1",
          "99999999999",
          "--rollback",
          "--from",
          "--epochs",
          "1-",
          "-1-2",
          "--data",
          "train.epochs=x",
          "train.epochs=",
          "data.path=x.csv",
          "=",
          "=x",
          "a=b",
          "a.b.c",
          "spark.hadoop.x=y",
          "spark.=1",
          "\u0000",
          "\u001b[2J",
          "\ud800",
          "\u202e",
          "network.hidden=[",
          "data={",
          "data.columns={a=b",
          "train={epochs=0}",
          "\"=1",
          "'x'=1",
          "${x}=1",
          "a=${x}",
          "a=\"",
          "@x",
          "@",
          "file:",
          "file:///",
          "hdfs://",
          "://x",
          "s3a://b/x",
          "x".repeat(300),
          "*",
          "[",
          "{a,b}",
          "~",
          "..",
          "/",
          "--no-such",
          "-x",
          "--rows=");

  @TempDir private Path directory;

  @Test
  void damagedConfigurationIsReadOrRefused() throws Exception {
    Rounds.run(
        "configuration",
        (round, random) -> {
          byte[] whole = CONFIGURATION.getBytes(StandardCharsets.UTF_8);
          byte[] changed =
              random.nextBoolean()
                  ? Mutation.of(whole, random)
                  : RandomRowsTest.inserted(CONFIGURATION, random).getBytes(StandardCharsets.UTF_8);
          Path file = Files.write(directory.resolve("x.conf"), changed);
          Fuzz.requireReadOrRefused(
              CommandResult.of("flatten", file.toString()),
              MOST_LINES,
              ExitCode.OK,
              ExitCode.USAGE);
        });
  }

  @Test
  void randomArgumentsAreRefused() throws Exception {
    Rounds.run(
        "arguments",
        (round, random) -> {
          List<String> line = new ArrayList<>();
          String command = Commands.ALL.get(random.nextInt(Commands.ALL.size()));
          line.add(command);
          int count = random.nextInt(5);
          for (int i = 0; i < count; i++) {
            line.add(WORDS.get(random.nextInt(WORDS.size())));
          }
          line.addAll(refused(command, random));
          Fuzz.requireReadOrRefused(
              CommandResult.of(line.toArray(String[]::new)),
              MOST_LINES,
              ExitCode.OK,
              ExitCode.USAGE,
              ExitCode.DATA,
              ExitCode.MODEL);
        });
  }

  /** Returns an argument that is refused in any case, so that nothing is trained or measured. */
  private static List<String> refused(String command, Random random) {
    return switch (command) {
      case "train", "retrain", "gradient-check" -> List.of("train.epochs=0");
      case "bench" -> List.of("--rounds", "0");
      default ->
          random.nextBoolean() ? Collections.emptyList() : List.of("data.path=" + random.nextInt());
    };
  }
}
