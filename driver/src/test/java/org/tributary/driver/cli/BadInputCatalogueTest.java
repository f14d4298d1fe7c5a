package org.tributary.driver.cli;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The catalogue of readers and kinds of faults: each cell is refused in one line with the place,
 * the reason and, where there is one, the fix, with the documented exit code and without output.
 */
class BadInputCatalogueTest {
  @TempDir private Path directory;

  static Stream<BadInput> cells() {
    return Catalogue.CELLS.stream();
  }

  @ParameterizedTest
  @MethodSource("cells")
  void cellIsRefusedInOneLine(BadInput cell) throws Exception {
    cell.requireRefused(directory);
  }
}
