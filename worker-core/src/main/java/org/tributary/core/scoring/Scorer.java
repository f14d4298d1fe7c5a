package org.tributary.core.scoring;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.tributary.core.data.Block;
import org.tributary.core.data.Inputs;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.model.Model;
import org.tributary.core.model.ModelException;
import org.tributary.core.preparation.RawCells;
import org.tributary.core.preparation.RowLayout;

/**
 * Predicts with a model, by itself: no Spark, in the model's own precision. One instance serves any
 * number of threads.
 *
 * <pre>
 *   Scorer scorer = Scorer.load(Path.of("models/flowers"));
 *   Prediction prediction = scorer.predict(Map.of("petal_length", 1.4, "color", "white"));
 *   String species = prediction.className();
 * </pre>
 *
 * <p>Rows of cells are prepared in double precision, rounded to the model's precision, and
 * propagated in chunks of up to {@link #chunkRows}. A chunk of one row is computed in plain Java,
 * with the same bits on every machine; a larger one with the BLAS of this JVM, which may add the
 * terms of a product in another order for another number of rows. So the last bits of a row's
 * outputs can depend on which rows it is scored with; the same rows in one call always give the
 * same bits on the same machine, in Spark or without.
 *
 * <p>The methods that take arrays of numbers and write to an array allocate nothing, but for what
 * the BLAS takes, once they have seen as many rows; for models all of whose columns are numbers.
 */
public final class Scorer {
  /** The most rows that are propagated at once, in any network. */
  public static final int CHUNK_ROWS = 256;

  private final Model model;
  private final int chunkRows;
  private final Networks<?> networks;
  private final NamedCells named;
  private final PredictionColumns columns;
  private final boolean numeric;

  private Scorer(Model model) {
    this.model = model;
    this.chunkRows = Block.rowsThatFit(CHUNK_ROWS, model.topology().widest());
    this.networks = Networks.of(model, chunkRows);
    this.named = new NamedCells(model.preparation());
    this.columns = PredictionColumns.of(model);
    this.numeric = model.preparation().layout().isNumeric();
  }

  /** Returns a scorer of the model. */
  public static Scorer of(Model model) {
    return new Scorer(model);
  }

  /**
   * Returns a scorer of the model in a directory on a local disk.
   *
   * @throws ModelException if it cannot be read, is damaged, or is of a newer format
   */
  public static Scorer load(Path directory) {
    return new Scorer(Model.read(directory));
  }

  /** Returns the model. */
  public Model model() {
    return model;
  }

  /** Returns the columns of a prediction, by their names. */
  public PredictionColumns columns() {
    return columns;
  }

  /**
   * Predicts one row of named cells.
   *
   * @param row a value for each column that the model reads, null where the cell is missing: a
   *     number, a text, a boolean, a date or time of {@code java.time}; for a vector an array or a
   *     list of numbers. Other entries do not count
   * @throws RowException if a column is not there, a value is not what the column holds, or the
   *     model has no finite output for the row
   */
  public Prediction predict(Map<String, ?> row) {
    double[] cells = new double[model.preparation().layout().cells()];
    named.write(row, cells);
    return predictions(cells, 1).get(0);
  }

  /** Predicts one row whose cells are the components of a record, by their names. */
  public Prediction predict(Record row) {
    return predict(RecordCells.of(row));
  }

  /**
   * Predicts one row of numbers.
   *
   * @param row the cells of the features in the order of the model, NaN where one is missing
   */
  public Prediction predict(double... row) {
    double[] outputs = outputs(row);
    return prediction(outputs, 0, 1);
  }

  /**
   * Predicts some rows of named cells at once, in their order.
   *
   * @throws RowException for the first row that cannot be scored, with its place
   */
  public List<Prediction> predictAll(List<? extends Map<String, ?>> rows) {
    int width = model.preparation().layout().cells();
    double[] cells = new double[Math.multiplyExact(rows.size(), width)];
    double[] one = new double[width];
    for (int r = 0; r < rows.size(); r++) {
      try {
        named.write(rows.get(r), one);
      } catch (RowException e) {
        throw e.atRow(r);
      }
      System.arraycopy(one, 0, cells, r * width, width);
    }
    return predictions(cells, rows.size());
  }

  /**
   * Predicts all rows of a batch at once, in their order.
   *
   * @throws RowException for the first row that cannot be scored, with its place
   */
  public List<Prediction> predictAll(ColumnBatch batch) {
    double[] cells =
        new double[Math.multiplyExact(batch.rows(), model.preparation().layout().cells())];
    named.write(batch, cells);
    return predictions(cells, batch.rows());
  }

  private List<Prediction> predictions(double[] encoded, int rows) {
    double[] outputs = new double[Math.multiplyExact(rows, model.topology().outputs())];
    encodedOutputs(encoded, rows, outputs);
    List<Prediction> predictions = new ArrayList<>(rows);
    for (int r = 0; r < rows; r++) {
      predictions.add(prediction(outputs, r, rows));
    }
    return predictions;
  }

  private Prediction prediction(double[] outputs, int row, int rows) {
    int k = model.topology().outputs();
    OptionalInt notFinite = PredictionRule.notFinite(outputs, row * k, row * k + k);
    if (notFinite.isPresent()) {
      RowException failure =
          new RowException(
              "the model's output is %s (expected a finite number); check the row for values far from those of the training data"
                  .formatted(outputs[notFinite.getAsInt()]));
      throw rows == 1 ? failure : failure.atRow(row);
    }
    return new Prediction(columns, Arrays.copyOfRange(outputs, row * k, row * k + k));
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
    if (numeric) {
      encodedOutputs(raw, rows, outputs);
    } else {
      outputs(RawCells.ofNumbers(raw), rows, outputs);
    }
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
    int cells = layout.cells();
    requireCells(raw.size(), rows);
    double[] encoded = new double[raw.size()];
    for (int r = 0; r < rows; r++) {
      layout.encode(raw, r * cells, encoded, r * cells);
    }
    encodedOutputs(encoded, rows, outputs);
  }

  /**
   * Computes the outputs h(x) of some rows whose cells are {@linkplain RowLayout#encode encoded}.
   *
   * @param encoded the cells, row-major
   * @param rows number of rows, possibly 0
   * @param outputs overwritten with rows x K numbers, row-major
   */
  public void encodedOutputs(double[] encoded, int rows, double[] outputs) {
    requireCells(encoded.length, rows);
    requireRoom(outputs.length, rows);
    int length;
    for (int from = 0; from < rows; from += length) {
      length = Math.min(chunkRows, rows - from);
      networks.score(encoded, from, length, outputs);
    }
  }

  /** Returns the outputs h(x) of one row whose cells are {@linkplain RowLayout#encode encoded}. */
  public double[] encodedOutputs(double[] encoded) {
    double[] outputs = new double[model.topology().outputs()];
    encodedOutputs(encoded, 1, outputs);
    return outputs;
  }

  /**
   * Returns z^(L) / T of one row, from which the outputs follow by the output function.
   *
   * @param encoded its encoded cells
   */
  public double[] encodedLogits(double[] encoded) {
    requireCells(encoded.length, 1);
    double[] logits = new double[model.topology().outputs()];
    networks.logits(encoded, logits);
    return logits;
  }

  /**
   * Returns z^(L) / T of one sparse row.
   *
   * @param raw the cells that are not 0, as they are in the data
   * @throws IllegalArgumentException if the row is of another width
   */
  public double[] sparseLogits(Inputs.Csr<double[]> raw) {
    requireWidth(raw, 1, model.topology().outputs());
    return encodedLogits(dense(raw, 0, 1));
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
    requireWidth(raw, rows, outputs.length);
    int length;
    for (int from = 0; from < rows; from += length) {
      length = Math.min(chunkRows, rows - from);
      if (model.preparation().keepsZeros()) {
        networks.score(raw, from, length, outputs);
      } else {
        scoreDense(raw, from, length, outputs);
      }
    }
  }

  private void scoreDense(Inputs.Csr<double[]> raw, int from, int rows, double[] outputs) {
    double[] own = new double[rows * model.topology().outputs()];
    networks.score(dense(raw, from, rows), 0, rows, own);
    System.arraycopy(own, 0, outputs, from * model.topology().outputs(), own.length);
  }

  private double[] dense(Inputs.Csr<double[]> raw, int from, int rows) {
    int cells = model.preparation().layout().cells();
    double[] dense = new double[Math.multiplyExact(rows, cells)];
    for (int r = 0; r < rows; r++) {
      for (int i = raw.rowPointers()[from + r]; i < raw.rowPointers()[from + r + 1]; i++) {
        dense[r * cells + raw.columns()[i]] = raw.values()[i];
      }
    }
    return dense;
  }

  private void requireWidth(Inputs.Csr<double[]> raw, int rows, int room) {
    int cells = model.preparation().layout().cells();
    if (raw.features() != cells || room < (long) rows * model.topology().outputs()) {
      throw new IllegalArgumentException(
          "Cannot score %d rows of %d numbers into %d (expected rows of %d and %d a row)"
              .formatted(rows, raw.features(), room, cells, model.topology().outputs()));
    }
  }

  private void requireCells(int found, int rows) {
    int cells = model.preparation().layout().cells();
    if (rows < 0 || found != (long) rows * cells) {
      throw new IllegalArgumentException(
          "Cannot score %d rows of %d numbers in all (expected %d a row)"
              .formatted(rows, found, cells));
    }
  }

  private void requireRoom(int found, int rows) {
    int k = model.topology().outputs();
    if (found < (long) rows * k) {
      throw new IllegalArgumentException(
          "Cannot score %d rows into %d numbers (expected %d a row)".formatted(rows, found, k));
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
}
