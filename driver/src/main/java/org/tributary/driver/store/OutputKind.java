package org.tributary.driver.store;

import java.util.Locale;

/** The kind of an output directory. */
public enum OutputKind {
  /** A trained model. */
  MODEL("set output.existing=replace to replace it"),
  /** Predictions for the rows of a table. */
  PREDICTIONS("use --existing replace to replace it"),
  /** Rows that could not be read; a run replaces those of an earlier one. */
  UNREADABLE("set data.unreadable.path to another directory");

  private final String permission;

  OutputKind(String permission) {
    this.permission = permission;
  }

  /** Returns how a user allows an existing directory of this kind to be replaced. */
  String permission() {
    return permission;
  }

  /** Returns the name in messages and in the {@link Marker}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
