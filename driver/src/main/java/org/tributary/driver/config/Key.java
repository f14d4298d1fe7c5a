package org.tributary.driver.config;

/**
 * A key of the configuration.
 *
 * @param name the whole name, with dots
 * @param type the type of its values
 * @param <T> the type in Java
 */
record Key<T>(String name, ValueType<T> type) {
  /** Returns the part of the name after the last dot. */
  String leaf() {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
