package org.tributary.driver.drift;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tributary.driver.fuzz.DamagedRecord;

class DamagedProfileTest {
  @Test
  void damagedProfileIsReadOrRefused() throws Exception {
    DamagedRecord.requireReadOrRefused(
        "profile",
        ReferenceProfileTest.PROFILE.json(),
        IllegalArgumentException.class,
        content -> {
          ReferenceProfile read = ReferenceProfile.parse(content);
          assertThat(ReferenceProfile.parse(read.json())).isEqualTo(read);
        });
  }
}
