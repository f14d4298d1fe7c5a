package org.tributary.driver.solver;

/** The error for an objective that is not a finite number. */
public final class Divergence {
  private Divergence() {}

  /** Returns the exception for an epoch; 0 stands for the initial weights. */
  public static TrainingException at(int epoch, double loss) {
    String when = epoch == 0 ? "at the initial weights" : "at epoch " + epoch;
    return new TrainingException(
        "Cannot train on: the loss is %s %s. Try a lower train.optimizer.learningRate, %s"
            .formatted(loss, when, "data.scaling = robust, or train.precision = float64"));
  }
}
