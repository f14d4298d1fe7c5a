package org.tributary.driver.store;

import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * An input of a command, which must not be overwritten.
 *
 * @param what the name in messages, such as {@code data.path}
 * @param paths the files and directories
 */
public record Input(String what, List<Path> paths) {
  /** Copies the list. */
  public Input {
    paths = List.copyOf(paths);
  }
}
