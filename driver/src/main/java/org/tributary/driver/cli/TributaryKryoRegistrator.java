package org.tributary.driver.cli;

import com.esotericsoftware.kryo.Kryo;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.serializer.KryoRegistrator;

/**
 * Registers with Kryo what Tributary sends from one JVM to another and Spark does not register
 * itself, so that a session can ask for {@code spark.kryo.registrationRequired}.
 *
 * <p>Sessions of the command line have it as {@code spark.kryo.registrator} unless they are told
 * otherwise. Most of these classes are private to their packages, so they stand here by name. What
 * is registered travels by a number instead of its name; both sides count alike, as Spark gives
 * them the same settings.
 */
public final class TributaryKryoRegistrator implements KryoRegistrator {
  private static final String ROOT = "org.tributary.";

  private static final List<String> NAMES =
      List.of(
          "core.data.Block",
          "core.data.ClassTargets",
          "core.data.DenseTargets",
          "core.metrics.ConfusionMatrix",
          "core.metrics.MultiLabelMetrics",
          "core.metrics.RegressionMetrics",
          "core.model.ModelFiles",
          "core.optim.OptimizerState",
          "core.summation.GradientSum",
          "core.summation.LeafTree",
          "core.summation.PackedSum",
          "core.summation.PartialSum",
          "core.summation.Transport",
          "core.summation.TreeNode",
          "driver.source.Malformed",
          "driver.source.SourceRow",
          "driver.dataset.BlocksSize$Counted",
          "driver.dataset.RowProblem",
          "driver.dataset.Sample",
          "driver.dataset.SampleKey",
          "driver.dataset.DataValidation",
          "driver.evaluation.Evaluator$Measured",
          "driver.solver.LocalStart",
          "driver.evaluation.MetricsAccumulator$OfClasses",
          "driver.evaluation.MetricsAccumulator$OfLabels",
          "driver.evaluation.MetricsAccumulator$OfNumbers");

  /** Called by Spark; what it sends is made by no one else. */
  public TributaryKryoRegistrator() {}

  @Override
  public void registerClasses(Kryo kryo) {
    for (String name : NAMES) {
      kryo.register(named(name));
    }
    kryo.register(ArrayList.class);
    kryo.register(TreeMap.class);
    kryo.register(Serializable[].class);
  }

  private static Class<?> named(String name) {
    try {
      return Class.forName(ROOT + name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("Cannot register " + ROOT + name + " with Kryo", e);
    }
  }
}
