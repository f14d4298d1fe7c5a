package org.tributary.driver.cli;

import com.esotericsoftware.kryo.Kryo;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.serializer.KryoRegistrator;
import org.tributary.core.data.TargetScale;

/**
 * Registers with Kryo the classes that Tributary sends between JVMs and that Spark does not
 * register itself, so that a session can set {@code spark.kryo.registrationRequired}.
 *
 * <p>The command line sets it as {@code spark.kryo.registrator} unless the user sets another one.
 * Most of these classes are package-private and therefore listed by name. Kryo serializes a number
 * instead of the name of a registered class; the numbers agree on all JVMs, because all have the
 * same settings.
 */
public final class TributaryKryoRegistrator implements KryoRegistrator {
  private static final String ROOT = "org.tributary.";

  private static final List<String> NAMES =
      List.of(
          "core.data.Block",
          "core.data.ClassTargets",
          "core.data.ColumnSums",
          "core.data.DenseTargets",
          "core.data.Inputs$Csr",
          "core.data.Inputs$Dense",
          "core.data.TargetScale",
          "core.metrics.CellSums",
          "core.metrics.ClassificationMetrics",
          "core.metrics.ConfusionMatrix",
          "core.metrics.ExactSum",
          "core.metrics.MultiLabelMetrics",
          "core.metrics.ProbabilityMetrics",
          "core.metrics.RankedRun",
          "core.metrics.RegressionMetrics",
          "core.metrics.TemperatureSlope",
          "core.model.ModelFiles",
          "core.optim.OptimizerState",
          "core.preparation.DigitCounts",
          "core.preparation.MissingPass$MissingCounts",
          "core.preparation.MomentStatistics",
          "core.preparation.MomentsPass$Scale",
          "core.preparation.OneHotPass$CodeCounts",
          "core.preparation.RowStatistics",
          "core.summation.GradientSum",
          "core.summation.LeafTree",
          "core.summation.PackedSum",
          "core.summation.PartialSum",
          "core.summation.Transport",
          "core.summation.TreeNode",
          "driver.source.Malformed",
          "driver.source.SourceRow",
          "driver.dataset.BlocksSize$Counted",
          "driver.dataset.CellFacts",
          "driver.dataset.ColumnProfile",
          "driver.dataset.ColumnSuspicion",
          "driver.dataset.CutSearch$Counts",
          "driver.dataset.DataWarnings$Suspicions",
          "driver.dataset.DividedSamples$Counts",
          "driver.dataset.KeyHistogram",
          "driver.dataset.PreparationFit$Extremes",
          "driver.dataset.RepeatedRow",
          "driver.dataset.RowProblem",
          "driver.dataset.SampleBatch",
          "driver.dataset.TableProfile",
          "driver.dataset.TextFacts",
          "driver.dataset.DataValidation",
          "driver.dataset.RowsDigest",
          "driver.drift.BinCounts",
          "driver.drift.NameCounts",
          "driver.drift.TableCounts",
          "driver.drift.ValueSample",
          "driver.evaluation.Evaluator$Measured",
          "driver.evaluation.ColumnImportance$Losses",
          "driver.evaluation.GroupedEvaluation$Part",
          "driver.solver.LocalStart",
          "driver.evaluation.MetricsAccumulator$OfClasses",
          "driver.evaluation.MetricsAccumulator$OfLabels",
          "driver.evaluation.MetricsAccumulator$OfNumbers");

  /** Classes of which arrays are sent. */
  private static final List<String> ARRAYS =
      List.of("core.metrics.ExactSum", "core.metrics.RankedRun");

  /** Created by Spark through reflection. */
  public TributaryKryoRegistrator() {}

  @Override
  public void registerClasses(Kryo kryo) {
    for (String name : NAMES) {
      kryo.register(named(name));
    }
    for (String name : ARRAYS) {
      kryo.register(named(name).arrayType());
    }
    kryo.register(ArrayList.class);
    kryo.register(HashMap.class);
    kryo.register(HashSet.class);
    kryo.register(TreeMap.class);
    kryo.register(Serializable[].class);
    kryo.register(TargetScale[].class);
    kryo.register(int[][].class);
    kryo.register(long[][].class);
  }

  private static Class<?> named(String name) {
    try {
      return Class.forName(ROOT + name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("Cannot register " + ROOT + name + " with Kryo", e);
    }
  }
}
