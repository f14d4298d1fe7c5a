package org.tributary.driver.run;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
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
import org.tributary.driver.evaluation.Evaluation;
import org.tributary.driver.evaluation.Evaluator;
import org.tributary.driver.evaluation.UnpredictedRows;
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.DataSource;
import org.tributary.driver.source.Sources;
import org.tributary.driver.spark.JobName;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.HoldoutSpec;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.SplitSpec;
import org.tributary.driver.store.Input;

/** Evaluates a model on labelled data. */
public final class EvaluateRun {
  private final DataSpec data;
  private final Model model;
  private final Choice choice;
  private final UnreadableRows unreadable;

  /** Which rows to evaluate on. */
  public enum Rows {
    /** All rows. */
    ALL("all"),
    /** The hold-out rows of the training data. */
    HELD_OUT("held-out"),
    /** The rows of the training data that are not in the hold-out set. */
    TRAINED("trained"),
    /** The validation rows of the training data. */
    VALIDATION("validation");

    private final String word;

    Rows(String word) {
      this.word = word;
    }

    /** Returns the name in messages and on the command line. */
    @Override
    public String toString() {
      return word;
    }
  }

  /**
   * Creates a run.
   *
   * @param data the data to evaluate on; its hold-out fraction is that of the training
   * @param model the model
   * @param name the name of the model in messages
   * @param rows which rows of the data
   * @throws InvalidConfiguration if hold-out rows are selected but the model was trained without a
   *     hold-out set
   */
  public EvaluateRun(DataSpec data, Model model, String name, Rows rows) {
    this.data = data;
    this.model = model;
    this.choice = choice(data, model, name, rows);
    this.unreadable = new UnreadableRows(data.unreadable());
  }

  /**
   * Evaluates the model.
   *
   * @throws DataException if a row is invalid, or is of a class that the model does not have, or no
   *     rows are selected, or an output of the model is not finite
   */
  public Evaluation on(SparkSession spark) {
    return evaluate(spark, DataSource.of(data), KernelFactory.of(model.precision()));
  }

  /** Evaluates the model on the rows of a DataFrame. */
  public Evaluation on(SparkSession spark, Dataset<Row> rows) {
    return evaluate(spark, DataSource.of(data, rows), KernelFactory.of(model.precision()));
  }

  /** Returns one sentence for each table of which rows were left out, after the evaluation. */
  public List<String> notices() {
    return unreadable.notices();
  }

  private <A> Evaluation evaluate(SparkSession spark, DataSource source, KernelFactory<A> kernels) {
    if (data.unreadable().path().isPresent()) {
      Configuration files = spark.sparkContext().hadoopConfiguration();
      List<Input> inputs =
          source instanceof DataSource.Files named
              ? List.of(new Input("the data", Sources.paths(files, named)))
              : List.of();
      UnreadableStore.requireWritable(data.unreadable(), inputs, files);
    }
    JavaRDD<Block<A>> blocks =
        LabelledRows.blocks(spark, source, data.columns(), model, kernels, choice, unreadable)
            .persist(StorageLevel.MEMORY_AND_DISK());
    Evaluator<A> evaluator =
        new Evaluator<>(
            JavaSparkContext.fromSparkContext(spark.sparkContext()),
            blocks,
            kernels,
            LabelledRows.blockRows(model.topology()),
            model.topology(),
            model.columns().outcome());
    try {
      UnreadableStore.write(spark, unreadable);
      return JobName.during(
          spark.sparkContext(),
          "the evaluation on " + data.path(),
          () -> evaluator.at(model.theta(), model.decision(), Evaluator.Depth.RANKS));
    } catch (UnpredictedRows e) {
      throw new DataException(
          "Cannot evaluate on %s: %s; tributary predict names the first of these rows"
              .formatted(data.path(), e.getMessage()));
    } finally {
      blocks.unpersist(false);
    }
  }

  /**
   * Returns which rows are chosen.
   *
   * @throws InvalidConfiguration if the model was trained without that set
   */
  static Choice choice(DataSpec data, Model model, String name, Rows rows) {
    double share = data.holdout() instanceof HoldoutSpec.Fraction some ? some.fraction() : 0;
    Split split = new Split(share, data.validation(), data.split());
    boolean byColumn = data.split() instanceof SplitSpec.ByColumn;
    boolean divided =
        switch (rows) {
          case ALL -> true;
          case HELD_OUT -> byColumn || split.holdout() > 0;
          case VALIDATION -> byColumn || split.validation() > 0;
          case TRAINED -> split.divides();
        };
    if (!divided) {
      throw new InvalidConfiguration(
          List.of(
              "Cannot select the rows %s: the model %s was trained without data.%s.fraction"
                  .formatted(rows, name, rows == Rows.VALIDATION ? "validation" : "holdout")));
    }
    long seed = model.provenance().seed();
    return switch (rows) {
      case ALL -> new Choice.All();
      case HELD_OUT -> new Choice.OfSide(seed, split, Side.HOLDOUT);
      case VALIDATION -> new Choice.OfSide(seed, split, Side.VALIDATION);
      case TRAINED -> new Choice.OfSide(seed, split, Side.TRAINING);
    };
  }
}
