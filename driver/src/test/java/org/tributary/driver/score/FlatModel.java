package org.tributary.driver.score;

import java.util.List;
import java.util.Optional;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Precision;
import org.tributary.core.model.Columns;
import org.tributary.core.model.Model;
import org.tributary.core.network.Topology;
import org.tributary.core.preparation.Encoding;
import org.tributary.core.preparation.Feature;
import org.tributary.core.preparation.Identity;
import org.tributary.core.preparation.OneHot;
import org.tributary.core.preparation.Preparation;
import org.tributary.core.preparation.RowLayout;
import org.tributary.driver.TableModels;

/** A linear model of a number and a category, without missing cells. */
public final class FlatModel {
  private FlatModel() {}

  /** Returns 1 + 2 x, and 3 more for red, 4 more for green. */
  public static Model of() {
    RowLayout layout =
        new RowLayout(
            List.of(
                new Feature("x", 1),
                new Feature("color", 1, new Encoding.Categories(List.of("red", "green")))));
    Preparation preparation =
        new Preparation(
            layout,
            List.of(
                new Identity(layout, List.of("x")),
                new OneHot(layout, List.of("color"), new int[][] {{0, 1}})));
    return new Model(
        new Topology(3, List.of(), 1, OutputLoss.IDENTITY_SQUARED_ERROR),
        Precision.FLOAT32,
        new double[] {1, 2, 3, 4},
        preparation,
        new Columns(layout.features(), new Outcome.Numbers(List.of("y")), Optional.empty()),
        TableModels.provenance());
  }
}
