package org.tributary.driver.run;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.tributary.core.data.Block;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.model.Model;
import org.tributary.driver.dataset.LabelledRows;
import org.tributary.driver.dataset.LabelledRows.Choice;
import org.tributary.driver.dataset.Side;
import org.tributary.driver.dataset.Split;
import org.tributary.driver.dataset.UnreadableRows;
import org.tributary.driver.evaluation.ColumnImportance;
import org.tributary.driver.evaluation.GroupedEvaluation;
import org.tributary.driver.evaluation.MetricInterval;
import org.tributary.driver.evaluation.ModelMeasurement;
import org.tributary.driver.evaluation.PairedComparison;
import org.tributary.driver.evaluation.UnpredictedRows;
import org.tributary.driver.run.EvaluateRun.Rows;
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.DataSource;
import org.tributary.driver.spark.JobName;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.InvalidConfiguration;

/** Measures a model on labelled data for its card: intervals of metrics, and columns. */
public final class CardRun {
  private static final double CONFIDENCE = 0.95;
  private static final int RESAMPLES = 1_000;

  private final DataSpec data;
  private final Model model;
  private final Rows rows;
  private final Choice choice;

  /**
   * Creates a run.
   *
   * @param data the data to measure on; its hold-out fraction is that of the training
   * @param name the name of the model in messages
   * @throws InvalidConfiguration if hold-out rows are selected but the model was trained without a
   *     hold-out set
   */
  public CardRun(DataSpec data, Model model, String name, Rows rows) {
    this.data = data;
    this.model = model;
    this.rows = rows;
    // All rows, too, in their canonical order, which is a random one.
    this.choice =
        rows == Rows.ALL
            ? new Choice.OfSide(model.provenance().seed(), Split.NONE, Side.TRAINING)
            : EvaluateRun.choice(data, model, name, rows);
  }

  /**
   * Measures the model.
   *
   * @throws DataException if a row is invalid, or is of a class that the model does not have, or no
   *     rows are selected, or an output of the model is not finite
   */
  public ModelMeasurement on(SparkSession spark) {
    return measure(spark, KernelFactory.of(model.precision()));
  }

  private <A> ModelMeasurement measure(SparkSession spark, KernelFactory<A> kernels) {
    JavaRDD<Block<A>> blocks =
        LabelledRows.blocks(
                spark,
                DataSource.of(data),
                data.columns(),
                model,
                kernels,
                choice,
                new UnreadableRows(data.unreadable()))
            .persist(StorageLevel.MEMORY_AND_DISK());
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    int blockRows = LabelledRows.blockRows(model.topology());
    long seed = model.provenance().seed();
    try {
      return JobName.during(
          spark.sparkContext(),
          "the model card on " + data.path(),
          () -> {
            GroupedEvaluation evaluation =
                GroupedEvaluation.of(
                    context, blocks, kernels, blockRows, model, PairedComparison.GROUPS, seed);
            return new ModelMeasurement(
                "%s (%s rows)".formatted(data.path(), rows),
                evaluation.rows(),
                CONFIDENCE,
                MetricInterval.of(evaluation, CONFIDENCE, RESAMPLES, seed),
                Math.min(evaluation.rows(), ColumnImportance.rows(model)),
                ColumnImportance.of(context, blocks, kernels, blockRows, model, seed));
          });
    } catch (UnpredictedRows e) {
      throw new DataException(
          "Cannot measure on %s: %s; tributary predict names the first of these rows"
              .formatted(data.path(), e.getMessage()));
    } finally {
      blocks.unpersist(false);
    }
  }
}
