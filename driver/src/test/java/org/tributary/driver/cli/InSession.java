package org.tributary.driver.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.config.ConfiguredJob;
import org.tributary.driver.config.EffectiveConfiguration;
import org.tributary.driver.config.JobReader;
import org.tributary.driver.run.TrainRun;

/** Trains on the session that tests share, and reports failures as the command line does. */
final class InSession {
  private InSession() {}

  /** Trains a job of settings alone. */
  static CommandResult train(List<String> settings) {
    StringWriter err = new StringWriter();
    try {
      ConfiguredJob job = JobReader.configured("", "the command line", settings);
      TrainRun run =
          new TrainRun(
              job.spec(),
              decided -> EffectiveConfiguration.json(job.decided(decided)),
              List.of(),
              "test");
      TaskLogs.without(() -> run.on(LocalSpark.session(), List.of()));
      return new CommandResult(ExitCode.OK.code(), "", "");
    } catch (Exception | Error e) {
      // Scala throws checked exceptions without declaring them.
      int code = Failures.report(e, new PrintWriter(err), false);
      return new CommandResult(code, "", err.toString());
    }
  }
}
