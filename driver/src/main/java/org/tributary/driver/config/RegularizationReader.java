package org.tributary.driver.config;

import static org.tributary.driver.config.Keys.L1;
import static org.tributary.driver.config.Keys.OPTIMIZER;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.network.Dropout;
import org.tributary.core.network.Regularization;
import org.tributary.core.objective.Penalty;
import org.tributary.core.optim.NormConstraints;
import org.tributary.driver.config.OptionNames.OptimizerName;
import org.tributary.driver.config.OptionNames.StrategyName;
import org.tributary.driver.spec.NetworkSpec;

/** Reads the regularization settings, which reduce overfitting. */
final class RegularizationReader {
  private RegularizationReader() {}

  /** Reads the penalty; an L1 penalty that the optimizer does not support is a problem. */
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

  /** Reads clipping and the maximum norm, which a quasi-Newton method does not support. */
  static NormConstraints constraints(Settings settings, OptimizerName optimizer) {
    double clipNorm = settings.value(Keys.CLIP_NORM);
    double maxNorm = settings.value(Keys.MAX_NORM);
    if (isQuasiNewton(optimizer)) {
      settings.omit(Keys.CLIP_NORM);
      settings.omit(Keys.MAX_NORM);
      String method = settings.chosenBy(OPTIMIZER, optimizer);
      if (clipNorm > 0) {
        settings.refuse(
            Keys.CLIP_NORM,
            method
                + " estimates curvature from unmodified gradients and uses a line search; set"
                + " train.optimizer.name to a first-order rule such as adam, or"
                + " train.clipNorm to 0");
      }
      if (maxNorm > 0) {
        settings.refuse(
            Keys.MAX_NORM,
            method
                + " does not support constraints, because they would invalidate its estimate"
                + " of curvature; set train.optimizer.name to a first-order rule such"
                + " as adam, or train.maxNorm to 0, or use train.l2");
      }
    }
    return new NormConstraints(clipNorm, maxNorm);
  }

  /** Reads dropout and label smoothing; values that do not fit the job are problems. */
  static Regularization regularization(
      Settings settings, OptimizerName optimizer, NetworkSpec network) {
    List<Double> dropout = dropout(settings);
    double inputDropout = settings.value(Keys.INPUT_DROPOUT);
    if (isQuasiNewton(optimizer)) {
      settings.omit(Keys.INPUT_DROPOUT);
      settings.omit(Keys.DROPOUT);
    }
    Dropout all = new Dropout(inputDropout, dropout);
    if (all.isActive()) {
      Key<?> key = inputDropout > 0 ? Keys.INPUT_DROPOUT : Keys.DROPOUT;
      if (isQuasiNewton(optimizer)) {
        refuseWithQuasiNewton(settings, optimizer, dropout, inputDropout);
      }
      if (settings.value(Keys.STRATEGY) == StrategyName.FULL_BATCH
          && settings.value(Keys.GRADIENT_NORM) > 0) {
        settings.refuse(
            Keys.GRADIENT_NORM,
            key.name()
                + " (%s) drops different units at every step, so the gradient norm does not"
                    .formatted(settings.where(key))
                + " converge to 0; set train.stop.improvement or train.stop.patience");
      }
    }
    return new Regularization(all, labelSmoothing(settings, network));
  }

  private static void refuseWithQuasiNewton(
      Settings settings, OptimizerName optimizer, List<Double> dropout, double inputDropout) {
    String reason =
        settings.chosenBy(OPTIMIZER, optimizer)
            + " uses a line search, which needs the same objective at every evaluation,"
            + " without dropout; set train.optimizer.name to a first-order rule such as"
            + " adam, or ";
    if (inputDropout > 0) {
      settings.refuse(Keys.INPUT_DROPOUT, reason + "train.inputDropout to 0");
    }
    if (dropout.stream().anyMatch(rate -> rate > 0)) {
      settings.refuse(Keys.DROPOUT, reason + "train.dropout to 0");
    }
  }

  /** Returns a rate for each hidden layer, or none at all. */
  private static List<Double> dropout(Settings settings) {
    List<Double> rates = settings.value(Keys.DROPOUT);
    int layers = settings.value(Keys.HIDDEN).size();
    settings.resolve(
        Keys.DROPOUT,
        rates.size() == layers
            ? rates
            : Collections.nCopies(layers, rates.isEmpty() ? 0 : rates.get(0)));
    if (layers == 0) {
      settings.omit(Keys.DROPOUT);
    }
    if (rates.stream().allMatch(rate -> rate == 0)) {
      return List.of();
    }
    if (layers == 0) {
      settings.refuse(
          Keys.DROPOUT,
          "network.hidden is empty, so there are no hidden units to drop; remove it, or set"
              + " train.inputDropout to drop inputs");
      return List.of();
    }
    if (rates.size() != 1 && rates.size() != layers) {
      settings.invalid(
          Keys.DROPOUT, "one rate, or one for each of the " + layers + " hidden layers");
      return List.of();
    }
    return rates.size() == layers ? rates : Collections.nCopies(layers, rates.get(0));
  }

  private static double labelSmoothing(Settings settings, NetworkSpec network) {
    double smoothing = settings.value(Keys.LABEL_SMOOTHING);
    Optional<OutputLoss> ofNumbers = network.output().filter(output -> !output.takesSmoothing());
    if (ofNumbers.isPresent()) {
      settings.omit(Keys.LABEL_SMOOTHING);
    }
    if (smoothing > 0 && ofNumbers.isPresent()) {
      settings.refuse(
          Keys.LABEL_SMOOTHING,
          "network.output is %s (%s), which"
                  .formatted(ValueTypes.name(ofNumbers.get()), settings.where(Keys.OUTPUT_LOSS))
              + " is for regression, and label smoothing needs classes; set"
              + " train.labelSmoothing to 0, or"
              + " network.output to softmax-cross-entropy or sigmoid-cross-entropy");
    }
    return smoothing;
  }

  /** Returns whether an optimizer uses a line search. */
  static boolean isQuasiNewton(OptimizerName optimizer) {
    return switch (optimizer) {
      case LBFGS, OWLQN -> true;
      case GRADIENT_DESCENT, MOMENTUM, NESTEROV, ADAM, ADAMW, RMSPROP -> false;
    };
  }
}
