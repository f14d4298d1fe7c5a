package org.tributary.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildVersionTest {
  @ParameterizedTest
  @CsvSource({
    "0.1.0+a2f349a6b1, 0.1.0+a2f349a6b1",
    "0.1.0-SNAPSHOT+${git.commit.id.abbrev}, 0.1.0-SNAPSHOT",
    "0.1.0, 0.1.0"
  })
  void namesTheCommitIfItIsKnown(String manifest, String version) {
    assertThat(BuildVersion.of(Optional.of(manifest))).isEqualTo(version);
  }

  @Test
  void classesInNoJarAreADevelopmentVersion() {
    assertThat(BuildVersion.current()).isEqualTo("development");
  }
}
