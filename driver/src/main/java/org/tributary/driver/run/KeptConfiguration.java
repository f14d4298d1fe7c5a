package org.tributary.driver.run;

import org.tributary.driver.spec.JobSpec;

/** Writes the configuration that a model keeps, so that its training can be repeated. */
@FunctionalInterface
public interface KeptConfiguration {
  /**
   * Returns the text that is stored with the model, which has to be JSON.
   *
   * @param decided the job, with the values that the data decided
   */
  String text(JobSpec decided);
}
