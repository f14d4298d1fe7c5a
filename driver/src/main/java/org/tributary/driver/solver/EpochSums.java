package org.tributary.driver.solver;

import java.util.Map;
import org.tributary.core.optim.ParameterVector;
import org.tributary.core.summation.GradientSum;

/** Adds up the round trips of an epoch. Mutable. */
final class EpochSums {
  private long rounds;
  private double lossSum;
  private double weightSum;
  private double gradientNorm;

  /**
   * Goes on from a part of an epoch.
   *
   * @param most more round trips than the part has, if it has any
   * @throws IllegalArgumentException if it has as many
   */
  EpochSums(EpochPart part, long most) {
    if (!part.isNone() && part.rounds() >= most) {
      throw new IllegalArgumentException(
          "Cannot resume training: the state has %d round trips of an epoch of %d"
              .formatted(part.rounds(), most));
    }
    rounds = part.rounds();
    lossSum = part.lossSum();
    weightSum = part.weightSum();
    gradientNorm = part.gradientNorm();
  }

  /** Adds a round trip. */
  void add(GradientSum<?> sum) {
    rounds++;
    lossSum += sum.lossSum();
    weightSum += sum.weightSum();
  }

  /** Sets the norm of the last gradient. */
  void gradientNorm(double norm) {
    gradientNorm = norm;
  }

  /** Returns how many round trips of the epoch were made. */
  long rounds() {
    return rounds;
  }

  /** Returns the mean loss of a sample. */
  double meanLoss() {
    return lossSum / weightSum;
  }

  double gradientNorm() {
    return gradientNorm;
  }

  /** Begins the next epoch. */
  void clear() {
    rounds = 0;
    lossSum = 0;
    weightSum = 0;
    gradientNorm = 0;
  }

  /** Returns these sums as a value. */
  EpochPart part(Map<String, ParameterVector> penalties) {
    return rounds == 0
        ? EpochPart.NONE
        : new EpochPart(rounds, lossSum, weightSum, gradientNorm, penalties);
  }
}
