package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlattenCommandTest {
  @TempDir private Path directory;

  private Path job() throws IOException {
    Files.writeString(directory.resolve("base.conf"), "data { path = a.csv, label = b }\n");
    return Files.writeString(
        directory.resolve("job.conf"), "include \"base.conf\"\noutput.model = m\n");
  }

  @Test
  void aJobIsPrintedAsOneConfiguration() throws IOException {
    CommandResult printed = CommandResult.of("flatten", job().toString(), "train.epochs=3").well();
    assertThat(printed.out().lines())
        .containsExactly(
            "data.path = \"a.csv\"",
            "data.label = \"b\"",
            "train.epochs = \"3\"",
            "output.model = \"m\"");
  }

  @Test
  void secretsArePrintedAsTheyAre() throws IOException {
    CommandResult printed =
        CommandResult.of("flatten", job().toString(), "spark.hadoop.fs.s3a.secret.key=hush");
    assertThat(printed.well().out()).contains("hush");
  }

  @Test
  void anInvalidJobPrintsNothing() throws IOException {
    CommandResult refused = CommandResult.of("flatten", job().toString(), "train.epochs=-1");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()).contains("Invalid train.epochs (command line): -1");
  }

  @Test
  void aFileElsewhereIsRefused() {
    CommandResult refused = CommandResult.of("flatten", "hdfs://nowhere/job.conf");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("Cannot flatten hdfs://nowhere/job.conf: it is no local");
  }
}
