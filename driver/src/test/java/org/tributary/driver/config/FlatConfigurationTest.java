package org.tributary.driver.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tributary.driver.config.Jobs.problems;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.driver.spec.JobSpec;

class FlatConfigurationTest {
  @TempDir private Path directory;

  private Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static JobSpec read(String flat) {
    return JobReader.read(flat, "flat.conf", List.of());
  }

  @Test
  void flatTextIsTheSameJobWithoutIncludesVariablesAndOverrides() throws IOException {
    write("shared/seed.conf", "train.seed = 7\n");
    write("shared/base.conf", "include \"seed.conf\"\nnetwork.hidden = [5, 6]\n");
    Path file =
        write(
            "jobs/job.conf",
            """
            include "../shared/base.conf"
            data { path = ${HOME}/"a b.csv", label = "größe" }
            output.model = models/${data.label}
            train { preset = plain, optimizer.name = adam, epochs = 3 }
            spark { executor.memory = 2g, hadoop.fs.s3a.secret.key = hidden }
            """);
    List<String> overrides =
        List.of("train.epochs=9", "spark.sql.shuffle.partitions=3", "train.optimizer.name=");
    String flat = FlatConfiguration.of(Optional.of(file), overrides);
    assertThat(flat).doesNotContain("include", "${").contains("größe", "hidden");
    assertThat(read(flat)).isEqualTo(JobReader.read(file, overrides));
  }

  @Test
  void settingsAloneAreFlattened() {
    List<String> settings = List.of("data.path=a.csv", "data.label=b", "output.model=c");
    String flat = FlatConfiguration.of(Optional.empty(), settings);
    assertThat(flat).hasLineCount(3);
    assertThat(read(flat)).isEqualTo(JobReader.read("", "flat.conf", settings));
  }

  @Test
  void wrongSettingsAreReportedWithTheirPlaces() throws IOException {
    write("jobs/base.conf", "train.epochs = many\n");
    Path file = write("jobs/job.conf", Jobs.SMALLEST + "include \"base.conf\"\n");
    assertThat(problems(() -> FlatConfiguration.of(Optional.of(file), List.of("train.sed=1"))))
        .hasSize(2)
        .anyMatch(problem -> problem.contains("base.conf:1"))
        .anyMatch(problem -> problem.contains("train.sed"));
  }
}
