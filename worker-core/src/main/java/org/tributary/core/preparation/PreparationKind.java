package org.tributary.core.preparation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of preparation that there are, by the names that models hold them under. */
public enum PreparationKind {
  /** {@link Identity}. */
  IDENTITY,
  /** {@link Standardization}. */
  STANDARDIZATION,
  /** {@link LogScaling}. */
  LOG_SCALING,
  /** {@link RobustScaling}. */
  ROBUST_SCALING,
  /** {@link PiecewiseLinear}. */
  PIECEWISE_LINEAR,
  /** {@link MissingIndicator}. */
  MISSING_INDICATOR,
  /** {@link OneHot}. */
  ONE_HOT;

  /** Returns the names of the lists of numbers that it learns. */
  public List<String> numbers() {
    return switch (this) {
      case IDENTITY, MISSING_INDICATOR -> List.of();
      case STANDARDIZATION, LOG_SCALING ->
          List.of(Standardization.MEAN, Standardization.DEVIATION, Standardization.FILL);
      case ROBUST_SCALING -> List.of(RobustScaling.CENTER, RobustScaling.RANGE, RobustScaling.FILL);
      case PIECEWISE_LINEAR -> List.of(PiecewiseLinear.COUNTS, PiecewiseLinear.BOUNDS);
      case ONE_HOT -> List.of(OneHot.COUNTS, OneHot.CODES);
    };
  }

  /** Returns the names of the lists of texts that it learns. */
  public List<String> texts() {
    return switch (this) {
      case IDENTITY,
          STANDARDIZATION,
          LOG_SCALING,
          ROBUST_SCALING,
          PIECEWISE_LINEAR,
          MISSING_INDICATOR,
          ONE_HOT ->
          List.of();
    };
  }

  /** Returns the name in a model. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the kind of a name in a model, if it is known. */
  public static Optional<PreparationKind> of(String id) {
    return Arrays.stream(values()).filter(kind -> kind.id().equals(id)).findFirst();
  }

  /** Returns the names of all kinds, for messages. */
  public static String known() {
    return Arrays.stream(values()).map(PreparationKind::id).collect(Collectors.joining(", "));
  }

  /**
   * Returns a preparation from what a model holds of it.
   *
   * @param layout the rows that it reads from
   * @param columns the columns that it reads
   * @param values what {@link ColumnPreparation#values} returned
   * @throws IllegalArgumentException with the reason, if there is no such preparation
   */
  public ColumnPreparation restore(RowLayout layout, List<String> columns, FittedValues values) {
    values.requireNames(numbers(), texts());
    return switch (this) {
      case IDENTITY -> new Identity(layout, columns);
      case STANDARDIZATION -> Standardization.restore(layout, columns, values);
      case LOG_SCALING -> LogScaling.restore(layout, columns, values);
      case ROBUST_SCALING -> RobustScaling.restore(layout, columns, values);
      case PIECEWISE_LINEAR -> PiecewiseLinear.restore(layout, columns, values);
      case MISSING_INDICATOR -> new MissingIndicator(layout, columns);
      case ONE_HOT -> OneHot.restore(layout, columns, values);
    };
  }
}
