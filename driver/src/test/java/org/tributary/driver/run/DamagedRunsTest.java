package org.tributary.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.core.model.ModelException;
import org.tributary.driver.checkpoint.RunSettings;
import org.tributary.driver.fuzz.DamagedRecord;

/** The records of a run of retraining, damaged at random. */
class DamagedRunsTest {
  private static final RetrainDirectory.Begin BEGIN =
      new RetrainDirectory.Begin(
          new RunSettings(Map.of("train.seed", "1", "network.hidden", "[2,3]")), 3);

  @TempDir private Path directory;
  private RetrainDirectory run;

  @BeforeEach
  void open() throws IOException {
    run =
        new RetrainDirectory(
            "2026-01",
            FileSystem.getLocal(new Configuration()),
            new org.apache.hadoop.fs.Path(directory.toString()));
  }

  private void requireReadOrRefused(String file, Consumer<RetrainDirectory> reading)
      throws Exception {
    Path record = directory.resolve(file);
    DamagedRecord.requireReadOrRefused(
        file,
        Files.readAllBytes(record),
        ModelException.class,
        content -> {
          Files.write(record, content);
          reading.accept(run);
        });
  }

  @Test
  void damagedBeginningIsReadOrRefused() throws Exception {
    run.begin(BEGIN);
    requireReadOrRefused(
        "run.json",
        each -> {
          try {
            assertThat(each.begin(BEGIN).before()).isNotNegative();
          } catch (org.tributary.driver.spec.InvalidConfiguration otherSettings) {
            assertThat(otherSettings).hasMessageStartingWith("Cannot go on with run 2026-01: ");
          }
        });
  }

  @Test
  void damagedDecisionIsReadOrRefused() throws Exception {
    run.decide(RetrainRecordTest.compared());
    requireReadOrRefused("decision.json", each -> requireReports(each.decision()));
  }

  @Test
  void damagedReportIsReadOrRefused() throws Exception {
    run.finish(RetrainRecordTest.compared());
    requireReadOrRefused("report.json", each -> requireReports(each.report()));
  }

  private static void requireReports(Optional<RetrainOutcome> outcome) {
    assertThat(RetrainReport.of(outcome.orElseThrow())).isNotBlank();
  }
}
