package org.tributary.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tributary.core.kernel.Precision;

class CurrentVersionTest {
  private static final CurrentVersion TWO =
      new CurrentVersion(
          List.of(
              new CurrentVersion.Change(1, Instant.EPOCH, "2026-01"),
              new CurrentVersion.Change(2, Instant.EPOCH, "")));

  @TempDir private Path registry;

  @Test
  void isReadAsItWasWritten() {
    assertThat(CurrentVersion.parse(TWO.json())).isEqualTo(TWO);
    assertThat(TWO.version()).isEqualTo(2);
    assertThat(TWO.wasEver(1)).isTrue();
    assertThat(TWO.wasEver(3)).isFalse();
  }

  @Test
  void keepsTheLatestThousandChanges() {
    CurrentVersion version = TWO;
    for (int i = 3; i <= 1500; i++) {
      version = version.with(new CurrentVersion.Change(i, Instant.EPOCH, ""));
    }
    assertThat(version.version()).isEqualTo(1500);
    assertThat(version.changes()).hasSize(1000);
    assertThat(version.json().length).isLessThan(CurrentVersion.MOST_BYTES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"format\": 1 | \"format\": 2 | a newer Tributary wrote it",
        "\"version\": 2, | \"version\": 3, | expected 2, the last of changes",
        "\"version\": 2, |  | version is missing",
        "1970-01-01T00:00:00Z | yesterday | expected a time",
        "\"by\": \"\" | \"by\": \"\", \"to\": 1 | unknown key",
        "\"version\": 1, | \"version\": 0, | version is 0",
      })
  void otherContentIsRefused(String text, String other, String reason) {
    String json = new String(TWO.json(), StandardCharsets.UTF_8);
    assertThat(json).contains(text);
    byte[] damaged =
        json.replaceFirst(Pattern.quote(text), other == null ? "" : other)
            .getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> CurrentVersion.parse(damaged))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void aRegistryIsReadAsItsCurrentVersion() throws IOException {
    mark();
    Model model = Models.classifier(Precision.FLOAT32);
    write(model, 2);
    Files.write(registry.resolve(CurrentVersion.FILE), TWO.json());
    assertThat(Model.read(registry)).isEqualTo(model);
  }

  @Test
  void aRegistryWithoutACurrentVersionIsNotRead() throws IOException {
    mark();
    assertThatThrownBy(() -> Model.read(registry))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("it has no current version");
  }

  @Test
  void aRegistryWhoseCurrentVersionWasDeletedIsNotRead() throws IOException {
    mark();
    write(Models.classifier(Precision.FLOAT32), 1);
    Files.write(registry.resolve(CurrentVersion.FILE), TWO.json());
    assertThatThrownBy(() -> Model.read(registry))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("its current version 2 is not there")
        .hasMessageContaining("--current VERSION");
  }

  @Test
  void aDamagedPointerIsNotRead() throws IOException {
    mark();
    Files.writeString(registry.resolve(CurrentVersion.FILE), "{");
    assertThatThrownBy(() -> Model.read(registry))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("current.json: not JSON");
  }

  @Test
  void aDirectoryThatIsNoRegistryIsNamedAsBefore() {
    assertThatThrownBy(() -> Model.read(registry))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("there is no model.json in it");
  }

  private void mark() throws IOException {
    Files.writeString(registry.resolve(CurrentVersion.MARKER), "{}");
  }

  private void write(Model model, int version) throws IOException {
    Path directory = registry.resolve(CurrentVersion.directory(version));
    Files.createDirectories(directory);
    ModelFiles.of(model).write(file -> Files.newOutputStream(directory.resolve(file)));
  }
}
