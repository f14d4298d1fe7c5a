package org.tributary.bench.peers;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Adam;
import ai.djl.training.tracker.Tracker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * PyTorch through the Deep Java Library: {@code DjlPyTorch DATA MEASURE REPEAT}, a measure of
 * gradient-W1, train-W2, gradient-W3, train-W5. DATA is the directory of Fashion-MNIST, for W5 that of
 * {@code letters.py}.
 */
final class DjlPyTorch {
  private static final int CHUNK = 2048;
  private static final int BATCH = 128;
  private static final int EPOCHS = 10;
  private static final int WARM_UPS = 2;

  /** As long as tributary bench warms up. */
  private static final long WARM_UP_NANOS = 3_000_000_000L;

  private final String system =
      "PyTorch " + Engine.getEngine("PyTorch").getVersion() + " through DJL";
  private final NDManager manager = NDManager.newBaseManager();
  private final String data;

  private DjlPyTorch(String data) {
    this.data = data;
  }

  public static void main(String[] args) throws IOException {
    Engine.getEngine("PyTorch").setRandomSeed(1);
    DjlPyTorch peer = new DjlPyTorch(args[0]);
    int repeat = Integer.parseInt(args[2]);
    switch (args[1]) {
      case "gradient-W1" -> peer.gradient("W1", Activation::sigmoid, Integer.MAX_VALUE, repeat, 64, 64);
      case "gradient-W3" -> peer.gradient("W3", Activation::relu, CHUNK, repeat, 1024, 1024);
      case "train-W2" ->
          peer.train(
              "W2",
              Rows.ofFashion(args[0], "train"),
              Rows.ofFashion(args[0], "t10k"),
              List.of(85, 87, 88),
              256,
              128);
      case "train-W5" ->
          peer.train(
              "W5",
              Rows.ofLetters(args[0], "train"),
              Rows.ofLetters(args[0], "test"),
              List.of(95, 98),
              128);
      default -> throw new IllegalArgumentException("Invalid measure: " + args[1]);
    }
  }

  private static Block network(UnaryOperator<NDList> activation, int outputs, int... widths) {
    SequentialBlock block = new SequentialBlock();
    for (int units : widths) {
      block.add(Linear.builder().setUnits(units).build()).add(activation::apply);
    }
    return block.add(Linear.builder().setUnits(outputs).build());
  }

  private Trainer trainer(Block block, int inputs) {
    Model model = Model.newInstance("peer");
    model.setBlock(block);
    Trainer trainer =
        model.newTrainer(
            new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optOptimizer(Adam.builder().optLearningRateTracker(Tracker.fixed(1e-3f)).build()));
    trainer.initialize(new Shape(BATCH, inputs));
    return trainer;
  }

  private NDArray inputs(Rows rows) {
    return manager.create(rows.numbers(), new Shape(rows.classes().length, rows.columns()));
  }

  private NDArray classes(Rows rows) {
    return manager.create(rows.classes()).toType(DataType.INT64, false);
  }

  /** Zeroes the gradients and adds those of the rows, a chunk at a time. */
  private void gradient(
      String work, UnaryOperator<NDList> activation, int chunk, int repeat, int... widths)
      throws IOException {
    Rows rows = Rows.ofFashion(data, "train");
    NDArray x = inputs(rows);
    NDArray y = classes(rows);
    Trainer trainer = trainer(network(activation, rows.outputs(), widths), rows.columns());
    long start = System.nanoTime();
    for (int i = 0; i < WARM_UPS || System.nanoTime() - start < WARM_UP_NANOS; i++) {
      gradient(trainer, x, y, chunk);
    }
    double[] seconds = new double[repeat];
    for (int i = 0; i < repeat; i++) {
      long begin = System.nanoTime();
      gradient(trainer, x, y, chunk);
      seconds[i] = (System.nanoTime() - begin) / 1e9;
    }
    Fashion.tell(system, work, "s a gradient", seconds);
  }

  private static void gradient(Trainer trainer, NDArray x, NDArray y, int chunk) {
    trainer.getModel().getBlock().getParameters().values()
        .forEach(parameter -> {
          NDArray array = parameter.getArray();
          if (array.hasGradient()) {
            array.getGradient().subi(array.getGradient());
          }
        });
    for (long at = 0; at < x.size(0); at += chunk) {
      long end = Math.min(at + chunk, x.size(0));
      step(trainer, x.get(at + ":" + end), y.get(at + ":" + end));
    }
  }

  private static void step(Trainer trainer, NDArray x, NDArray y) {
    try (NDManager scope = x.getManager().newSubManager()) {
      x.attach(scope);
      y.attach(scope);
      try (GradientCollector collector = trainer.newGradientCollector()) {
        NDArray out = trainer.forward(new NDList(x)).singletonOrThrow();
        out.attach(scope);
        NDArray loss = trainer.getLoss().evaluate(new NDList(y), new NDList(out));
        loss.attach(scope);
        collector.backward(loss);
      }
    }
  }

  private void train(String work, Rows train, Rows test, List<Integer> percents, int... widths) {
    NDArray x = inputs(train);
    NDArray y = classes(train);
    NDArray testX = inputs(test);
    NDArray testY = classes(test);
    Trainer trainer = trainer(network(Activation::relu, train.outputs(), widths), train.columns());
    double seconds = 0;
    List<double[]> curve = new ArrayList<>();
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      long begin = System.nanoTime();
      try (NDManager scope = manager.newSubManager()) {
        NDArray order = manager.randomPermutation(x.size(0));
        order.attach(scope);
        for (long at = 0; at < x.size(0); at += BATCH) {
          try (NDManager batch = scope.newSubManager()) {
            NDArray rows = order.get(at + ":" + Math.min(at + BATCH, x.size(0)));
            rows.attach(batch);
            step(trainer, x.get(rows), y.get(rows));
            trainer.step();
          }
        }
      }
      double took = (System.nanoTime() - begin) / 1e9;
      seconds += took;
      curve.add(new double[] {took, seconds, accuracy(trainer, testX, testY)});
    }
    Fashion.tell(
        system, work, "samples/s", curve.stream().mapToDouble(e -> x.size(0) / e[0]).toArray());
    for (int percent : percents) {
      curve.stream()
          .filter(epoch -> epoch[2] >= percent / 100.0)
          .findFirst()
          .ifPresent(epoch -> Fashion.tell(system, work, "s to " + percent + " %", epoch[1]));
    }
    double best = curve.stream().mapToDouble(epoch -> epoch[2]).max().orElseThrow();
    Fashion.tell(system, work, "best accuracy", best);
  }

  private static double accuracy(Trainer trainer, NDArray x, NDArray y) {
    NDArray out = trainer.evaluate(new NDList(x)).singletonOrThrow();
    return out.argMax(1).eq(y).toType(DataType.FLOAT32, false).mean().getFloat();
  }
}
