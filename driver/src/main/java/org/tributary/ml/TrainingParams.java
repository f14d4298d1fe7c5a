package org.tributary.ml;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import org.tributary.core.function.Activation;
import org.tributary.core.kernel.Precision;

/** The parameters that estimators and models have besides those of Spark's class, of one owner. */
public final class TrainingParams implements Serializable {
  private static final long serialVersionUID = 1;

  /** Parameters keep the defaults of Spark's class. */
  static final String PRESET_SPARK = "spark";

  static final String LBFGS = "l-bfgs";
  static final String GD = "gd";
  static final String ADAM = "adam";
  static final String ADAMW = "adamw";
  static final String LOCAL_SGD = "local-sgd";

  static final List<String> SOLVERS = List.of(LBFGS, GD, ADAM, ADAMW, LOCAL_SGD);

  /** The presets of what has no class of Spark to be like. */
  static final List<String> JOB_PRESETS = List.of("auto", "plain", "table");

  /** The presets of the classifier. */
  static final List<String> CLASSIFIER_PRESETS = List.of(PRESET_SPARK, "auto", "plain", "table");

  final Param<String> solver;
  final StringArrayParam featuresCols;
  final IntArrayParam hiddenLayers;
  final Param<String> hiddenActivation;
  final Param<String> preset;
  final Param<String> precision;
  final DoubleParam regParam;
  final DoubleParam elasticNetParam;
  final DoubleParam dropout;
  final DoubleParam labelSmoothing;
  final Param<String> weightCol;
  final Param<String> validationIndicatorCol;
  final IntParam patience;
  final IntParam batchSize;
  final IntParam numShards;
  final IntParam aggregationDepth;
  final BooleanParam standardization;
  final Param<String> initialModel;

  /**
   * Creates the parameters of an owner, all of them unset.
   *
   * @param presetChoices the values that the preset may have
   */
  TrainingParams(Params owner, List<String> presetChoices) {
    solver =
        choice(
            owner, "solver", "The solver algorithm for optimization. Supported options", SOLVERS);
    featuresCols =
        new StringArrayParam(
            owner,
            "featuresCols",
            "Feature columns in place of featuresCol: numbers, booleans, dates, strings and"
                + " vectors, which may have missing values",
            ParamChecks.distinctNames());
    hiddenLayers =
        new IntArrayParam(
            owner,
            "hiddenLayers",
            "Sizes of the hidden layers, in place of layers; the data decides the sizes of input"
                + " and output",
            ParamChecks.allPositive());
    hiddenActivation =
        choice(
            owner,
            "hiddenActivation",
            "Activation function of the hidden layers",
            names(Activation.values()));
    preset =
        choice(
            owner,
            "preset",
            "Where the defaults of the parameters that are not set come from, Spark's class or a"
                + " job of Tributary with this preset",
            presetChoices);
    precision = choice(owner, "precision", "Numbers to compute with", names(Precision.values()));
    regParam =
        new DoubleParam(
            owner, "regParam", "Regularization strength (>= 0)", ParamValidators.gtEq(0));
    elasticNetParam =
        new DoubleParam(
            owner,
            "elasticNetParam",
            "Mixing of the penalties, in range [0, 1]: 0 for L2, 1 for L1",
            ParamValidators.inRange(0, 1));
    dropout =
        new DoubleParam(
            owner,
            "dropout",
            "Share of the hidden units that are left out of each sample and step, in range [0, 1)",
            ParamValidators.inRange(0, 1, true, false));
    labelSmoothing =
        new DoubleParam(
            owner,
            "labelSmoothing",
            "Weight of the uniform distribution in the targets, in range [0, 1)",
            ParamValidators.inRange(0, 1, true, false));
    weightCol = text(owner, "weightCol", "Column of row weights; if not set, all are 1");
    validationIndicatorCol =
        text(
            owner,
            "validationIndicatorCol",
            "Boolean column: true for rows that are not trained on but validated with");
    patience =
        new IntParam(
            owner,
            "patience",
            "Stop after this number of iterations without a lower validation loss, and keep the"
                + " best weights; 0 for never",
            ParamValidators.gtEq(0));
    batchSize =
        new IntParam(
            owner,
            "batchSize",
            "Rows a step of adam, adamw and gd; of each shard with numShards",
            ParamValidators.gt(0));
    numShards =
        new IntParam(
            owner,
            "numShards",
            "Parts of the data that take steps of their own between averages, whatever the number"
                + " of partitions",
            ParamValidators.gt(0));
    aggregationDepth =
        new IntParam(
            owner,
            "aggregationDepth",
            "Levels of the tree by which gradients are aggregated (>= 2); if not set, what is"
                + " estimated to be fastest",
            ParamValidators.gtEq(2));
    standardization =
        new BooleanParam(
            owner,
            "standardization",
            "Whether features are shifted and scaled to mean 0 and deviation 1");
    initialModel =
        text(owner, "initialModel", "Path of a saved model whose weights training begins with");
  }

  private static Param<String> choice(Params owner, String name, String doc, List<String> choices) {
    return new Param<>(
        owner.uid(),
        name,
        doc + ": " + String.join(", ", choices),
        ParamValidators.inArray(choices),
        String.class);
  }

  private static Param<String> text(Params owner, String name, String doc) {
    return new Param<>(owner.uid(), name, doc, String.class);
  }

  private static List<String> names(Enum<?>[] values) {
    return Arrays.stream(values).map(value -> name(value)).toList();
  }

  /** Returns the name of a constant in configurations. */
  static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
