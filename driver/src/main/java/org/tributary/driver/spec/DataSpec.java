package org.tributary.driver.spec;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Where samples come from and what their columns mean.
 *
 * @param paths files, directories or globs of the training data, on any Hadoop file system; the
 *     name of a DataFrame
 * @param format how to read it
 * @param columns the roles of the columns
 * @param holdout the hold-out set
 * @param validation the share of the rows outside the hold-out set by which epochs, thresholds and
 *     temperatures are chosen; 0 to choose them by the hold-out set
 * @param split what decides on the rows of the fraction of the hold-out set and of the validation
 *     set
 * @param preparation how columns become inputs, and numbers targets
 * @param partitions number of partitions to train on; 0 leaves it to Spark's parallelism
 * @param blockRows samples a block, the unit of summation
 * @param unreadable how rows that cannot be read are handled
 */
public record DataSpec(
    List<String> paths,
    FormatSpec format,
    ColumnsSpec columns,
    HoldoutSpec holdout,
    double validation,
    SplitSpec split,
    PreparationSpec preparation,
    int partitions,
    int blockRows,
    UnreadableSpec unreadable)
    implements Serializable {

  /** Describes data of which every row must be readable. */
  public DataSpec(
      List<String> paths,
      FormatSpec format,
      ColumnsSpec columns,
      HoldoutSpec holdout,
      double validation,
      SplitSpec split,
      PreparationSpec preparation,
      int partitions,
      int blockRows) {
    this(
        paths,
        format,
        columns,
        holdout,
        validation,
        split,
        preparation,
        partitions,
        blockRows,
        UnreadableSpec.REFUSED);
  }

  /** Refuses a path that is blank, numbers out of their ranges, and files beside a DataFrame. */
  public DataSpec {
    paths = List.copyOf(paths);
    Check.require(!paths.isEmpty(), "paths", paths, "one or more");
    paths.forEach(path -> Check.text("path", path));
    Check.require(
        validation >= 0 && validation < 1,
        "validation fraction",
        validation,
        "a number from 0 to less than 1");
    Check.integer("number of partitions", partitions, 0, Limits.PARTITIONS);
    Check.integer("rows of a block", blockRows, 1, Limits.BLOCK_ROWS);
    Check.require(
        !(format instanceof FormatSpec.Frame && holdout instanceof HoldoutSpec.Path),
        "hold-out set",
        holdout,
        "a fraction of the rows of a DataFrame, or none");
  }

  /** Describes data of one path. */
  public DataSpec(
      String path,
      FormatSpec format,
      ColumnsSpec columns,
      HoldoutSpec holdout,
      PreparationSpec preparation,
      int partitions,
      int blockRows) {
    this(
        List.of(path),
        format,
        columns,
        holdout,
        0,
        SplitSpec.byRow(),
        preparation,
        partitions,
        blockRows);
  }

  /**
   * Returns the roles of the columns in training: a column that decides on the sets is no feature,
   * unless it is named as one.
   */
  public ColumnsSpec trainingColumns() {
    Set<String> named = new HashSet<>(columns.label());
    columns.weight().ifPresent(named::add);
    named.addAll(columns.features());
    named.addAll(columns.ignore());
    return split
        .column()
        .filter(name -> !named.contains(name))
        .map(
            name ->
                columns.withIgnore(
                    Stream.concat(columns.ignore().stream(), Stream.of(name)).toList()))
        .orElse(columns);
  }

  /** Returns the paths as messages name them. */
  public String path() {
    return String.join(", ", paths);
  }

  /** Describes data with the defaults: all rows are trained on, and features are standardized. */
  public DataSpec(String path, FormatSpec format, ColumnsSpec columns) {
    this(path, format, columns, new HoldoutSpec.None(), PreparationSpec.DEFAULT, 0, 512);
  }

  /** Describes a DataFrame with the defaults, by the name that messages and the model call it. */
  public static DataSpec ofFrame(String name, ColumnsSpec columns) {
    return new DataSpec(name, new FormatSpec.Frame(), columns);
  }

  /** Returns the same from another path. */
  public DataSpec withPath(String other) {
    return with(draft -> draft.paths = List.of(other));
  }

  /** Returns the same in another format. */
  public DataSpec withFormat(FormatSpec other) {
    return with(draft -> draft.format = other);
  }

  /** Returns the same with other parts of its columns. */
  public DataSpec withColumns(ColumnsSpec other) {
    return with(draft -> draft.columns = other);
  }

  /** Returns the same with other rows kept from training. */
  public DataSpec withHoldout(HoldoutSpec other) {
    return with(draft -> draft.holdout = other);
  }

  /** Returns the same with other rows to choose by. */
  public DataSpec withValidation(double other) {
    return with(draft -> draft.validation = other);
  }

  /** Returns the same with another rule for the rows of its sets. */
  public DataSpec withSplit(SplitSpec other) {
    return with(draft -> draft.split = other);
  }

  /** Tells whether there are rows to choose by. */
  public boolean hasRowsToChooseBy() {
    return validation > 0
        || !(holdout instanceof HoldoutSpec.None)
        || split instanceof SplitSpec.ByColumn;
  }

  /** Returns the same with another preparation. */
  public DataSpec withPreparation(PreparationSpec other) {
    return with(draft -> draft.preparation = other);
  }

  /** Returns the same on another number of partitions. */
  public DataSpec withPartitions(int other) {
    return with(draft -> draft.partitions = other);
  }

  /** Returns the same with another rule for rows that cannot be read. */
  public DataSpec withUnreadable(UnreadableSpec other) {
    return with(draft -> draft.unreadable = other);
  }

  /** Returns the same with other blocks. */
  public DataSpec withBlockRows(int other) {
    return with(draft -> draft.blockRows = other);
  }

  private DataSpec with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.spec();
  }

  /** The parts of a spec, of which one is to change. */
  private static final class Draft {
    private List<String> paths;
    private FormatSpec format;
    private ColumnsSpec columns;
    private HoldoutSpec holdout;
    private double validation;
    private SplitSpec split;
    private PreparationSpec preparation;
    private int partitions;
    private int blockRows;
    private UnreadableSpec unreadable;

    Draft(DataSpec of) {
      paths = of.paths;
      format = of.format;
      columns = of.columns;
      holdout = of.holdout;
      validation = of.validation;
      split = of.split;
      preparation = of.preparation;
      partitions = of.partitions;
      blockRows = of.blockRows;
      unreadable = of.unreadable;
    }

    DataSpec spec() {
      return new DataSpec(
          paths,
          format,
          columns,
          holdout,
          validation,
          split,
          preparation,
          partitions,
          blockRows,
          unreadable);
    }
  }

  /**
   * The roles of columns.
   *
   * @param label one column, or several for several outputs
   * @param weight the column of sample weights, if any
   * @param features the feature columns; empty for every column that has no other part
   * @param ignore columns that are not features
   */
  public record ColumnsSpec(
      List<String> label, Optional<String> weight, List<String> features, List<String> ignore)
      implements Serializable {
    /** Copies the lists; refuses no label, and a column of two parts. */
    public ColumnsSpec {
      label = List.copyOf(label);
      features = List.copyOf(features);
      ignore = List.copyOf(ignore);
      Check.require(!label.isEmpty(), "label columns", label, "one column or more");
      Set<String> named = new HashSet<>();
      Stream.of(label, weight.stream().toList(), features, ignore)
          .flatMap(List::stream)
          .forEach(
              name ->
                  Check.require(
                      named.add(name), "columns", name + " twice", "each column in one part"));
    }

    /** Takes every column but the labels for a feature: the default. */
    public ColumnsSpec(String... label) {
      this(List.of(label), Optional.empty(), List.of(), List.of());
    }

    /** Returns the same with a column of sample weights. */
    public ColumnsSpec withWeight(String other) {
      return new ColumnsSpec(label, Optional.of(other), features, ignore);
    }

    /** Returns the same with these feature columns. */
    public ColumnsSpec withFeatures(List<String> other) {
      return new ColumnsSpec(label, weight, other, ignore);
    }

    /** Returns the same with these columns passed over. */
    public ColumnsSpec withIgnore(List<String> other) {
      return new ColumnsSpec(label, weight, features, other);
    }
  }
}
