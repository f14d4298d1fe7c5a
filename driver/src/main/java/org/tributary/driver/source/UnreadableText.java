package org.tributary.driver.source;

import java.io.IOException;

/** Text that cannot be read any further. The message completes "Cannot read x.csv:7: ". */
final class UnreadableText extends IOException {
  private static final long serialVersionUID = 1;

  UnreadableText(String reason) {
    super(reason);
  }
}
