package org.tributary.core.optim;

import java.io.Serializable;

/**
 * The learning rate as a function of the step, counted from 0.
 *
 * <p>A schedule with an end, such as {@link Cosine}, may leave its length open, as 0 steps: the
 * whole training, whose number of steps {@link #decided} fills in. Until then it has no rates.
 */
public sealed interface Schedule extends Serializable {

  /**
   * Returns the learning rate of a step.
   *
   * @throws IllegalStateException if the schedule's length is open
   */
  double rate(long step);

  /** Tells whether the schedule's length is open. */
  default boolean isOpen() {
    return false;
  }

  /**
   * Returns the same with an open length filled in.
   *
   * @param training number of steps of the whole training, 1 or more
   */
  default Schedule decided(long training) {
    return this;
  }

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
   *
   * @param steps length; 0 for the whole training
   */
  record Cosine(double rate, double floor, long steps) implements Schedule {
    /** Refuses a rate that is not positive, a floor above it, and a negative length. */
    public Cosine {
      Bounds.positive("learning rate", rate);
      Bounds.floor("cosine", floor, rate);
      Bounds.length("cosine", steps);
    }

    @Override
    public double rate(long step) {
      return floor + (rate - floor) * (1 + StrictMath.cos(Math.PI * done(step, steps))) / 2;
    }

    @Override
    public boolean isOpen() {
      return steps == 0;
    }

    @Override
    public Schedule decided(long training) {
      return isOpen() ? new Cosine(rate, floor, training) : this;
    }
  }

  /**
   * {@code rate} for the first half of the steps, then as {@link Cosine} over the other half: floor
   * + (rate - floor) (1 + cos(pi (max(1, 2 t) - 1))) / 2 with t = step / steps, and floor from
   * {@code steps} on. Holzmueller et al., Better by Default (RealMLP), arXiv:2407.04491, flat_cos.
   *
   * @param steps length; 0 for the whole training
   */
  record FlatCosine(double rate, double floor, long steps) implements Schedule {
    /** Refuses a rate that is not positive, a floor above it, and a negative length. */
    public FlatCosine {
      Bounds.positive("learning rate", rate);
      Bounds.floor("flat-cosine", floor, rate);
      Bounds.length("flat-cosine", steps);
    }

    @Override
    public double rate(long step) {
      double fallen = Math.max(1, 2 * done(step, steps)) - 1;
      return floor + (rate - floor) * (1 + StrictMath.cos(Math.PI * fallen)) / 2;
    }

    @Override
    public boolean isOpen() {
      return steps == 0;
    }

    @Override
    public Schedule decided(long training) {
      return isOpen() ? new FlatCosine(rate, floor, training) : this;
    }
  }

  /**
   * Four rises from 0 to {@code rate} and back, each twice as long as the one before: rate (1 -
   * cos(2 pi log2(1 + 15 t))) / 2 with t = step / steps, and 0 from {@code steps} on. Holzmueller
   * et al., Better by Default (RealMLP), arXiv:2407.04491, coslog_4.
   *
   * @param steps length; 0 for the whole training
   */
  record CosLog4(double rate, long steps) implements Schedule {
    private static final double LN_2 = StrictMath.log(2);

    /** Refuses a rate that is not positive, and a negative length. */
    public CosLog4 {
      Bounds.positive("learning rate", rate);
      Bounds.length("coslog4", steps);
    }

    @Override
    public double rate(long step) {
      double cycles = StrictMath.log(1 + 15 * done(step, steps)) / LN_2;
      return rate * (1 - StrictMath.cos(2 * Math.PI * cycles)) / 2;
    }

    @Override
    public boolean isOpen() {
      return steps == 0;
    }

    @Override
    public Schedule decided(long training) {
      return isOpen() ? new CosLog4(rate, training) : this;
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
    /** Refuses a rise of no steps, and one to a schedule that rises from 0 itself. */
    public WarmUp {
      Bounds.atLeastOne("number of warm-up steps", steps);
      Bounds.require(
          !(then instanceof CosLog4),
          "number of warm-up steps",
          steps,
          "none before coslog4, which rises from 0 itself");
    }

    @Override
    public boolean isOpen() {
      return then.isOpen();
    }

    /** Leaves {@code then} the steps after the rise, but one at least. */
    @Override
    public Schedule decided(long training) {
      return new WarmUp(steps, then.decided(Math.max(1, training - steps)));
    }

    @Override
    public double rate(long step) {
      return step < steps ? then.rate(0) * (step + 1) / steps : then.rate(step - steps);
    }
  }

  /** {@code then} as if {@code start} steps had been taken before. */
  record From(long start, Schedule then) implements Schedule {
    @Override
    public boolean isOpen() {
      return then.isOpen();
    }

    @Override
    public Schedule decided(long training) {
      return new From(start, then.decided(training));
    }

    @Override
    public double rate(long step) {
      return then.rate(start + step);
    }
  }

  /** Returns the part of a schedule that a step has left behind, from 0 to 1. */
  private static double done(long step, long steps) {
    if (steps == 0) {
      throw new IllegalStateException(
          "Cannot compute the learning rate: the schedule is as long as the training, whose number"
              + " of steps is not decided yet");
    }
    return Math.min(1, step / (double) steps);
  }
}
