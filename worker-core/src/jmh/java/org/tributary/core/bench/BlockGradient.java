package org.tributary.core.bench;

import java.util.List;
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
import org.tributary.core.data.ClassTargets;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.Backpropagation;
import org.tributary.core.network.Dropout;
import org.tributary.core.network.Initialization;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Regularization;
import org.tributary.core.network.Parameters;

/** One block's gradient in float32, and what surrounds it: the output layer and a leaf's addition. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 9, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class BlockGradient {
  private static final int CLASSES = 10;

  /** Which network. */
  @Param public NetworkSize work;

  /** Rows of the block. */
  @Param({"128", "256", "512", "1024", "2048"})
  public int rows;

  private final Kernel<float[]> kernel = Kernel.float32();
  private Backpropagation<float[]> backpropagation;
  private Backpropagation<float[]> dropping;
  private Backpropagation<float[]> droppingInputs;
  private Block<float[]> block;
  private Parameters<float[]> parameters;
  private float[] gradientSum;
  private float[] sum;
  private float[] logits;
  private float[] scratch;
  private long draw;

  /** Draws samples and parameters. */
  @Setup
  public void draw() {
    block = work.block(rows, kernel);
    ParameterLayout layout = work.layout();
    float[] theta = kernel.fromDoubles(Initialization.AUTO.parameters(layout, 1));
    backpropagation = new Backpropagation<>(layout, kernel, rows);
    List<Double> half = List.of(0.5, 0.5);
    dropping =
        new Backpropagation<>(
            layout, kernel, rows, new Regularization(new Dropout(0, half), 0.1));
    droppingInputs =
        new Backpropagation<>(
            layout, kernel, rows, new Regularization(new Dropout(0.2, half), 0.1));
    parameters = Parameters.forManyBlocks(layout, kernel, theta);
    gradientSum = new float[theta.length];
    sum = new float[theta.length];
    logits = kernel.fromDoubles(Numbers.uniform(rows * (CLASSES + 1), 4));
    scratch = logits.clone();
  }

  /** Forward, loss and backward. */
  @Benchmark
  public double gradient() {
    return backpropagation.gradient(parameters, block, gradientSum);
  }

  /** The same with half of the hidden units left out, and with smoothed labels. */
  @Benchmark
  public double droppedGradient() {
    draw++;
    return dropping.gradient(parameters, block, draw, gradientSum);
  }

  /** The same with inputs left out too. */
  @Benchmark
  public double droppedInputsGradient() {
    draw++;
    return droppingInputs.gradient(parameters, block, draw, gradientSum);
  }

  /** Softmax, loss and delta of the block's rows, of 10 classes. */
  @Benchmark
  public double softmaxDelta() {
    kernel.copy(logits, 0, scratch, 0, logits.length);
    int[] classes = ((ClassTargets<float[]>) block.targets()).classes();
    return kernel.softmaxDelta(scratch, classes, 0, block.weights(), rows, CLASSES);
  }

  /** What the summation tree adds a leaf. */
  @Benchmark
  public Object addLeaf() {
    kernel.blend(sum, 1, gradientSum, 1);
    return sum;
  }
}
