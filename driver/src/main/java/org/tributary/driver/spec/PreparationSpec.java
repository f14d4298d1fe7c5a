package org.tributary.driver.spec;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.tributary.core.preparation.Fill;

/**
 * How columns become inputs of the network, and numbers its targets.
 *
 * @param kinds kinds of columns, the first rule that matches a name wins; the kind of a column that
 *     none matches is detected from its cells
 * @param scaling what is done to columns of numbers, booleans and dates
 * @param bins the most piecewise-linear inputs of a column of numbers or dates; 0 for none
 * @param missing what is done about missing cells
 * @param rare a category with fewer rows counts as one of the others
 * @param categories the most categories of a column; one of more is not used
 * @param targets what is done to numeric targets
 */
public record PreparationSpec(
    List<KindRule> kinds,
    Scaling scaling,
    int bins,
    Missing missing,
    int rare,
    int categories,
    Targets targets)
    implements Serializable {

  /** The default. */
  public static final PreparationSpec DEFAULT =
      new PreparationSpec(
          List.of(), Scaling.STANDARD, 0, Missing.DEFAULT, 5, 100_000, Targets.DEFAULT);

  /** Copies the list, and refuses numbers out of their ranges. */
  public PreparationSpec {
    kinds = List.copyOf(kinds);
    Check.require(
        bins == 0 || (bins >= 2 && bins <= Limits.BINS),
        "number of bins",
        bins,
        "0, or 2 to " + Limits.BINS);
    Check.integer("rows of a rare category", rare, 1, Integer.MAX_VALUE);
    Check.integer("number of categories", categories, 1, Limits.CATEGORIES);
  }

  /** Returns the same with other rules for kinds. */
  public PreparationSpec withKinds(List<KindRule> other) {
    return new PreparationSpec(other, scaling, bins, missing, rare, categories, targets);
  }

  /** Returns the same with another scaling of numbers. */
  public PreparationSpec withScaling(Scaling other) {
    return new PreparationSpec(kinds, other, bins, missing, rare, categories, targets);
  }

  /** Returns the same with other piecewise-linear inputs. */
  public PreparationSpec withBins(int other) {
    return new PreparationSpec(kinds, scaling, other, missing, rare, categories, targets);
  }

  /** Returns the same with other missing cells. */
  public PreparationSpec withMissing(Missing other) {
    return new PreparationSpec(kinds, scaling, bins, other, rare, categories, targets);
  }

  /** Returns the same with other targets. */
  public PreparationSpec withTargets(Targets other) {
    return new PreparationSpec(kinds, scaling, bins, missing, rare, categories, other);
  }

  /** Returns the kind that the rules give a column; empty if its cells tell. */
  public Optional<ColumnKind> kindOf(String column) {
    return kinds.stream().filter(rule -> rule.matches(column)).map(KindRule::kind).findFirst();
  }

  /** What is done to columns of numbers. */
  public enum Scaling {
    /** They are shifted and scaled to mean 0 and deviation 1. */
    STANDARD,
    /** Their logarithms are shifted and scaled to mean 0 and deviation 1. */
    LOG,
    /** They are shifted and scaled by quantiles, and what lies far out is bent. */
    ROBUST,
    /** Nothing. */
    NONE
  }

  /**
   * What is done about missing cells.
   *
   * @param numbers what a missing number counts as
   * @param indicator whether a column of numbers with missing cells has an input that tells so
   * @param categories what a missing category is
   */
  public record Missing(Fill numbers, boolean indicator, MissingCategory categories)
      implements Serializable {
    /** The default. */
    public static final Missing DEFAULT =
        new Missing(new Fill.Mean(), true, MissingCategory.CATEGORY);

    /** Every row with a missing cell is refused. */
    public static final Missing REFUSED =
        new Missing(new Fill.Refuse(), false, MissingCategory.REFUSE);
  }

  /** What a missing category is. */
  public enum MissingCategory {
    /** A category of its own. */
    CATEGORY,
    /** An error. */
    REFUSE
  }

  /**
   * What is done to numeric targets.
   *
   * @param scaling from the numbers in the data to targets
   * @param limit whether predictions are limited to the range of the training rows
   */
  public record Targets(TargetScaling scaling, boolean limit) implements Serializable {
    /** The default. */
    public static final Targets DEFAULT = new Targets(TargetScaling.STANDARD, false);

    /** Numbers are taken as they are. */
    public static final Targets UNSCALED = new Targets(TargetScaling.NONE, false);
  }

  /** From the numbers in the data to targets. */
  public enum TargetScaling {
    /** They are shifted and scaled to mean 0 and deviation 1. */
    STANDARD,
    /** The same for sign(y) ln(1 + |y|). */
    LOG,
    /** Nothing. */
    NONE
  }
}
