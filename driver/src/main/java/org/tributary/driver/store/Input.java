package org.tributary.driver.store;

import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * What a command reads, and so must not overwrite.
 *
 * @param what the word for it in messages, such as {@code data.path}
 * @param paths the files and directories
 */
public record Input(String what, List<Path> paths) {
  /** Copies the list. */
  public Input {
    paths = List.copyOf(paths);
  }
}
