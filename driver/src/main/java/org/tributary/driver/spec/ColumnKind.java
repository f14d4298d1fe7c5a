package org.tributary.driver.spec;

/** What a column of the data holds. */
public enum ColumnKind {
  /** Numbers. */
  NUMBER,
  /** One of several categories, in text or numbers. */
  CATEGORY,
  /** True or false. */
  BOOLEAN,
  /** Dates or times. */
  DATE,
  /** Nothing that the model uses. */
  IGNORE
}
