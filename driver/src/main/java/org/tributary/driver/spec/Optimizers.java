package org.tributary.driver.spec;

import org.tributary.core.optim.OptimizerSpec;
import org.tributary.core.optim.Schedule;

/** Every optimiser with its defaults, at a constant learning rate. */
public final class Optimizers {
  /** Gradient descent. */
  public static final OptimizerSpec.GradientDescent GRADIENT_DESCENT =
      new OptimizerSpec.GradientDescent(new Schedule.Constant(0.1));

  /** Gradient descent with momentum. */
  public static final OptimizerSpec.Momentum MOMENTUM =
      new OptimizerSpec.Momentum(new Schedule.Constant(0.01), 0.9);

  /** Gradient descent with Nesterov's momentum. */
  public static final OptimizerSpec.Nesterov NESTEROV =
      new OptimizerSpec.Nesterov(new Schedule.Constant(0.01), 0.9);

  /** Adam. */
  public static final OptimizerSpec.Adam ADAM =
      new OptimizerSpec.Adam(new Schedule.Constant(0.001), 0.9, 0.999, 1e-8);

  /** Adam with decoupled weight decay. */
  public static final OptimizerSpec.AdamW ADAMW =
      new OptimizerSpec.AdamW(new Schedule.Constant(0.001), 0.9, 0.999, 1e-8, 0.01);

  /** RMSProp. */
  public static final OptimizerSpec.RmsProp RMSPROP =
      new OptimizerSpec.RmsProp(new Schedule.Constant(0.001), 0.9, 1e-8);

  /** L-BFGS. */
  public static final OptimizerSpec.Lbfgs LBFGS = new OptimizerSpec.Lbfgs(10);

  /** OWL-QN. */
  public static final OptimizerSpec.Owlqn OWLQN = new OptimizerSpec.Owlqn(10);

  private Optimizers() {}
}
