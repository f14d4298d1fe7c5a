package org.tributary.driver.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MachineTest {

  @Test
  void theFirstProcessorNamesThemAll() {
    List<String> lines = List.of("processor\t: 0", "model name\t: A 9 at 3 GHz", "model name\t: B");
    assertThat(Machine.processorOf(lines)).isEqualTo("A 9 at 3 GHz");
  }

  @Test
  void aSystemThatDoesNotNameItsProcessorGivesTheArchitecture() {
    assertThat(Machine.processorOf(List.of())).isEqualTo(System.getProperty("os.arch"));
  }

  @Test
  void peakMemoryIsToldInBytes() {
    assertThat(Machine.peakOf(List.of("VmPeak:\t  99 kB", "VmHWM:\t  12 kB"))).hasValue(12_288);
    assertThat(Machine.peakOf(List.of())).isEmpty();
  }
}
