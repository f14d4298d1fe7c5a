package org.tributary.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.scoring.Scorer;

/** The stored format is a contract: what it was is what it is. */
class GoldenModelTest {
  @TempDir private Path directory;

  private static Path golden() throws URISyntaxException {
    return Path.of(GoldenModelTest.class.getResource("/golden-model").toURI());
  }

  @ParameterizedTest
  @ValueSource(strings = {ModelFiles.DESCRIPTION, ModelFiles.WEIGHTS})
  void isWrittenByteForByteAsItWas(String file) throws IOException, URISyntaxException {
    Models.write(GoldenModel.model(), directory);
    assertThat(directory.resolve(file)).hasSameBinaryContentAs(golden().resolve(file));
  }

  @Test
  void isReadAsItWas() throws URISyntaxException {
    assertThat(Model.read(golden())).isEqualTo(GoldenModel.model());
  }

  @Test
  void predictsWhatAHandComputes() throws URISyntaxException {
    Scorer scorer = Scorer.of(Model.read(golden()));
    // A shade of two numbers, then the size; inputs ((3 - 1) / 2, 4, 0) = (1, 4, 0); relu(0.5 + 1 -
    // 0, 0.25 * 4 + 0) = (1.5, 1); z = (1.5, 1 + 2)
    double[] stone = {4, 0, 3};
    // relu(0.5 + 2 - 0, 0) = (2.5, 0); z = (2.5, 1)
    double[] leaf = {0, 0, 5};
    // 1 / (1 + e^-1.5); float32 rounds to 6e-8 an operation
    double p = 0.8175744761936437;
    assertThat(scorer.outputs(stone)).containsExactly(new double[] {1 - p, p}, within(1e-6));
    assertThat(scorer.outputs(leaf)).containsExactly(new double[] {p, 1 - p}, within(1e-6));
    assertThat(scorer.classIndex(stone)).isEqualTo(1);
    assertThat(scorer.classIndex(leaf)).isEqualTo(0);
  }
}
