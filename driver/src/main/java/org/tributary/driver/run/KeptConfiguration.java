package org.tributary.driver.run;

import org.tributary.driver.spec.JobSpec;

/** Renders the configuration that is saved in a model, so that its training can be repeated. */
@FunctionalInterface
public interface KeptConfiguration {
  /**
   * Returns the text that is saved with the model, which must be JSON.
   *
   * @param decided the job, with the values that depend on the data
   */
  String text(JobSpec decided);
}
