package org.tributary.driver.config;

import static org.tributary.driver.config.Keys.L1;
import static org.tributary.driver.config.Keys.OPTIMIZER;

import org.tributary.core.objective.Penalty;
import org.tributary.core.optim.Restraint;
import org.tributary.driver.config.Choices.OptimizerName;

/** Reads what keeps a network from learning its training data by heart. */
final class RegularizationReader {
  private RegularizationReader() {}

  /** Reads the penalty; an L1 penalty that the optimizer cannot take up is noted as a problem. */
  static Penalty penalty(Settings settings, OptimizerName optimizer) {
    double l1 = settings.value(L1);
    if (l1 > 0 && optimizer == OptimizerName.LBFGS) {
      settings.refuse(
          L1,
          settings.chosenBy(OPTIMIZER, optimizer)
              + " needs a derivative everywhere, and the L1 penalty has none at 0; set"
              + " train.optimizer.name to owlqn or to a first-order rule such as adam, or"
              + " train.l1 to 0");
    }
    return new Penalty(l1, settings.value(Keys.L2));
  }

  /** Reads what holds steps back; beside a quasi-Newton method it is noted as a problem. */
  static Restraint restraint(Settings settings, OptimizerName optimizer) {
    double clipNorm = settings.value(Keys.CLIP_NORM);
    double maxNorm = settings.value(Keys.MAX_NORM);
    if (isQuasiNewton(optimizer)) {
      String method = settings.chosenBy(OPTIMIZER, optimizer);
      if (clipNorm > 0) {
        settings.refuse(
            Keys.CLIP_NORM,
            method
                + " estimates curvature from gradients as they are, and searches for the length of"
                + " its step; set train.optimizer.name to a first-order rule such as adam, or"
                + " train.clipNorm to 0");
      }
      if (maxNorm > 0) {
        settings.refuse(
            Keys.MAX_NORM,
            method
                + " minimises without constraints, and moving weights behind its back would spoil"
                + " its estimate of curvature; set train.optimizer.name to a first-order rule such"
                + " as adam, or train.maxNorm to 0, or use train.l2");
      }
    }
    return new Restraint(clipNorm, maxNorm);
  }

  /** Tells whether an optimizer compares values of J along a line. */
  static boolean isQuasiNewton(OptimizerName optimizer) {
    return switch (optimizer) {
      case LBFGS, OWLQN -> true;
      case GRADIENT_DESCENT, MOMENTUM, NESTEROV, ADAM, ADAMW, RMSPROP -> false;
    };
  }
}
