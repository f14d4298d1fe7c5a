package org.tributary.ml;

import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.regression.Regressor;
import org.apache.spark.ml.util.DatasetUtils$;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.tributary.driver.config.ConfiguredJob;
import org.tributary.driver.run.RunListener;
import org.tributary.driver.run.TrainRun;

/**
 * Trains a multi-layer perceptron that predicts a number.
 *
 * <p>Its parameters have the names of {@link MultilayerPerceptronClassifier}. Those that are not
 * set have the defaults of a job with the {@code preset}, which is {@code auto} unless it is set.
 *
 * <pre>
 *   MultilayerPerceptronRegressionModel model =
 *       new MultilayerPerceptronRegressor().setLabelCol("price").fit(rows);
 * </pre>
 */
public class MultilayerPerceptronRegressor
    extends Regressor<Vector, MultilayerPerceptronRegressor, MultilayerPerceptronRegressionModel>
    implements HasRegressionParams,
        TrainingSetters<MultilayerPerceptronRegressor>,
        DefaultParamsWritable {
  private static final long serialVersionUID = 1;

  private final String uid;
  private final TrainingParams trainingParams;
  private final RegressionParams regressionParams;
  private final Listeners listeners = new Listeners();

  /** Creates an estimator with a random name. */
  public MultilayerPerceptronRegressor() {
    this(Identifiable$.MODULE$.randomUID("mlpr"));
  }

  /**
   * Creates an estimator.
   *
   * @param uid its name
   */
  @SuppressWarnings("this-escape")
  public MultilayerPerceptronRegressor(String uid) {
    this.uid = uid;
    trainingParams = new TrainingParams(this, TrainingParams.JOB_PRESETS);
    regressionParams = new RegressionParams(this);
    RegressorDefaults.apply(this);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public TrainingParams trainingParams() {
    return trainingParams;
  }

  @Override
  public RegressionParams regressionParams() {
    return regressionParams;
  }

  @Override
  public MultilayerPerceptronRegressor self() {
    return this;
  }

  /**
   * Adds a listener, which is called after every epoch while {@code fit} runs, on its thread.
   * Listeners are neither copied to models nor saved.
   */
  public MultilayerPerceptronRegressor addListener(RunListener listener) {
    listeners.add(listener);
    return this;
  }

  @Override
  public StructType validateAndTransformSchema(
      StructType schema, boolean fitting, DataType features) {
    return FeatureColumns.validated(
        this, schema, known -> super.validateAndTransformSchema(known, fitting, features));
  }

  /**
   * Trains; called by {@code fit}, which validates the schema before.
   *
   * @throws IllegalArgumentException if the parameters do not fit one another or the rows
   */
  @Override
  public MultilayerPerceptronRegressionModel train(Dataset<?> dataset) {
    Fitting.preload();
    ModelParams params = new ModelParams(this, "auto");
    FitData data =
        FitData.of(params, dataset, DatasetUtils$.MODULE$.checkRegressionLabels(params.labelCol()));
    requireOneOutput();
    Optional<int[]> hidden = HiddenSizes.of(params, data, dataset.schema());
    ConfiguredJob job = JobOfParams.of(params, uid, RegressionParams.LOSSES.get(getLoss()), hidden);
    TrainRun.Result result =
        Fitting.of(params, job, listeners.all()).fit(dataset.sparkSession(), data, List.of());
    MultilayerPerceptronRegressionModel model =
        copyValues(
            new MultilayerPerceptronRegressionModel(uid, ScoringModel.of(result.model())),
            ParamMap.empty());
    model.summarize(FitData.trainingRows(params, dataset), result.training());
    return model;
  }

  private void requireOneOutput() {
    if (isSet(layers())) {
      int[] layers = getLayers();
      if (layers[layers.length - 1] != 1) {
        throw new IllegalArgumentException(
            "Invalid layers: %s (expected them to end with 1, the number that is predicted)"
                .formatted(java.util.Arrays.toString(layers)));
      }
    }
  }

  @Override
  public MultilayerPerceptronRegressor copy(ParamMap extra) {
    MultilayerPerceptronRegressor copy = defaultCopy(extra);
    copy.listeners.addAll(listeners);
    return copy;
  }

  /** Sets the sizes of the layers. */
  public MultilayerPerceptronRegressor setLayers(int[] value) {
    set(layers(), value);
    return this;
  }

  /** Sets the maximum number of iterations. */
  public MultilayerPerceptronRegressor setMaxIter(int value) {
    set(maxIter(), value);
    return this;
  }

  /** Sets the share of the objective that ends training if it improves no more. */
  public MultilayerPerceptronRegressor setTol(double value) {
    set(tol(), value);
    return this;
  }

  /** Sets the rows that are computed together. */
  public MultilayerPerceptronRegressor setBlockSize(int value) {
    set(blockSize(), value);
    return this;
  }

  /** Sets the learning rate. */
  public MultilayerPerceptronRegressor setStepSize(double value) {
    set(stepSize(), value);
    return this;
  }

  /** Sets the seed of all random numbers. */
  public MultilayerPerceptronRegressor setSeed(long value) {
    set(seed(), value);
    return this;
  }

  /** Sets the weights that training begins with. */
  public MultilayerPerceptronRegressor setInitialWeights(Vector value) {
    set(initialWeights(), value);
    return this;
  }

  /** Sets the loss to minimize. */
  public MultilayerPerceptronRegressor setLoss(String value) {
    set(loss(), value);
    return this;
  }

  /** Sets the solver. */
  public MultilayerPerceptronRegressor setSolver(String value) {
    set(solver(), value);
    return this;
  }

  @Override
  public MultilayerPerceptronRegressor setFeaturesCol(String value) {
    super.setFeaturesCol(value);
    return this;
  }

  @Override
  public MultilayerPerceptronRegressor setLabelCol(String value) {
    super.setLabelCol(value);
    return this;
  }

  @Override
  public MultilayerPerceptronRegressor setPredictionCol(String value) {
    super.setPredictionCol(value);
    return this;
  }

  /** Returns a reader of saved estimators. */
  public static MLReader<MultilayerPerceptronRegressor> read() {
    return new DefaultParamsReader<>();
  }

  /** Reads a saved estimator. */
  public static MultilayerPerceptronRegressor load(String path) {
    return read().load(path);
  }
}
