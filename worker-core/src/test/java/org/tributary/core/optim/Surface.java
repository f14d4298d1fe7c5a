package org.tributary.core.optim;

import java.util.List;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;
import org.tributary.core.objective.Objective;

/** Functions of two parameters whose minimum is known. */
enum Surface {
  /** (x - 1)^2 + 3 (y + 2)^2, at its minimum in (1, -2). */
  PARABOLA {
    @Override
    double[] minimum() {
      return new double[] {1, -2};
    }

    @Override
    Objective at(double[] theta) {
      double x = theta[0] - 1;
      double y = theta[1] + 2;
      return new Objective(x * x + 3 * y * y, new double[] {2 * x, 6 * y}, 1);
    }
  },
  /** (1 - x)^2 + 100 (y - x^2)^2, at its minimum in (1, 1). Rosenbrock, 1960. */
  ROSENBROCK {
    @Override
    double[] minimum() {
      return new double[] {1, 1};
    }

    @Override
    Objective at(double[] theta) {
      double x = theta[0];
      double rise = theta[1] - x * x;
      double value = (1 - x) * (1 - x) + 100 * rise * rise;
      return new Objective(value, new double[] {-2 * (1 - x) - 400 * x * rise, 200 * rise}, 1);
    }
  };

  /** Returns value and gradient. */
  abstract Objective at(double[] theta);

  /** Returns where the value is least. */
  abstract double[] minimum();

  /** Returns the layout of a linear model: for each output a bias, then the weights. */
  static ParameterLayout linear(int inputs, int outputs) {
    return new ParameterLayout(
        new Topology(inputs, List.of(), outputs, OutputLoss.IDENTITY_SQUARED_ERROR));
  }
}
