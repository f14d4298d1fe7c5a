package org.tributary.ml;

import java.util.List;
import java.util.UUID;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationSummary;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationTrainingSummary;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.model.Model;
import org.tributary.driver.train.TrainingResult;
import scala.Option;

/**
 * A trained multi-layer perceptron for classification: a model of Spark's class that scores by a
 * Tributary model, whatever its activations, preparation and columns.
 *
 * <p>Predictions are indices of classes, whose names are {@link #labels}. A model by {@code
 * featuresCols} takes its columns in {@link #transform}; vectors that are passed to {@link
 * #predict} hold encoded cells.
 *
 * <p>Saved, it is a directory that the command line evaluates, predicts with and inspects.
 */
public class MultilayerPerceptronClassificationModel
    extends org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel
    implements HasTrainingParams {
  private static final long serialVersionUID = 1;

  private final TrainingParams trainingParams;
  private final ScoringModel scoring;
  private Pending<ClassificationTrainingSummary> pending = Pending.none();

  /** Creates a model without a network, which no method but {@code load} makes useful. */
  public MultilayerPerceptronClassificationModel() {
    this("");
  }

  /** Creates a model without a network; for Spark Connect. */
  public MultilayerPerceptronClassificationModel(String uid) {
    this(uid, ScoringModel.none());
  }

  @SuppressWarnings("this-escape")
  MultilayerPerceptronClassificationModel(String uid, ScoringModel scoring) {
    super(uid, weights(scoring));
    this.scoring = scoring;
    trainingParams = new TrainingParams(this, TrainingParams.CLASSIFIER_PRESETS);
    ClassifierDefaults.apply(this, trainingParams);
    org$apache$spark$ml$classification$MultilayerPerceptronParams$_setter_$solver_$eq(
        trainingParams.solver);
    if (scoring.isPresent()) {
      set(layers(), SparkWeights.sizes(scoring.model().topology()));
      // A threshold t between two classes, as Spark ML has it: p1 / t > p0 / (1 - t).
      scoring
          .model()
          .decision()
          .threshold()
          .ifPresent(t -> set(thresholds(), new double[] {1 - t, t}));
    }
  }

  private static Vector weights(ScoringModel scoring) {
    if (!scoring.isPresent()) {
      return Vectors.dense(new double[0]);
    }
    Model model = scoring.model();
    classes(model);
    return SparkWeights.of(model.layout(), model.theta());
  }

  private static Outcome.Classes classes(Model model) {
    if (model.columns().outcome() instanceof Outcome.Classes classes) {
      return classes;
    }
    throw new IllegalArgumentException(
        "Cannot classify with this model: it predicts numbers, %s (expected classes)"
            .formatted(model.columns().outcome().columns()));
  }

  @Override
  public TrainingParams trainingParams() {
    return trainingParams;
  }

  /** Returns the parameter of the weight of the uniform distribution in the targets. */
  public DoubleParam labelSmoothing() {
    return trainingParams.labelSmoothing;
  }

  /** Returns the weight of the uniform distribution in the targets. */
  public double getLabelSmoothing() {
    return (Double) $(labelSmoothing());
  }

  /** Returns the Tributary model, which scores without Spark. */
  public Model tributaryModel() {
    return scoring.model();
  }

  /** Returns the names of the classes, in the order of predictions and probabilities. */
  public String[] labels() {
    return classes(scoring.model()).names().toArray(String[]::new);
  }

  @Override
  public int numFeatures() {
    return scoring.isPresent() ? scoring.model().preparation().layout().cells() : 0;
  }

  @Override
  public int numClasses() {
    return classes(scoring.model()).names().size();
  }

  /** Returns the logits: those of two classes with a single output are -z and z. */
  @Override
  public Vector predictRaw(Vector features) {
    double[] z = scoring.logits(features);
    return new DenseVector(z.length == 1 ? new double[] {-z[0], z[0]} : z);
  }

  @Override
  public Vector raw2probabilityInPlace(Vector raw) {
    if (!(raw instanceof DenseVector dense)) {
      throw new IllegalArgumentException(
          "Invalid raw predictions: %s (expected a dense vector)".formatted(raw));
    }
    double[] z = dense.values();
    if (scoring.model().topology().outputLoss() == OutputLoss.SOFTMAX_CROSS_ENTROPY) {
      softmax(z);
    } else {
      for (int k = 0; k < z.length; k++) {
        z[k] = 1 / (1 + Math.exp(-z[k]));
      }
    }
    return dense;
  }

  private static void softmax(double[] z) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double logit : z) {
      largest = Math.max(largest, logit);
    }
    double sum = 0;
    for (int k = 0; k < z.length; k++) {
      z[k] = Math.exp(z[k] - largest);
      sum += z[k];
    }
    for (int k = 0; k < z.length; k++) {
      z[k] /= sum;
    }
  }

  /** Returns the class with the largest output, the first of equals. */
  @Override
  public double predict(Vector features) {
    return predictRaw(features).argmax();
  }

  @Override
  public StructType validateAndTransformSchema(
      StructType schema, boolean fitting, DataType features) {
    return FeatureColumns.validated(
        this, schema, known -> super.validateAndTransformSchema(known, fitting, features));
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    if (!isSet(featuresCols())) {
      return super.transform(dataset);
    }
    transformSchema(dataset.schema());
    String vectors = "features_" + UUID.randomUUID();
    MultilayerPerceptronClassificationModel byVectors = copy(ParamMap.empty());
    byVectors.clear(byVectors.featuresCols());
    byVectors.setFeaturesCol(vectors);
    return byVectors
        .transform(FeatureColumns.withVectors(dataset, scoring.model(), vectors))
        .drop(vectors);
  }

  @Override
  public MultilayerPerceptronClassificationModel copy(ParamMap extra) {
    MultilayerPerceptronClassificationModel copied =
        new MultilayerPerceptronClassificationModel(uid(), scoring);
    copied.setParent(parent());
    copied.setSummary(trainingSummary());
    copied.pending = pending;
    return copyValues(copied, extra);
  }

  /** Evaluates on rows with labels, and with weights if {@code weightCol} is set. */
  @Override
  public MultilayerPerceptronClassificationSummary evaluate(Dataset<?> dataset) {
    return ClassificationTrainingSummary.of(this, dataset, List.of(), List.of());
  }

  /** Keeps what a summary of the training is made of. */
  void summarize(Dataset<Row> rows, TrainingResult training) {
    MultilayerPerceptronClassificationModel trained = copy(ParamMap.empty());
    List<Double> losses = Histories.losses(training);
    List<Double> validation = Histories.validation(training);
    pending = Pending.of(() -> ClassificationTrainingSummary.of(trained, rows, losses, validation));
  }

  @Override
  public boolean hasSummary() {
    return pending.isPresent() || super.hasSummary();
  }

  /**
   * Returns the summary of the training.
   *
   * @throws RuntimeException if there is none, such as of a model that was loaded
   */
  @Override
  public ClassificationTrainingSummary summary() {
    if (pending.isPresent()) {
      setSummary(Option.apply(pending.get()));
    }
    return (ClassificationTrainingSummary) super.summary();
  }

  @Override
  public MultilayerPerceptronClassificationModel setSummary(
      Option<MultilayerPerceptronClassificationTrainingSummary> summary) {
    pending = Pending.none();
    super.setSummary(summary);
    return this;
  }

  @Override
  public void createSummary(Dataset<?> dataset, double[] objectiveHistory) {
    setSummary(
        Option.apply(
            ClassificationTrainingSummary.of(
                this,
                dataset,
                java.util.Arrays.stream(objectiveHistory).boxed().toList(),
                List.of())));
  }

  /** Saves the summary to a local file; for Spark Connect. */
  @Override
  public void saveSummary(String path) {
    ClassificationTrainingSummary kept = summary();
    Histories.save(path, kept.objectiveHistory(), kept.validationHistory());
  }

  /** Reads a summary of the training with some rows; for Spark Connect. */
  @Override
  public void loadSummary(String path, Dataset<Row> dataset) {
    Histories.Saved saved = Histories.load(path);
    setSummary(
        Option.apply(
            ClassificationTrainingSummary.of(this, dataset, saved.losses(), saved.validation())));
  }

  @Override
  public long estimatedSize() {
    return super.estimatedSize() + scoring.bytes();
  }

  @Override
  public MLWriter write() {
    return new ModelWriter(this, scoring);
  }

  /** Returns a reader of models that this class, Spark's class or a job saved. */
  public static MLReader<org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel>
      read() {
    return new ClassificationModelReader();
  }

  /** Reads a model that this class, Spark's class or a job saved. */
  public static MultilayerPerceptronClassificationModel load(String path) {
    return (MultilayerPerceptronClassificationModel) read().load(path);
  }
}
