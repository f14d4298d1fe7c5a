package org.tributary.core.optim;

import java.io.Serializable;

/** The learning rate as a function of the step, counted from 0. */
public sealed interface Schedule extends Serializable {

  /** Returns the learning rate of a step. */
  double rate(long step);

  /** The same rate at every step. */
  record Constant(double rate) implements Schedule {
    @Override
    public double rate(long step) {
      return rate;
    }
  }

  /** rate factor^floor(step / every). */
  record Step(double rate, double factor, int every) implements Schedule {
    @Override
    public double rate(long step) {
      long drops = step / every;
      return rate * Math.pow(factor, (double) drops);
    }
  }

  /** rate decay^step. */
  record Exponential(double rate, double decay) implements Schedule {
    @Override
    public double rate(long step) {
      return rate * Math.pow(decay, (double) step);
    }
  }

  /**
   * floor + (rate - floor) (1 + cos(pi step / steps)) / 2, and floor from {@code steps} on.
   * Loshchilov and Hutter, arXiv:1608.03983, without restarts.
   */
  record Cosine(double rate, double floor, int steps) implements Schedule {
    @Override
    public double rate(long step) {
      double done = Math.min(1, step / (double) steps);
      return floor + (rate - floor) * (1 + Math.cos(Math.PI * done)) / 2;
    }
  }

  /** rate / (1 + decay step). */
  record InverseTime(double rate, double decay) implements Schedule {
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
    @Override
    public double rate(long step) {
      return step < steps ? then.rate(0) * (step + 1) / steps : then.rate(step - steps);
    }
  }
}
