package org.tributary.driver.config;

import static org.tributary.driver.config.Keys.AGGREGATION;
import static org.tributary.driver.config.Keys.TRANSPORT;

import org.tributary.core.kernel.Precision;
import org.tributary.core.summation.Transport;
import org.tributary.driver.config.OptionNames.AggregationName;
import org.tributary.driver.config.OptionNames.OptimizerName;
import org.tributary.driver.spec.AggregationSpec;
import org.tributary.driver.spec.AggregationSpec.Mode;

/** Reads the section {@code train.aggregation}. */
final class AggregationReader {
  private AggregationReader() {}

  /**
   * Reads the section; problems, alone or in combination with the optimizer, are added to the
   * settings.
   */
  static AggregationSpec read(Settings settings, OptimizerName optimizer) {
    AggregationName name = settings.value(AGGREGATION);
    settings.refuseOthers(
        Keys.AGGREGATION_SETTINGS, AGGREGATION, name, "remove it or choose another mode");
    return new AggregationSpec(
        mode(settings, name), settings.value(Keys.MERGE), transport(settings, optimizer));
  }

  private static Mode mode(Settings settings, AggregationName name) {
    return switch (name) {
      case AUTO -> new Mode.Auto();
      case DIRECT -> new Mode.Direct();
      case TREE -> new Mode.Tree(settings.value(Keys.DEPTH, AGGREGATION, name, 0));
      case SHARDED -> new Mode.Sharded(settings.value(Keys.SLICES, AGGREGATION, name, 0));
    };
  }

  private static Transport transport(Settings settings, OptimizerName optimizer) {
    Transport transport = settings.value(TRANSPORT);
    if (transport == Transport.BFLOAT16) {
      if (optimizer == OptimizerName.LBFGS || optimizer == OptimizerName.OWLQN) {
        settings.refuse(
            TRANSPORT,
            settings.chosenBy(Keys.OPTIMIZER, optimizer)
                + " needs exact gradients of J; set train.optimizer.name to adam, for"
                + " example, or train.aggregation.transport to exact");
      }
      if (settings.value(Keys.PRECISION) == Precision.FLOAT64) {
        settings.refuse(
            TRANSPORT,
            settings.chosenBy(Keys.PRECISION, Precision.FLOAT64)
                + " needs a higher precision; set train.aggregation.transport to exact");
      }
    }
    return transport;
  }
}
