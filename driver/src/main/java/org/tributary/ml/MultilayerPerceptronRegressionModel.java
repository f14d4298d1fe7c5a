package org.tributary.ml;

import java.util.List;
import java.util.UUID;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.regression.RegressionModel;
import org.apache.spark.ml.util.HasTrainingSummary;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.tributary.core.data.Outcome;
import org.tributary.core.model.Model;
import org.tributary.driver.train.TrainingResult;
import scala.Option;

/**
 * A trained multi-layer perceptron that predicts a number, in the units of the labels.
 *
 * <p>A model by {@code featuresCols} takes its columns in {@link #transform}; vectors that are
 * passed to {@link #predict} hold encoded cells. Saved, it is a directory that the command line
 * evaluates, predicts with and inspects.
 */
public class MultilayerPerceptronRegressionModel
    extends RegressionModel<Vector, MultilayerPerceptronRegressionModel>
    implements HasRegressionParams, MLWritable, HasTrainingSummary<RegressionTrainingSummary> {
  private static final long serialVersionUID = 1;

  private final String uid;
  private final TrainingParams trainingParams;
  private final RegressionParams regressionParams;
  private final ScoringModel scoring;
  private Option<RegressionTrainingSummary> summary = Option.empty();

  /** Creates a model without a network, which no method but {@code load} makes useful. */
  public MultilayerPerceptronRegressionModel() {
    this("");
  }

  /** Creates a model without a network; for Spark Connect. */
  public MultilayerPerceptronRegressionModel(String uid) {
    this(uid, ScoringModel.none());
  }

  @SuppressWarnings("this-escape")
  MultilayerPerceptronRegressionModel(String uid, ScoringModel scoring) {
    this.uid = uid;
    this.scoring = scoring;
    trainingParams = new TrainingParams(this, TrainingParams.JOB_PRESETS);
    regressionParams = new RegressionParams(this);
    RegressorDefaults.apply(this);
    if (scoring.isPresent()) {
      Model model = scoring.model();
      if (!(model.columns().outcome() instanceof Outcome.Numbers)
          || model.topology().outputs() != 1) {
        throw new IllegalArgumentException(
            "Cannot predict a number with this model: it predicts %d outputs for %s (expected one)"
                .formatted(model.topology().outputs(), model.columns().outcome().columns()));
      }
      set(layers(), SparkWeights.sizes(model.topology()));
    }
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

  /** Returns the Tributary model, which scores without Spark. */
  public Model tributaryModel() {
    return scoring.model();
  }

  /** Returns the parameters of the network behind the preparation, in the order of Spark's MLP. */
  public Vector weights() {
    return scoring.isPresent()
        ? SparkWeights.of(scoring.model().layout(), scoring.model().theta())
        : Vectors.dense(new double[0]);
  }

  @Override
  public int numFeatures() {
    return scoring.isPresent() ? scoring.model().preparation().layout().cells() : 0;
  }

  @Override
  public double predict(Vector features) {
    return scoring.outputs(features)[0];
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
    MultilayerPerceptronRegressionModel byVectors = copy(ParamMap.empty());
    byVectors.clear(byVectors.featuresCols());
    byVectors.setFeaturesCol(vectors);
    return byVectors
        .transform(FeatureColumns.withVectors(dataset, scoring.model(), vectors))
        .drop(vectors);
  }

  @Override
  public MultilayerPerceptronRegressionModel copy(ParamMap extra) {
    MultilayerPerceptronRegressionModel copied =
        new MultilayerPerceptronRegressionModel(uid, scoring);
    copied.setParent(parent());
    copied.setSummary(summary);
    return copyValues(copied, extra);
  }

  /** Evaluates on rows with labels, and with weights if {@code weightCol} is set. */
  public RegressionTrainingSummary evaluate(Dataset<?> dataset) {
    return RegressionTrainingSummary.of(this, dataset, List.of(), List.of());
  }

  /** Keeps a summary of the training. */
  void summarize(Dataset<Row> rows, TrainingResult training) {
    setSummary(
        Option.apply(
            RegressionTrainingSummary.of(
                this, rows, Histories.losses(training), Histories.validation(training))));
  }

  @Override
  public Option<RegressionTrainingSummary> trainingSummary() {
    return summary;
  }

  @Override
  public void trainingSummary_$eq(Option<RegressionTrainingSummary> value) {
    summary = value;
  }

  /** Saves the summary to a local file; for Spark Connect. */
  @Override
  public void saveSummary(String path) {
    RegressionTrainingSummary kept = summary();
    Histories.save(path, kept.objectiveHistory(), kept.validationHistory());
  }

  /** Reads a summary of the training with some rows; for Spark Connect. */
  @Override
  public void loadSummary(String path, Dataset<Row> dataset) {
    Histories.Saved saved = Histories.load(path);
    setSummary(
        Option.apply(
            RegressionTrainingSummary.of(this, dataset, saved.losses(), saved.validation())));
  }

  @Override
  public long estimatedSize() {
    return estimateMatadataSize() + scoring.bytes();
  }

  @Override
  public MLWriter write() {
    return new ModelWriter(this, scoring);
  }

  /** Returns a reader of models that this class or a job saved. */
  public static MLReader<MultilayerPerceptronRegressionModel> read() {
    return new RegressionModelReader();
  }

  /** Reads a model that this class or a job saved. */
  public static MultilayerPerceptronRegressionModel load(String path) {
    return read().load(path);
  }

  @Override
  public String toString() {
    return "MultilayerPerceptronRegressionModel: uid=%s, numFeatures=%d"
        .formatted(uid, numFeatures());
  }
}
