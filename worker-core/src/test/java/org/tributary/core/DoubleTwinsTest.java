package org.tributary.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tributary.core.DoubleTwins.Twin;

class DoubleTwinsTest {
  private static final Path SOURCES = DoubleTwins.sources(Path.of(""));

  static List<Twin> twins() {
    return DoubleTwins.TWINS;
  }

  @ParameterizedTest
  @MethodSource("twins")
  void aDoubleTwinIsWhatIsGeneratedFromItsSource(Twin twin) throws Exception {
    assertThat(twin.written(SOURCES))
        .as("%s; see DoubleTwins for how to generate it", twin)
        .isEqualTo(twin.generate(SOURCES));
  }
}
