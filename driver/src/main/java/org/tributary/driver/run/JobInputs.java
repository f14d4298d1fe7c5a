package org.tributary.driver.run;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.tributary.driver.files.UserPath;
import org.tributary.driver.source.DataSource;
import org.tributary.driver.source.Sources;
import org.tributary.driver.spec.HoldoutSpec;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.store.Input;

/** The inputs of a job, which its outputs must not overwrite. */
final class JobInputs {
  private JobInputs() {}

  /**
   * Returns the inputs of a job.
   *
   * @param source what it trains on
   * @param alsoRead further inputs, besides those that the job names
   * @param files the settings of the file systems
   */
  static List<Input> of(JobSpec job, DataSource source, List<Input> alsoRead, Configuration files) {
    List<Input> inputs = new ArrayList<>();
    if (source instanceof DataSource.Files named) {
      inputs.add(new Input("data.path", Sources.paths(files, named)));
    }
    if (job.data().holdout() instanceof HoldoutSpec.Path holdout) {
      inputs.add(
          new Input(
              "data.holdout.path",
              Sources.paths(files, new DataSource.Files(holdout.paths(), job.data().format()))));
    }
    job.output()
        .checkpoints()
        .ifPresent(
            spec -> inputs.add(new Input("checkpoint.path", List.of(UserPath.of(spec.path())))));
    job.network()
        .initialWeights()
        .ifPresent(
            path -> inputs.add(new Input("network.initialWeights", List.of(UserPath.of(path)))));
    inputs.addAll(alsoRead);
    return inputs;
  }
}
