package org.tributary.core.optim;

import java.io.Serializable;

/** Which optimiser, with its settings. */
public sealed interface OptimizerSpec extends Serializable {

  /** An optimiser that takes one step a gradient, at the rate of a schedule. */
  sealed interface FirstOrder extends OptimizerSpec {
    /** Returns the learning rate of each step. */
    Schedule learningRate();
  }

  /** An optimiser that searches along a direction, with several evaluations an iteration. */
  sealed interface QuasiNewton extends OptimizerSpec {
    /** Returns how many past steps the curvature is estimated from. */
    int memory();
  }

  /** Theta - rate g. */
  record GradientDescent(Schedule learningRate) implements FirstOrder {}

  /** Heavy ball: t = momentum t + g; Theta - rate t. Polyak, 1964. */
  record Momentum(Schedule learningRate, double momentum) implements FirstOrder {}

  /** t = momentum t + g; Theta - rate (g + momentum t). Sutskever et al., ICML 2013. */
  record Nesterov(Schedule learningRate, double momentum) implements FirstOrder {}

  /** Adam. Kingma and Ba, arXiv:1412.6980. */
  record Adam(Schedule learningRate, double beta1, double beta2, double epsilon)
      implements FirstOrder {}

  /** Adam with weight decay apart from the gradient. Loshchilov and Hutter, arXiv:1711.05101. */
  record AdamW(
      Schedule learningRate, double beta1, double beta2, double epsilon, double weightDecay)
      implements FirstOrder {}

  /** RMSProp. Tieleman and Hinton, 2012. */
  record RmsProp(Schedule learningRate, double decay, double epsilon) implements FirstOrder {}

  /** L-BFGS. Liu and Nocedal, 1989. */
  record Lbfgs(int memory) implements QuasiNewton {}

  /** OWL-QN: L-BFGS for an objective with an L1 penalty. Andrew and Gao, ICML 2007. */
  record Owlqn(int memory) implements QuasiNewton {}
}
