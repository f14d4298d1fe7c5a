package org.tributary.core.objective;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.kernel.Precision;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.Initialization;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;
import org.tributary.core.objective.Samples.Weighting;
import org.tributary.core.optim.OptimizerSpec;
import org.tributary.core.optim.OptimizerState;
import org.tributary.core.optim.QuasiNewtonDescent;
import org.tributary.core.optim.Schedule;
import org.tributary.core.optim.UpdateRule;

/**
 * Prints a line for everything that may decide a bit of trained weights, with a hash of the bits:
 * the gradient of every activation and output, and descents by every kind of optimiser and
 * schedule.
 */
final class BitsMain {
  private static final int ROWS = 12;

  /** Wide enough for every path of a matrix product in plain Java: deeper than its panels. */
  private static final int WIDE = 70;

  /** The inputs of all but one gradient: decimal arithmetic takes time. */
  private static final int NARROW = 4;

  private static final int STEPS = 5;

  private BitsMain() {}

  public static void main(String[] args) {
    for (Precision precision : Precision.values()) {
      KernelFactory<?> kernels = KernelFactory.of(precision);
      for (Activation g : Activation.values()) {
        gradient(kernels, NARROW, g, OutputLoss.SIGMOID_SQUARED_ERROR);
      }
      for (OutputLoss output : EnumSet.complementOf(EnumSet.of(OutputLoss.SIGMOID_SQUARED_ERROR))) {
        gradient(kernels, NARROW, Activation.TANH, output);
      }
      gradient(kernels, WIDE, Activation.SIGMOID, OutputLoss.SOFTMAX_CROSS_ENTROPY);
      quasiNewton(kernels, new OptimizerSpec.Lbfgs(5), new Penalty(0, 0.5));
      quasiNewton(kernels, new OptimizerSpec.Owlqn(5), new Penalty(0.1, 0.5));
      for (Schedule schedule :
          List.of(
              new Schedule.Constant(0.01),
              new Schedule.Step(0.01, 0.7, 1),
              new Schedule.Exponential(0.01, 0.93),
              new Schedule.Cosine(0.01, 0.001, STEPS),
              new Schedule.InverseTime(0.01, 0.3))) {
        firstOrder(kernels, new OptimizerSpec.Adam(schedule, 0.9, 0.999, 1e-8));
      }
    }
  }

  private static Topology topology(int inputs, Activation g, OutputLoss output) {
    return new Topology(inputs, List.of(new HiddenLayer(9, g), new HiddenLayer(6, g)), 3, output);
  }

  private static <A> BlockObjective<A> objective(KernelFactory<A> kernels, Topology topology) {
    Kernel<A> kernel = kernels.create();
    Samples samples = Samples.random(topology, ROWS, Weighting.UNEQUAL, 1);
    return new BlockObjective<>(
        new ParameterLayout(topology), kernel, samples.blocks(kernel, 7, 5), Penalty.NONE);
  }

  private static double[] start(Topology topology) {
    return Initialization.AUTO.parameters(new ParameterLayout(topology), 3);
  }

  private static void gradient(
      KernelFactory<?> kernels, int inputs, Activation g, OutputLoss output) {
    Topology topology = topology(inputs, g, output);
    Objective here = objective(kernels, topology).at(start(topology));
    tell(kernels, inputs + " " + g + " " + output, here.value(), here.gradient());
  }

  private static void quasiNewton(
      KernelFactory<?> kernels, OptimizerSpec.QuasiNewton spec, Penalty penalty) {
    Topology topology = topology(NARROW, Activation.SIGMOID, OutputLoss.SIGMOID_CROSS_ENTROPY);
    QuasiNewtonDescent descent =
        QuasiNewtonDescent.begin(
            spec,
            penalty,
            new ParameterLayout(topology),
            start(topology),
            objective(kernels, topology)::at);
    double[] theta = {};
    double value = 0;
    for (int i = 0; i < STEPS && descent.hasNext(); i++) {
      var iterate = descent.next();
      theta = iterate.theta();
      value = iterate.objective().value();
    }
    tell(kernels, spec.toString(), value, theta);
  }

  private static void firstOrder(KernelFactory<?> kernels, OptimizerSpec.FirstOrder spec) {
    Topology topology = topology(NARROW, Activation.GELU, OutputLoss.IDENTITY_SQUARED_ERROR);
    BlockObjective<?> objective = objective(kernels, topology);
    UpdateRule<double[]> rule =
        UpdateRule.of(spec, Kernel.float64(), new ParameterLayout(topology));
    OptimizerState<double[]> state = rule.init();
    double[] theta = start(topology);
    double value = 0;
    for (int i = 0; i < STEPS; i++) {
      Objective here = objective.at(theta);
      value = here.value();
      rule.step(state, here.gradient(), theta);
    }
    tell(kernels, spec.toString(), value, theta);
  }

  private static void tell(KernelFactory<?> kernels, String what, double value, double[] values) {
    System.out.printf(
        "%s %s %s %08x%n",
        kernels.create().precision(), what, Double.toHexString(value), Arrays.hashCode(values));
  }
}
