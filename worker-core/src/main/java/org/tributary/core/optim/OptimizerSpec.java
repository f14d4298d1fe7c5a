package org.tributary.core.optim;

import java.io.Serializable;
import java.util.function.UnaryOperator;
import org.tributary.core.network.ParameterLayout;

/** Which optimiser, with its settings. */
public sealed interface OptimizerSpec extends Serializable {

  /** An optimiser that takes one step a gradient, at the rate of a schedule. */
  sealed interface FirstOrder extends OptimizerSpec {
    /** Returns the learning rate of each step. */
    Schedule learningRate();

    /** Returns the same optimiser at another learning rate. */
    FirstOrder withLearningRate(Schedule other);

    /** Returns the same optimiser with each of its schedules changed, that of the decay too. */
    default FirstOrder withSchedules(UnaryOperator<Schedule> change) {
      return withLearningRate(change.apply(learningRate()));
    }

    /** Returns what the optimiser does to a gradient of parameters so laid out. */
    Transform transform(ParameterLayout layout);

    /** Returns what holds its steps back. */
    default NormConstraints constraints() {
      return NormConstraints.NONE;
    }

    /** Returns the same optimiser, held back so and not otherwise. */
    default FirstOrder constrained(NormConstraints other) {
      return other.equals(NormConstraints.NONE) ? this : new Constrained(this, other);
    }

    /** Returns the rate at which weights decay apart from the gradient, 0 for none. */
    default double weightDecay() {
      return 0;
    }

    /** Tells whether a step is the learning rate times the gradient and nothing else. */
    default boolean descendsPlainly() {
      return false;
    }
  }

  /** An optimiser that searches along a direction, with several evaluations an iteration. */
  sealed interface QuasiNewton extends OptimizerSpec {
    /** Returns how many past steps the curvature is estimated from. */
    int memory();
  }

  /** Theta - rate g. */
  record GradientDescent(Schedule learningRate) implements FirstOrder {
    @Override
    public FirstOrder withLearningRate(Schedule other) {
      return new GradientDescent(other);
    }

    @Override
    public boolean descendsPlainly() {
      return true;
    }

    @Override
    public Transform transform(ParameterLayout layout) {
      return new Transform.Descend(learningRate);
    }
  }

  /** Heavy ball: t = momentum t + g; Theta - rate t. Polyak, 1964. */
  record Momentum(Schedule learningRate, double momentum) implements FirstOrder {
    /** Refuses a momentum out of [0, 1). */
    public Momentum {
      Bounds.belowOne("momentum", momentum);
    }

    @Override
    public FirstOrder withLearningRate(Schedule other) {
      return new Momentum(other, momentum);
    }

    @Override
    public Transform transform(ParameterLayout layout) {
      return Transform.chain(new Transform.Trace(momentum), new Transform.Descend(learningRate));
    }
  }

  /** t = momentum t + g; Theta - rate (g + momentum t). Sutskever et al., ICML 2013. */
  record Nesterov(Schedule learningRate, double momentum) implements FirstOrder {
    /** Refuses a momentum out of [0, 1). */
    public Nesterov {
      Bounds.belowOne("momentum", momentum);
    }

    @Override
    public FirstOrder withLearningRate(Schedule other) {
      return new Nesterov(other, momentum);
    }

    @Override
    public Transform transform(ParameterLayout layout) {
      return Transform.chain(
          new Transform.NesterovTrace(momentum), new Transform.Descend(learningRate));
    }
  }

  /** Adam. Kingma and Ba, arXiv:1412.6980. */
  record Adam(Schedule learningRate, double beta1, double beta2, double epsilon)
      implements FirstOrder {
    /** Refuses decay rates out of [0, 1) and an epsilon that is not positive. */
    public Adam {
      Bounds.belowOne("beta1", beta1);
      Bounds.belowOne("beta2", beta2);
      Bounds.positive("epsilon", epsilon);
    }

    @Override
    public FirstOrder withLearningRate(Schedule other) {
      return new Adam(other, beta1, beta2, epsilon);
    }

    @Override
    public Transform transform(ParameterLayout layout) {
      return Transform.chain(
          new Transform.AdamDirection(beta1, beta2, epsilon), new Transform.Descend(learningRate));
    }
  }

  /**
   * Adam with weight decay apart from the gradient. Loshchilov and Hutter, arXiv:1711.05101.
   *
   * @param weightDecay share of each weight that decays a step, times the learning rate
   * @param decay factor of the weight decay at each step, besides the learning rate
   */
  record AdamW(
      Schedule learningRate,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay,
      Schedule decay)
      implements FirstOrder {
    /** Decays weights by the same share at every step, times the learning rate. */
    public AdamW(
        Schedule learningRate, double beta1, double beta2, double epsilon, double weightDecay) {
      this(learningRate, beta1, beta2, epsilon, weightDecay, new Schedule.Constant(1));
    }

    /** Refuses what {@link Adam} refuses, and a negative weight decay. */
    public AdamW {
      Bounds.belowOne("beta1", beta1);
      Bounds.belowOne("beta2", beta2);
      Bounds.positive("epsilon", epsilon);
      Bounds.notNegative("weight decay", weightDecay);
    }

    @Override
    public FirstOrder withLearningRate(Schedule other) {
      return new AdamW(other, beta1, beta2, epsilon, weightDecay, decay);
    }

    @Override
    public FirstOrder withSchedules(UnaryOperator<Schedule> change) {
      return new AdamW(
          change.apply(learningRate), beta1, beta2, epsilon, weightDecay, change.apply(decay));
    }

    @Override
    public Transform transform(ParameterLayout layout) {
      return Transform.chain(
          new Transform.AdamDirection(beta1, beta2, epsilon),
          new Transform.WeightDecay(weightDecay, decay, layout),
          new Transform.Descend(learningRate));
    }
  }

  /**
   * RMSProp: v = decay v + (1 - decay) g^2; Theta - rate g / (sqrt(v) + epsilon). Tieleman and
   * Hinton, 2012.
   */
  record RmsProp(Schedule learningRate, double decay, double epsilon) implements FirstOrder {
    /** Refuses a decay out of [0, 1) and an epsilon that is not positive. */
    public RmsProp {
      Bounds.belowOne("decay of RMSProp", decay);
      Bounds.positive("epsilon", epsilon);
    }

    @Override
    public FirstOrder withLearningRate(Schedule other) {
      return new RmsProp(other, decay, epsilon);
    }

    @Override
    public Transform transform(ParameterLayout layout) {
      return Transform.chain(
          new Transform.RmsDirection(decay, epsilon), new Transform.Descend(learningRate));
    }
  }

  /**
   * Another rule, held back.
   *
   * @param rule the rule, itself not held back
   * @param constraints what holds it back
   */
  record Constrained(FirstOrder rule, NormConstraints constraints) implements FirstOrder {
    /** Refuses a rule that is held back already. */
    public Constrained {
      if (rule instanceof Constrained) {
        throw new IllegalArgumentException("Cannot constrain " + rule + " again: replace its own");
      }
    }

    @Override
    public Schedule learningRate() {
      return rule.learningRate();
    }

    @Override
    public FirstOrder withLearningRate(Schedule other) {
      return new Constrained(rule.withLearningRate(other), constraints);
    }

    @Override
    public FirstOrder withSchedules(UnaryOperator<Schedule> change) {
      return new Constrained(rule.withSchedules(change), constraints);
    }

    /** Returns what the rule does to a gradient that is short enough. */
    @Override
    public Transform transform(ParameterLayout layout) {
      return rule.transform(layout);
    }

    @Override
    public FirstOrder constrained(NormConstraints other) {
      return rule.constrained(other);
    }

    @Override
    public double weightDecay() {
      return rule.weightDecay();
    }

    @Override
    public boolean descendsPlainly() {
      return rule.descendsPlainly();
    }
  }

  /** L-BFGS. Liu and Nocedal, 1989. */
  record Lbfgs(int memory) implements QuasiNewton {
    /** Refuses a memory of no steps. */
    public Lbfgs {
      Bounds.atLeastOne("memory of L-BFGS", memory);
    }
  }

  /** OWL-QN: L-BFGS for an objective with an L1 penalty. Andrew and Gao, ICML 2007. */
  record Owlqn(int memory) implements QuasiNewton {
    /** Refuses a memory of no steps. */
    public Owlqn {
      Bounds.atLeastOne("memory of OWL-QN", memory);
    }
  }
}
