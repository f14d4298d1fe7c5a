package org.tributary.driver.source;

import java.io.Serializable;

/**
 * Text that is not a number, although it looks like one: {@code 1.234} where the decimal separator
 * is a comma, which can be 1234 or 1.234.
 */
final class TextOnly implements Serializable {
  private static final long serialVersionUID = 1;

  private final String text;

  TextOnly(String text) {
    this.text = text;
  }

  /** Returns the text. */
  @Override
  public String toString() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TextOnly that && that.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
