package org.tributary.driver.train;

import java.util.List;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Precision;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;
import org.tributary.core.optim.OptimizerSpec;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.spec.StrategySpec;
import org.tributary.driver.spec.TrainSpec;

/**
 * A lower bound of the memory of training, in bytes: only what is live at the same time, without
 * garbage, and independent of the number of tasks per process.
 *
 * <pre>
 *   driver  P (8 (v + c) + b (w + s))        vectors in float64, vectors in the precision of the
 *                                            run, and the broadcast values
 *   task    P 2 b s                          the broadcast values, and a sum
 *           + b (B + C) (u_0 + 1)            a block, and the rows gathered from blocks
 *           + b A sum_l n_l (u_l + 1)        activations of layer 1 and on
 * </pre>
 *
 * <p>P is the number of parameters, b the bytes of a number, s the vectors of a sum, B the rows of
 * a block, C the rows that a step gathers and u_l the units of a layer; A is C or, where nothing is
 * gathered, B; n_l is 2 for hidden layers, which have deltas of their own, and 1 for the outputs.
 * Results are doubles, because extremely large networks would overflow integers.
 *
 * @param precision of samples, activations and sums
 * @param checkpointVectors c: the copy of the state that is being written to a checkpoint
 * @param driverVectors v: weights, gradient, optimizer state, the best weights for early stopping
 * @param runVectors w: weights and optimizer state of mini-batches
 * @param sumVectors s: 1, and with local steps one more for each array of the optimizer's state
 * @param batch C, rows that a task gathers at least; 0 if it processes whole blocks
 */
record TrainingMemory(
    Precision precision,
    int driverVectors,
    int runVectors,
    int sumVectors,
    int batch,
    int checkpointVectors) {
  /** Vectors of a gradient check: parameters, gradient, a block's sum, moved parameters. */
  private static final int CHECK_VECTORS = 4;

  /** Returns the memory of a job, with a copy of its state if it writes checkpoints. */
  static TrainingMemory of(JobSpec job) {
    TrainingMemory memory = of(job.train());
    return job.output().checkpoints().isEmpty()
        ? memory
        : new TrainingMemory(
            memory.precision,
            memory.driverVectors,
            memory.runVectors,
            memory.sumVectors,
            memory.batch,
            copied(job.train()));
  }

  /** Returns the vectors of a state, all of which are copied in float64. */
  private static int copied(TrainSpec spec) {
    if (spec.strategy() instanceof StrategySpec.LocalSteps local) {
      OptimizerSpec.FirstOrder inner = (OptimizerSpec.FirstOrder) spec.optimizer();
      return 1 + arrays(local.outer()) + arrays(inner);
    }
    // Of a quasi-Newton search, the gradient as well as the weights and the past steps.
    return spec.optimizer() instanceof OptimizerSpec.QuasiNewton quasiNewton
        ? 2 + 2 * Math.min(quasiNewton.memory(), spec.epochs())
        : 1 + arrays((OptimizerSpec.FirstOrder) spec.optimizer());
  }

  /** Returns the memory of a training without checkpoints. */
  static TrainingMemory of(TrainSpec spec) {
    int best = spec.stop().patience() > 0 ? 1 : 0;
    if (spec.strategy() instanceof StrategySpec.LocalSteps local) {
      int inner = arrays((OptimizerSpec.FirstOrder) spec.optimizer());
      int outer = arrays(local.outer());
      return new TrainingMemory(
          spec.precision(), 2 + best + outer, 0, 1 + inner, local.mostBatch(), 0);
    }
    if (spec.strategy() instanceof StrategySpec.MiniBatch) {
      int state = arrays((OptimizerSpec.FirstOrder) spec.optimizer());
      // The weights of an epoch are handed over in float64.
      return new TrainingMemory(spec.precision(), 1 + best, 1 + state, 1, 1, 0);
    }
    int state =
        spec.optimizer() instanceof OptimizerSpec.QuasiNewton quasiNewton
            ? 2 * Math.min(quasiNewton.memory(), spec.epochs())
            : arrays((OptimizerSpec.FirstOrder) spec.optimizer());
    return new TrainingMemory(spec.precision(), 2 + best + state, 0, 1, 0, 0);
  }

  /** Returns the memory of a gradient check, which runs on the driver only. */
  static TrainingMemory ofGradientCheck() {
    return new TrainingMemory(Precision.FLOAT64, CHECK_VECTORS, 0, 0, 0, 0);
  }

  /** Returns the number of optimizer state arrays, each with one entry per parameter. */
  private static int arrays(OptimizerSpec.FirstOrder rule) {
    // The number of arrays depends only on the rule, so a minimal network is sufficient.
    Topology smallest = new Topology(1, List.of(), 1, OutputLoss.IDENTITY_SQUARED_ERROR);
    return rule.transform(new ParameterLayout(smallest)).memory().size();
  }

  /** Returns P: every unit has a weight for each unit of the layer before it, and a bias. */
  static long parameters(List<Integer> widths) {
    long parameters = 0;
    for (int l = 1; l < widths.size(); l++) {
      parameters += widths.get(l) * (widths.get(l - 1) + 1L);
    }
    return parameters;
  }

  /** Returns the bytes of the largest single array: an encoded sum. */
  double sumBytes(long parameters) {
    return (double) parameters * Math.max(1, sumVectors) * precision.bytes();
  }

  /** Returns the memory of the driver, without tasks. */
  double driverBytes(long parameters) {
    long doubles = (long) driverVectors + checkpointVectors;
    long numbers = (long) runVectors + sumVectors;
    return (double) parameters * (8 * doubles + precision.bytes() * numbers);
  }

  /**
   * Returns the memory of a task.
   *
   * @param widths units of every layer, inputs and outputs included
   * @param blockRows rows of a block
   */
  double taskBytes(List<Integer> widths, long blockRows) {
    double activations = 0;
    for (int l = 1; l < widths.size(); l++) {
      boolean hidden = l < widths.size() - 1;
      activations += (hidden ? 2 : 1) * (widths.get(l) + 1.0);
    }
    double inputs = (blockRows + batch) * (widths.get(0) + 1.0);
    double sums = 2.0 * sumVectors * parameters(widths);
    return precision.bytes() * (sums + inputs + (batch > 0 ? batch : blockRows) * activations);
  }

  /** Returns the memory of a process that is the driver and runs tasks, which share the weights. */
  double processBytes(List<Integer> widths, long blockRows) {
    double shared = (double) sumVectors * parameters(widths) * precision.bytes();
    return driverBytes(parameters(widths)) + taskBytes(widths, blockRows) - shared;
  }
}
