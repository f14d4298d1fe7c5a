package org.tributary.core.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.tributary.core.data.Block;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.Backpropagation;
import org.tributary.core.network.Initialization;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Parameters;
import org.tributary.core.optim.OptimizerSpec;
import org.tributary.core.optim.OptimizerState;
import org.tributary.core.optim.NormConstraints;
import org.tributary.core.optim.Schedule;
import org.tributary.core.optim.UpdateRule;

/** A step of a worker of its own in float32: the gradient of 128 samples, and Adam. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 9, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class LocalStep {
  private static final int ROWS = 128;

  /** How many steps a mean of gradients takes to decay below the least normal float, and more. */
  private static final int DECAY = 2000;

  /** Which network. */
  @Param public NetworkSize work;

  private final Kernel<float[]> kernel = Kernel.float32();
  private Backpropagation<float[]> backpropagation;
  private Block<float[]> block;
  private UpdateRule<float[]> adam;
  private UpdateRule<float[]> heldBack;
  private OptimizerState<float[]> state;
  private float[] theta;
  private Parameters<float[]> parameters;
  private float[] gradient;
  private float[] drawn;
  private float[] mostlyNothing;
  private OptimizerState<float[]> decayed;

  /** Draws samples and parameters. */
  @Setup
  public void draw() {
    block = work.block(ROWS, kernel);
    ParameterLayout layout = work.layout();
    theta = kernel.fromDoubles(Initialization.AUTO.parameters(layout, 1));
    parameters = Parameters.of(layout, theta);
    drawn = kernel.fromDoubles(Numbers.uniform(theta.length, 1));
    backpropagation = new Backpropagation<>(layout, kernel, ROWS);
    gradient = new float[theta.length];
    Schedule rate = new Schedule.Constant(1e-3);
    adam = UpdateRule.of(new OptimizerSpec.Adam(rate, 0.9, 0.999, 1e-8), kernel, layout);
    state = adam.init();
    mostlyNothing = new float[theta.length];
    System.arraycopy(drawn, 0, mostlyNothing, 0, theta.length / 10);
    decayed = adam.init();
    step(adam, decayed, drawn);
    for (int i = 0; i < DECAY; i++) {
      step(adam, decayed, mostlyNothing);
    }
    OptimizerSpec.FirstOrder clipped =
        new OptimizerSpec.Adam(rate, 0.9, 0.999, 1e-8).constrained(new NormConstraints(1, 3));
    heldBack = UpdateRule.of(clipped, kernel, layout, 1e-4);
  }

  private void step(UpdateRule<float[]> rule, OptimizerState<float[]> at, float[] of) {
    kernel.copy(of, 0, gradient, 0, of.length);
    rule.step(at, gradient, theta);
  }

  /** Gradient, its division by the number of samples, and Adam. */
  @Benchmark
  public double gradientAndAdam() {
    double loss = backpropagation.gradient(parameters, block, gradient);
    kernel.blend(gradient, 1.0 / ROWS, gradient, 0);
    adam.step(state, gradient, theta);
    return loss;
  }

  /** Adam alone, after a copy of a gradient. */
  @Benchmark
  public Object adam() {
    step(adam, state, drawn);
    return theta;
  }

  /** The same where nine of ten units went dead long ago: their means have decayed. */
  @Benchmark
  public Object adamOfDeadUnits() {
    step(adam, decayed, mostlyNothing);
    return theta;
  }

  /** The same with a clipped gradient, an L1 penalty and a maximum norm of weights. */
  @Benchmark
  public Object constrainedAdam() {
    step(heldBack, state, drawn);
    return theta;
  }
}
