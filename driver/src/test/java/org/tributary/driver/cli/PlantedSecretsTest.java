package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets of settings, options and addresses are in no output and no file of a run. */
class PlantedSecretsTest {
  private static final String PLANTED = "xyzzy-planted";

  /** What a job with access to stores and databases has. */
  private static final String SECRETS =
      """
      spark.hadoop.fs.s3a.access.key = "xyzzy-planted-access"
      spark.hadoop.fs.s3a.secret.key = "xyzzy-planted-secret"
      spark.hadoop.fs.azure.account.key.store.net = "xyzzy-planted-account"
      spark.ssl.keyPassword = "xyzzy-planted-key"
      spark.executorEnv.LOGIN = "xyzzy-planted-environment"
      spark.executor.extraJavaOptions = "-Dstore.password=xyzzy-planted-option"
      spark.logConf = true
      """;

  @TempDir private Path directory;

  private Path job(String data) {
    Path output = directory.resolve("output");
    return TinyJobs.write(
        directory.resolve("job.conf"),
        """
        %s
        data.label = kind
        data.holdout.fraction = 0.2
        network.hidden = [3]
        train.epochs = 2
        output.model = "%s/model"
        checkpoint { path = "%s/checkpoints", every = 1 }
        %s
        """
            .formatted(data, output, output, SECRETS));
  }

  private String source() {
    Path csv = TinyJobs.halves(directory.resolve("halves.csv"));
    return """
        data.format = spark
        data.path = "%s"
        data.spark {
          source = csv
          options {
            header = true, inferSchema = true, password = xyzzy-planted-password
            url = "jdbc:postgresql://me:xyzzy-planted-user@host/db?password=xyzzy-planted-parameter"
          }
        }
        """
        .formatted(csv);
  }

  private void assertNoSecret(CommandResult ran) throws IOException {
    assertThat(ran.out() + ran.err()).doesNotContain(PLANTED);
    if (!Files.exists(directory.resolve("output"))) {
      return;
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory.resolve("output"))) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      assertThat(text).as(file.toString()).doesNotContain(PLANTED);
    }
  }

  @Test
  void runLeavesNoSecretInItsOutputOrItsFiles() throws IOException {
    Path job = job(source());
    CommandResult trained = CommandResult.ofOwnSession("train", job.toString(), "--json");
    assertThat(trained.code()).as(trained.err()).isZero();
    assertNoSecret(trained);
    Path output = directory.resolve("output");
    assertThat(output.resolve("checkpoints")).isDirectoryContaining(p -> true);

    String model = output.resolve("model").toString();
    for (String[] command :
        new String[][] {
          {"inspect", model},
          {"card", model},
          {"export", model, output.resolve("model.onnx").toString()},
          {
            "predict",
            model,
            directory.resolve("halves.csv").toString(),
            output.resolve("predictions").toString(),
            "data.format=csv",
            "spark.hadoop.fs.s3a.secret.key=xyzzy-planted-secret"
          }
        }) {
      CommandResult ran = CommandResult.ofOwnSession(command);
      assertThat(ran.code()).as(ran.err()).isZero();
      assertNoSecret(ran);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data.label=none",
        "data.path=s3a://me:xyzzy-planted-address@bucket/rows.csv",
        "data.path=https://me:xyzzy-planted-address@host.invalid/rows.csv",
        "data.spark.source=jdbc",
        "data.spark.source=jdbc data.spark.options.url=jdbc:none://host/db?password=xyzzy-planted-other",
        "data.spark.options.password=[xyzzy-planted-list]",
        "network.initialWeights=s3a://me:xyzzy-planted-address@bucket/model",
        "output.model=s3a://me:xyzzy-planted-address@bucket/model",
        "checkpoint.path=s3a://me:xyzzy-planted-address@bucket/checkpoints",
        "spark.hadoop.fs.s3a.secret.key={a=xyzzy-planted-object}",
        "spark.ssl.keyPassword=xyzzy-planted-key spark.master=foo",
        "train.epochs=0"
      })
  void failureShowsNoSecret(String settings) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("train", job(source()).toString()));
    arguments.addAll(List.of(settings.split(" ", -1)));
    CommandResult failed = CommandResult.ofOwnSession(arguments.toArray(String[]::new));
    assertThat(failed.code()).isNotZero();
    assertNoSecret(failed);

    arguments.add("--stacktrace");
    assertNoSecret(CommandResult.ofOwnSession(arguments.toArray(String[]::new)));
  }
}
