package org.tributary.driver.spec;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/** Rows kept from training, to measure it by. */
public sealed interface HoldoutSpec extends Serializable {

  /** Nothing is kept. */
  record None() implements HoldoutSpec {}

  /**
   * A share of the rows, chosen as {@link SplitSpec} says: the same rows whatever the files, the
   * partitions and their order.
   *
   * @param fraction the share, between 0 and 1
   */
  record Fraction(double fraction) implements HoldoutSpec {
    /** Refuses a share that is nothing or everything. */
    public Fraction {
      Check.require(
          fraction > 0 && fraction < 1,
          "hold-out fraction",
          fraction,
          "a number more than 0 and less than 1");
    }
  }

  /**
   * Data of its own.
   *
   * @param paths files, directories or globs, in the format of the training data
   * @param labels for IDX, the file of its labels; empty otherwise
   */
  record Path(List<String> paths, Optional<String> labels) implements HoldoutSpec {
    /** Copies the list; refuses a path that is blank, and no path. */
    public Path {
      paths = List.copyOf(paths);
      Check.require(!paths.isEmpty(), "paths of the hold-out set", paths, "one or more");
      paths.forEach(path -> Check.text("path of the hold-out set", path));
    }

    /** Describes data of one path. */
    public Path(String path, Optional<String> labels) {
      this(List.of(path), labels);
    }

    /** Returns the paths as messages name them. */
    public String path() {
      return String.join(", ", paths);
    }
  }
}
