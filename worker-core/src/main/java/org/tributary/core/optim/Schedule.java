package org.tributary.core.optim;

import java.io.Serializable;

/** The learning rate as a function of the step, counted from 0. */
public sealed interface Schedule extends Serializable {

  /** Returns the learning rate of a step. */
  double rate(long step);

  /** The same rate at every step. */
  record Constant(double rate) implements Schedule {
    /** Refuses a rate that is not positive. */
    public Constant {
      Bounds.positive("learning rate", rate);
    }

    @Override
    public double rate(long step) {
      return rate;
    }
  }

  /** rate factor^floor(step / every). */
  record Step(double rate, double factor, int every) implements Schedule {
    /** Refuses a rate that is not positive, a factor that raises it, and an empty interval. */
    public Step {
      Bounds.positive("learning rate", rate);
      Bounds.aboveZeroUpToOne("factor of the step schedule", factor);
      Bounds.atLeastOne("interval of the step schedule", every);
    }

    @Override
    public double rate(long step) {
      long drops = step / every;
      return rate * StrictMath.pow(factor, (double) drops);
    }
  }

  /** rate decay^step. */
  record Exponential(double rate, double decay) implements Schedule {
    /** Refuses a rate that is not positive and a decay that raises it. */
    public Exponential {
      Bounds.positive("learning rate", rate);
      Bounds.aboveZeroUpToOne("decay of the exponential schedule", decay);
    }

    @Override
    public double rate(long step) {
      return rate * StrictMath.pow(decay, (double) step);
    }
  }

  /**
   * floor + (rate - floor) (1 + cos(pi step / steps)) / 2, and floor from {@code steps} on.
   * Loshchilov and Hutter, arXiv:1608.03983, without restarts.
   */
  record Cosine(double rate, double floor, int steps) implements Schedule {
    /** Refuses a rate that is not positive, a floor above it, and a descent of no steps. */
    public Cosine {
      Bounds.positive("learning rate", rate);
      Bounds.require(
          floor >= 0 && floor <= rate, "floor of the cosine schedule", floor, "0 to " + rate);
      Bounds.atLeastOne("number of steps of the cosine schedule", steps);
    }

    @Override
    public double rate(long step) {
      double done = Math.min(1, step / (double) steps);
      return floor + (rate - floor) * (1 + StrictMath.cos(Math.PI * done)) / 2;
    }
  }

  /** rate / (1 + decay step). */
  record InverseTime(double rate, double decay) implements Schedule {
    /** Refuses a rate that is not positive and a decay that raises it. */
    public InverseTime {
      Bounds.positive("learning rate", rate);
      Bounds.notNegative("decay of the inverse-time schedule", decay);
    }

    @Override
    public double rate(long step) {
      return rate / (1 + decay * step);
    }
  }

  /**
   * Rises in equal parts to the rate of {@code then} over the first {@code steps} steps: (step + 1)
   * / steps of it; {@code then} counts its own steps from the end of the rise.
   */
  record WarmUp(int steps, Schedule then) implements Schedule {
    /** Refuses a rise of no steps. */
    public WarmUp {
      Bounds.atLeastOne("number of warm-up steps", steps);
    }

    @Override
    public double rate(long step) {
      return step < steps ? then.rate(0) * (step + 1) / steps : then.rate(step - steps);
    }
  }

  /** {@code then} as if {@code start} steps had been taken before. */
  record From(long start, Schedule then) implements Schedule {
    @Override
    public double rate(long step) {
      return then.rate(start + step);
    }
  }
}
