package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of the catalogue in the document, docs/bad-input.md. */
class BadInputDocumentTest {
  static Stream<Arguments> matrix() {
    return Stream.of(InputReader.values())
        .flatMap(reader -> Stream.of(FaultKind.values()).map(fault -> Arguments.of(reader, fault)));
  }

  @ParameterizedTest
  @MethodSource("matrix")
  void everyCellHasAnExample(InputReader reader, FaultKind fault) {
    assertThat(Catalogue.count(reader, fault)).isPositive();
  }

  @Test
  void theDocumentHasTheTableOfTheExamples() throws IOException {
    List<String> document = Files.readAllLines(Path.of("docs", "bad-input.md"));
    assertThat(document.stream().filter(line -> line.startsWith("|")).toList())
        .startsWith(Catalogue.table().toArray(String[]::new));
  }
}
