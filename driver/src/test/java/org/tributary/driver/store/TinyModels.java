package org.tributary.driver.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Precision;
import org.tributary.core.model.Columns;
import org.tributary.core.model.CurvePoint;
import org.tributary.core.model.Model;
import org.tributary.core.model.Platform;
import org.tributary.core.model.Provenance;
import org.tributary.core.model.TrainingData;
import org.tributary.core.network.Topology;
import org.tributary.core.preparation.Feature;
import org.tributary.core.preparation.Preparation;
import org.tributary.core.preparation.RowLayout;

/** Models of one weight, for tests. */
public final class TinyModels {
  private TinyModels() {}

  /** Returns y = slope x. */
  public static Model line(double slope) {
    return new Model(
        new Topology(1, List.of(), 1, OutputLoss.IDENTITY_SQUARED_ERROR),
        Precision.FLOAT64,
        new double[] {0, slope},
        Preparation.identity(new RowLayout(List.of(new Feature("x", 1)))),
        new Columns(
            List.of(new Feature("x", 1)), new Outcome.Numbers(List.of("y")), Optional.empty()),
        new Provenance(
            Instant.EPOCH,
            new TrainingData("line.csv", 2, 0),
            1,
            1,
            "epochs",
            Map.of("loss", 0.5),
            new Platform("0.1.0", "17", "4.1.0", "java"),
            "{}",
            List.of(new CurvePoint(1, 0.5, 0.25, OptionalDouble.empty()))));
  }
}
