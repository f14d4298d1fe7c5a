package org.tributary.driver.config;

import com.typesafe.config.ConfigValue;
import java.util.Optional;
import java.util.function.Function;

/**
 * A type of values: how one is read from HOCON and written back.
 *
 * @param expected what a value has to be, to complete "expected ..."
 * @param reading turns a value that is not null into one of this type; empty when it is not
 * @param writing turns a value into a string, number, boolean, list or map that reads as the same
 *     value
 * @param <T> the type in Java
 */
record ValueType<T>(
    String expected, Function<ConfigValue, Optional<T>> reading, Function<T, Object> writing) {

  /** Reads a value; empty when it is not of this type. */
  Optional<T> read(ConfigValue value) {
    return reading.apply(value);
  }

  /** Writes a value. */
  Object write(T value) {
    return writing.apply(value);
  }
}
