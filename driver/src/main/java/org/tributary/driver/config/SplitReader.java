package org.tributary.driver.config;

import static org.tributary.driver.config.Keys.DUPLICATES;
import static org.tributary.driver.config.Keys.HOLDOUT_FRACTION;
import static org.tributary.driver.config.Keys.HOLDOUT_PATH;
import static org.tributary.driver.config.Keys.SPLIT;
import static org.tributary.driver.config.Keys.SPLIT_COLUMN;
import static org.tributary.driver.config.Keys.VALIDATION_FRACTION;

import org.tributary.driver.config.OptionNames.FormatName;
import org.tributary.driver.config.OptionNames.SplitName;
import org.tributary.driver.spec.SplitSpec;

/** Reads the section {@code data.split}. */
final class SplitReader {
  private SplitReader() {}

  /** Reads the section; problems, alone or with other keys, are added to the settings. */
  static SplitSpec read(Settings settings, FormatName format) {
    SplitName name = settings.value(SPLIT);
    SplitSpec.Duplicates duplicates = settings.value(DUPLICATES);
    if (name == SplitName.ROW || name == SplitName.CLASS) {
      settings.refuse(
          SPLIT_COLUMN,
          settings.chosenBy(SPLIT, name)
              + " reads no column; set data.split.by to group, time or column");
      settings.omit(SPLIT_COLUMN);
    } else {
      settings.refuse(
          DUPLICATES, settings.chosenBy(SPLIT, name) + " goes by the column alone; remove it");
      settings.omit(DUPLICATES);
    }
    if (name == SplitName.COLUMN) {
      for (Key<?> key : new Key<?>[] {HOLDOUT_FRACTION, HOLDOUT_PATH, VALIDATION_FRACTION}) {
        settings.refuse(
            key, settings.chosenBy(SPLIT, name) + " decides on all sets by the column; remove one");
        settings.omit(key);
      }
    } else {
      requireShare(settings);
    }
    return switch (name) {
      case ROW -> new SplitSpec.ByRow(duplicates);
      case CLASS -> new SplitSpec.ByClass(duplicates);
      case GROUP -> new SplitSpec.ByGroup(column(settings, format, "the column of the groups"));
      case TIME ->
          new SplitSpec.ByTime(column(settings, format, "the column of the dates or numbers"));
      case COLUMN ->
          new SplitSpec.ByColumn(
              column(settings, format, "the column that says train, validation or test"));
    };
  }

  /** Refuses settings of a division where no rows are divided. */
  private static void requireShare(Settings settings) {
    if (settings.value(HOLDOUT_FRACTION) == 0 && settings.value(VALIDATION_FRACTION) == 0) {
      for (Key<?> key : new Key<?>[] {SPLIT, DUPLICATES}) {
        settings.refuse(
            key, "no rows are divided; set data.holdout.fraction or data.validation.fraction");
        settings.omit(key);
      }
    }
  }

  private static String column(Settings settings, FormatName format, String meaning) {
    if (format == FormatName.LIBSVM || format == FormatName.IDX) {
      settings.refuse(
          SPLIT,
          ValueTypes.name(format) + " has no column to divide the rows by; set it to row or class");
    }
    return settings.required(SPLIT_COLUMN, "missing", meaning);
  }
}
