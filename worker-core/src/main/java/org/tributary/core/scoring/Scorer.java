package org.tributary.core.scoring;

import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalInt;
import org.tributary.core.data.Block;
import org.tributary.core.data.DenseTargets;
import org.tributary.core.data.Inputs;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.model.Model;
import org.tributary.core.model.ModelException;
import org.tributary.core.network.Backpropagation;
import org.tributary.core.network.Parameters;
import org.tributary.core.preparation.Preparation;
import org.tributary.core.preparation.RawCells;
import org.tributary.core.preparation.RowLayout;

/**
 * Predicts with a model, by itself: no Spark, one thread, in the model's own precision.
 *
 * <p>Rows of raw cells are prepared in double precision, rounded to the model's precision, and
 * propagated in chunks of up to {@link #chunkRows}. A native BLAS may add the terms of a product in
 * another order for another number of rows, so the last bits of a row's outputs can depend on which
 * rows it is scored with; the same rows in one call always give the same bits on the same machine.
 *
 * <p>An instance is mutable, its buffers being used by every call: make one a thread.
 */
public final class Scorer {
  /** The most rows that are propagated at once, in any network. */
  public static final int CHUNK_ROWS = 256;

  private final Model model;
  private final int chunkRows;
  private final Network<?> network;

  private Scorer(Model model) {
    this.model = model;
    this.chunkRows = Block.rowsThatFit(CHUNK_ROWS, model.topology().widest());
    this.network =
        switch (model.precision()) {
          case FLOAT32 -> new Network<>(model, Kernel.float32(), chunkRows);
          case FLOAT64 -> new Network<>(model, Kernel.float64(), chunkRows);
        };
  }

  /** Returns a scorer of the model, for the use of one thread. */
  public static Scorer of(Model model) {
    return new Scorer(model);
  }

  /** Returns the model. */
  public Model model() {
    return model;
  }

  /** Returns the most rows that are propagated at once: fewer than others' in a wide network. */
  public int chunkRows() {
    return chunkRows;
  }

  /**
   * Returns the K outputs h(x) of one row, with the temperature of the model; numbers in the units
   * of the data.
   *
   * @param raw the cells of the features as they are in the data, all of them numbers
   */
  public double[] outputs(double[] raw) {
    double[] outputs = new double[model.topology().outputs()];
    outputs(raw, 1, outputs);
    return outputs;
  }

  /**
   * Computes the outputs h(x) of some rows of numbers.
   *
   * @param raw the cells of the features as they are in the data, row-major, NaN where one is
   *     missing
   * @param rows number of rows, possibly 0
   * @param outputs overwritten with rows x K numbers, row-major
   */
  public void outputs(double[] raw, int rows, double[] outputs) {
    outputs(RawCells.ofNumbers(raw), rows, outputs);
  }

  /**
   * Computes the outputs h(x) of some rows.
   *
   * @param raw the cells of the features as they are in the data, row-major
   * @param rows number of rows, possibly 0
   * @param outputs overwritten with rows x K numbers, row-major
   */
  public void outputs(RawCells raw, int rows, double[] outputs) {
    RowLayout layout = model.preparation().layout();
    if (layout.isNumeric()) {
      encodedOutputs(raw, rows, outputs);
      return;
    }
    int cells = layout.cells();
    requireCells(raw.size(), rows);
    double[] encoded = new double[raw.size()];
    for (int r = 0; r < rows; r++) {
      layout.encode(raw, r * cells, encoded, r * cells);
    }
    encodedOutputs(RawCells.ofNumbers(encoded), rows, outputs);
  }

  /**
   * Computes the outputs h(x) of some rows whose cells are {@linkplain RowLayout#encode encoded}.
   *
   * @param encoded the cells, row-major
   * @param rows number of rows, possibly 0
   * @param outputs overwritten with rows x K numbers, row-major
   */
  public void encodedOutputs(RawCells encoded, int rows, double[] outputs) {
    int k = model.topology().outputs();
    requireCells(encoded.size(), rows);
    if (outputs.length < (long) rows * k) {
      throw new IllegalArgumentException(
          "Cannot score %d rows into %d numbers (expected %d a row)"
              .formatted(rows, outputs.length, k));
    }
    int length;
    for (int from = 0; from < rows; from += length) {
      length = Math.min(chunkRows, rows - from);
      network.score(encoded, from, length, outputs);
    }
  }

  /**
   * Computes the outputs h(x) of some sparse rows of numbers, with a cost of their non-zeros if the
   * preparation keeps zeros.
   *
   * @param raw the cells that are not 0, as they are in the data
   * @param rows number of rows, possibly 0
   * @param outputs overwritten with rows x K numbers, row-major
   * @throws IllegalArgumentException if the rows are of another width
   */
  public void sparseOutputs(Inputs.Csr<double[]> raw, int rows, double[] outputs) {
    requireWidth(raw, rows, outputs);
    int length;
    for (int from = 0; from < rows; from += length) {
      length = Math.min(chunkRows, rows - from);
      network.score(raw, from, length, outputs);
    }
  }

  private void requireWidth(Inputs.Csr<double[]> raw, int rows, double[] outputs) {
    int cells = model.preparation().layout().cells();
    if (raw.features() != cells || outputs.length < (long) rows * model.topology().outputs()) {
      throw new IllegalArgumentException(
          "Cannot score %d rows of %d numbers into %d (expected rows of %d and %d a row)"
              .formatted(rows, raw.features(), outputs.length, cells, model.topology().outputs()));
    }
  }

  /**
   * Returns the outputs h(x) of one row whose cells are encoded.
   *
   * @param encoded its encoded cells
   */
  public double[] encodedOutputs(double[] encoded) {
    double[] outputs = new double[model.topology().outputs()];
    encodedOutputs(RawCells.ofNumbers(encoded), 1, outputs);
    return outputs;
  }

  /**
   * Computes z^(L) / T of one row, from which the outputs follow by the output function.
   *
   * @param encoded its encoded cells
   */
  public double[] encodedLogits(double[] encoded) {
    requireCells(encoded.length, 1);
    double[] logits = new double[model.topology().outputs()];
    network.logits(RawCells.ofNumbers(encoded), logits);
    return logits;
  }

  /**
   * Computes z^(L) / T of one sparse row.
   *
   * @param raw the cells that are not 0, as they are in the data
   * @throws IllegalArgumentException if the row is of another width
   */
  public double[] sparseLogits(Inputs.Csr<double[]> raw) {
    double[] logits = new double[model.topology().outputs()];
    requireWidth(raw, 1, logits);
    network.logits(raw, logits);
    return logits;
  }

  private void requireCells(int found, int rows) {
    int cells = model.preparation().layout().cells();
    if (rows < 0 || found != (long) rows * cells) {
      throw new IllegalArgumentException(
          "Cannot score %d rows of %d numbers in all (expected %d a row)"
              .formatted(rows, found, cells));
    }
  }

  /**
   * Returns the index of the class predicted for one row.
   *
   * @throws ModelException if the model does not predict classes, or an output is not finite
   */
  public int classIndex(double[] raw) {
    return classIndex(outputs(raw), 0);
  }

  /**
   * Returns the index of the class that some outputs predict, by {@link PredictionRule#classIndex}.
   *
   * @param outputs rows of outputs
   * @param row which of them
   * @throws ModelException if the model does not predict classes, or an output is not finite
   */
  public int classIndex(double[] outputs, int row) {
    classes("a class");
    int k = model.topology().outputs();
    int from = row * k;
    OptionalInt notFinite = PredictionRule.notFinite(outputs, from, from + k);
    if (notFinite.isPresent()) {
      int at = notFinite.getAsInt();
      throw new ModelException(
          "Cannot predict a class: output %d of row %d is %s (expected a finite number); check the row's features for missing values and values far from those of the training data"
              .formatted(at - from, row, outputs[at]));
    }
    return PredictionRule.classIndex(outputs, from, k, model.decision().threshold());
  }

  /**
   * Returns the probability of each class for one row, in the order of the classes.
   *
   * <p>With softmax, or with two classes and a single output, they sum to 1; with a sigmoid a class
   * each is the probability of that class against all others.
   *
   * @throws ModelException if the model does not predict classes, or its outputs are not
   *     probabilities
   */
  public double[] probabilities(double[] raw) {
    classes("probabilities");
    OutputLoss output = model.topology().outputLoss();
    switch (output) {
      case SOFTMAX_CROSS_ENTROPY, SIGMOID_CROSS_ENTROPY, SIGMOID_SQUARED_ERROR -> {}
      case IDENTITY_SQUARED_ERROR,
          IDENTITY_ABSOLUTE_ERROR,
          IDENTITY_HUBER,
          EXPONENTIAL_POISSON,
          QUANTILES_PINBALL ->
          throw new ModelException(
              "Cannot predict probabilities: the outputs of %s are none"
                  .formatted(output.name().toLowerCase(Locale.ROOT)));
    }
    double[] outputs = outputs(raw);
    return outputs.length == 1 ? new double[] {1 - outputs[0], outputs[0]} : outputs;
  }

  private void classes(String what) {
    if (!(model.columns().outcome() instanceof Outcome.Classes)) {
      throw new ModelException(
          "Cannot predict %s: the model's outcome is numbers, %s"
              .formatted(what, model.columns().outcome().columns()));
    }
  }

  /** The network with its buffers, in one precision. */
  private static final class Network<A> {
    private final Preparation preparation;
    private final Outcome outcome;
    private final int inputs;
    private final int outputs;
    private final Kernel<A> kernel;
    private final Parameters<A> parameters;
    private final Backpropagation<A> propagation;
    private final DenseTargets<A> noTargets;
    private final A noWeights;
    private final double temperature;

    /** One chunk's inputs, augmented rows; as long as the last chunk needed. */
    private double[] prepared = {};

    Network(Model model, Kernel<A> kernel, int chunkRows) {
      this.preparation = model.preparation();
      this.outcome = model.columns().outcome();
      this.inputs = model.topology().inputs();
      this.outputs = model.topology().outputs();
      this.kernel = kernel;
      this.parameters =
          Parameters.forManyBlocks(model.layout(), kernel, kernel.fromDoubles(model.theta()));
      this.propagation = new Backpropagation<>(model.layout(), kernel, chunkRows);
      this.noTargets = new DenseTargets<>(kernel.allocate(0));
      this.noWeights = kernel.allocate(0);
      this.temperature = model.decision().temperature();
    }

    /** Scores the rows from {@code from} on; the arrays are those of all rows. */
    void score(RawCells raw, int from, int rows, double[] scores) {
      score(inputs(raw, from, rows), from, rows, scores);
    }

    /** Scores the sparse rows from {@code from} on; the arrays are those of all rows. */
    void score(Inputs.Csr<double[]> raw, int from, int rows, double[] scores) {
      score(inputs(raw, from, rows), from, rows, scores);
    }

    /** Computes the logits of one row, with the temperature. */
    void logits(RawCells raw, double[] logits) {
      logits(inputs(raw, 0, 1), logits);
    }

    /** Computes the logits of one sparse row, with the temperature. */
    void logits(Inputs.Csr<double[]> raw, double[] logits) {
      logits(inputs(raw, 0, 1), logits);
    }

    private void logits(Inputs<A> features, double[] logits) {
      A z = propagation.logits(parameters, new Block<>(0, 1, features, noTargets, noWeights));
      for (int k = 0; k < outputs; k++) {
        logits[k] = kernel.get(z, 1 + k) / temperature;
      }
    }

    private Inputs<A> inputs(RawCells raw, int from, int rows) {
      prepare(raw, from, rows);
      return new Inputs.Dense<>(inputs, kernel.fromDoubles(prepared));
    }

    private Inputs<A> inputs(Inputs.Csr<double[]> raw, int from, int rows) {
      int cells = preparation.layout().cells();
      int begin = raw.rowPointers()[from];
      int[] rowPointers = new int[rows + 1];
      for (int r = 0; r < rows; r++) {
        rowPointers[r + 1] = raw.rowPointers()[from + r + 1] - begin;
      }
      int[] columns = Arrays.copyOfRange(raw.columns(), begin, begin + rowPointers[rows]);
      double[] values = Arrays.copyOfRange(raw.values(), begin, begin + rowPointers[rows]);
      if (preparation.keepsZeros()) {
        for (int k = 0; k < values.length; k++) {
          values[k] = preparation.number(columns[k], values[k]);
        }
        return new Inputs.Csr<>(cells, rowPointers, columns, kernel.fromDoubles(values));
      }
      double[] dense = new double[Math.multiplyExact(rows, cells)];
      for (int r = 0; r < rows; r++) {
        for (int k = rowPointers[r]; k < rowPointers[r + 1]; k++) {
          dense[r * cells + columns[k]] = values[k];
        }
      }
      return inputs(RawCells.ofNumbers(dense), 0, rows);
    }

    private void score(Inputs<A> features, int from, int rows, double[] scores) {
      Block<A> block = new Block<>(0, rows, features, noTargets, noWeights);
      A augmented = propagation.outputs(parameters, block, temperature);
      int width = outputs + 1;
      A used = kernel.allocate(rows * width);
      kernel.copy(augmented, 0, used, 0, rows * width);
      double[] values = kernel.toDoubles(used);
      for (int r = 0; r < rows; r++) {
        for (int k = 0; k < outputs; k++) {
          scores[(from + r) * outputs + k] =
              outcome.scale(k * outcome.outputs() / outputs).prediction(values[r * width + 1 + k]);
        }
      }
    }

    private void prepare(RawCells raw, int from, int rows) {
      int width = inputs + 1;
      if (prepared.length != rows * width) {
        prepared = new double[rows * width];
        Arrays.setAll(prepared, i -> i % width == 0 ? 1 : 0);
      }
      int cells = preparation.layout().cells();
      for (int r = 0; r < rows; r++) {
        preparation.apply(raw, (from + r) * cells, prepared, r * width + 1);
      }
    }
  }
}
