package org.tributary.ml;

import java.util.Optional;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DatasetUtils$;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.tributary.core.model.Model;
import org.tributary.driver.config.ConfiguredJob;
import org.tributary.driver.run.RunListener;
import org.tributary.driver.run.TrainRun;
import scala.Option;

/**
 * Trains a multi-layer perceptron for classification, in place of Spark's class of this name.
 *
 * <p>It has every parameter of Spark's class, with its name, default and range, and further ones:
 * other activations and solvers, penalties, weights, validation, and feature columns of any type in
 * place of a vector. Unless {@code preset}, {@code featuresCols} or a parameter says otherwise,
 * training is that of Spark's class: sigmoid hidden layers, softmax with cross-entropy, L-BFGS.
 *
 * <pre>
 *   MultilayerPerceptronClassificationModel model =
 *       new MultilayerPerceptronClassifier().setLayers(new int[] {4, 5, 3}).fit(rows);
 * </pre>
 */
public class MultilayerPerceptronClassifier
    extends org.apache.spark.ml.classification.MultilayerPerceptronClassifier
    implements TrainingSetters<MultilayerPerceptronClassifier> {
  private static final long serialVersionUID = 1;

  private final TrainingParams trainingParams;
  private final Listeners listeners = new Listeners();

  /** Creates an estimator with a random name. */
  public MultilayerPerceptronClassifier() {
    this(Identifiable$.MODULE$.randomUID("mlpc"));
  }

  /**
   * Creates an estimator.
   *
   * @param uid its name
   */
  @SuppressWarnings("this-escape")
  public MultilayerPerceptronClassifier(String uid) {
    super(uid);
    trainingParams = new TrainingParams(this, TrainingParams.CLASSIFIER_PRESETS);
    ClassifierDefaults.apply(this, trainingParams);
    org$apache$spark$ml$classification$MultilayerPerceptronParams$_setter_$solver_$eq(
        trainingParams.solver);
  }

  @Override
  public TrainingParams trainingParams() {
    return trainingParams;
  }

  @Override
  public MultilayerPerceptronClassifier self() {
    return this;
  }

  /** Returns the parameter of the weight of the uniform distribution in the targets. */
  public DoubleParam labelSmoothing() {
    return trainingParams.labelSmoothing;
  }

  /** Returns the weight of the uniform distribution in the targets. */
  public double getLabelSmoothing() {
    return (Double) $(labelSmoothing());
  }

  /** Sets the weight of the uniform distribution in the targets. */
  public MultilayerPerceptronClassifier setLabelSmoothing(double value) {
    set(labelSmoothing(), value);
    return this;
  }

  /**
   * Adds a listener, which is called after every epoch while {@code fit} runs, on its thread.
   * Listeners are neither copied to models nor saved.
   */
  public MultilayerPerceptronClassifier addListener(RunListener listener) {
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
   * Trains on the rows of a dataset.
   *
   * @throws IllegalArgumentException if the parameters do not fit one another or the rows
   */
  @Override
  public MultilayerPerceptronClassificationModel fit(Dataset<?> dataset) {
    return (MultilayerPerceptronClassificationModel) super.fit(dataset);
  }

  /** Trains; called by {@code fit}, which validates the schema before. */
  @Override
  public MultilayerPerceptronClassificationModel train(Dataset<?> dataset) {
    Fitting.preload();
    ModelParams params = new ModelParams(this, TrainingParams.PRESET_SPARK);
    int classes = classes(params, dataset);
    FitData data =
        FitData.of(
            params,
            dataset,
            DatasetUtils$.MODULE$.checkClassificationLabels(
                params.labelCol(), Option.apply(classes)));
    Optional<int[]> hidden = HiddenSizes.of(params, data, dataset.schema());
    ConfiguredJob job = JobOfParams.of(params, uid(), "softmax-cross-entropy", hidden);
    TrainRun.Result result =
        Fitting.of(params, job, listeners.all())
            .fit(dataset.sparkSession(), data, LabelNames.numbers(classes));
    Model trained = LabelNames.named(result.model(), dataset.schema(), params.labelCol());
    MultilayerPerceptronClassificationModel model =
        copyValues(
            new MultilayerPerceptronClassificationModel(uid(), ScoringModel.of(trained)),
            ParamMap.empty());
    model.summarize(FitData.trainingRows(params, dataset), result.training());
    return model;
  }

  /** Returns the number of classes: the last of the layers, or that of the labels. */
  private int classes(ModelParams params, Dataset<?> dataset) {
    if (params.isSet("layers")) {
      int[] layers = getLayers();
      return layers[layers.length - 1];
    }
    return DatasetUtils$.MODULE$.getNumClasses(dataset, params.labelCol(), Integer.MAX_VALUE);
  }

  @Override
  public long estimateModelSize(Dataset<?> dataset) {
    return isSet(layers()) ? super.estimateModelSize(dataset) : estimateMatadataSize();
  }

  @Override
  public MultilayerPerceptronClassifier copy(ParamMap extra) {
    MultilayerPerceptronClassifier copy = defaultCopy(extra);
    copy.listeners.addAll(listeners);
    return copy;
  }

  @Override
  public MultilayerPerceptronClassifier setLayers(int[] value) {
    super.setLayers(value);
    return this;
  }

  @Override
  public MultilayerPerceptronClassifier setBlockSize(int value) {
    super.setBlockSize(value);
    return this;
  }

  @Override
  public MultilayerPerceptronClassifier setSolver(String value) {
    super.setSolver(value);
    return this;
  }

  @Override
  public MultilayerPerceptronClassifier setMaxIter(int value) {
    super.setMaxIter(value);
    return this;
  }

  @Override
  public MultilayerPerceptronClassifier setTol(double value) {
    super.setTol(value);
    return this;
  }

  @Override
  public MultilayerPerceptronClassifier setSeed(long value) {
    super.setSeed(value);
    return this;
  }

  @Override
  public MultilayerPerceptronClassifier setInitialWeights(Vector value) {
    super.setInitialWeights(value);
    return this;
  }

  @Override
  public MultilayerPerceptronClassifier setStepSize(double value) {
    super.setStepSize(value);
    return this;
  }

  @Override
  public MultilayerPerceptronClassifier setFeaturesCol(String value) {
    super.setFeaturesCol(value);
    return this;
  }

  @Override
  public MultilayerPerceptronClassifier setLabelCol(String value) {
    super.setLabelCol(value);
    return this;
  }

  @Override
  public MultilayerPerceptronClassifier setPredictionCol(String value) {
    super.setPredictionCol(value);
    return this;
  }

  @Override
  public MultilayerPerceptronClassifier setRawPredictionCol(String value) {
    super.setRawPredictionCol(value);
    return this;
  }

  @Override
  public MultilayerPerceptronClassifier setProbabilityCol(String value) {
    super.setProbabilityCol(value);
    return this;
  }

  @Override
  public MultilayerPerceptronClassifier setThresholds(double[] value) {
    super.setThresholds(value);
    return this;
  }

  /** Returns a reader of saved estimators, of this class and of Spark's. */
  public static MLReader<org.apache.spark.ml.classification.MultilayerPerceptronClassifier> read() {
    return new ClassifierReader();
  }

  /** Reads a saved estimator, of this class or of Spark's. */
  public static MultilayerPerceptronClassifier load(String path) {
    return (MultilayerPerceptronClassifier) read().load(path);
  }
}
