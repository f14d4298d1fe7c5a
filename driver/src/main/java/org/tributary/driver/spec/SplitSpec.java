package org.tributary.driver.spec;

import java.io.Serializable;
import java.util.Optional;

/** What decides which rows are in the hold-out set and in the validation set. */
public sealed interface SplitSpec extends Serializable {
  /** Where the copies of a row go. */
  enum Duplicates {
    /** Each copy by a hash of its own, so that shares are right. */
    SPREAD,
    /** All to the same set, so that no row is measured that was trained on. */
    TOGETHER
  }

  /**
   * A seeded hash of the content of a row and of its copy number. A row stays in its set when the
   * data grow.
   */
  record ByRow(Duplicates duplicates) implements SplitSpec {}

  /** The same hash, cut so that each class has its share in each set. */
  record ByClass(Duplicates duplicates) implements SplitSpec {}

  /** A seeded hash of a column: all rows of a group are in the same set. */
  record ByGroup(String name) implements SplitSpec {
    /** Refuses a name that is blank. */
    public ByGroup {
      Check.text("column to split by", name);
    }

    @Override
    public Optional<String> column() {
      return Optional.of(name);
    }
  }

  /**
   * A column of dates or numbers: the latest rows are the hold-out set, those before them the
   * validation set.
   */
  record ByTime(String name) implements SplitSpec {
    /** Refuses a name that is blank. */
    public ByTime {
      Check.text("column to split by", name);
    }

    @Override
    public Optional<String> column() {
      return Optional.of(name);
    }
  }

  /** A column that says {@code train}, {@code validation} or {@code test}. */
  record ByColumn(String name) implements SplitSpec {
    /** Refuses a name that is blank. */
    public ByColumn {
      Check.text("column to split by", name);
    }

    @Override
    public Optional<String> column() {
      return Optional.of(name);
    }
  }

  /** Returns the default: a hash of each row and of its copy number. */
  static SplitSpec byRow() {
    return new ByRow(Duplicates.SPREAD);
  }

  /** Returns where the copies of a row go; with a column, together with its value. */
  default Duplicates duplicates() {
    return Duplicates.TOGETHER;
  }

  /** Returns the column that decides, if one does. */
  default Optional<String> column() {
    return Optional.empty();
  }
}
