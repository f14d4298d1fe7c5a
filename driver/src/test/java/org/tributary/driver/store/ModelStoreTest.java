package org.tributary.driver.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tributary.core.model.Model;
import org.tributary.core.model.ModelException;
import org.tributary.core.model.ModelFiles;
import org.tributary.driver.config.OutputSpec.Existing;

class ModelStoreTest {
  private static final Configuration LOCAL = new Configuration();
  private static final Model OLD = TinyModels.line(1);
  private static final Model NEW = TinyModels.line(2);

  @TempDir private Path disk;

  private String path() {
    return disk.resolve("out/digits").toString();
  }

  private List<String> besideTheModel() throws IOException {
    try (Stream<Path> files = Files.list(disk.resolve("out"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals("digits"))
          .toList();
    }
  }

  @Test
  void aSavedModelIsLoadedAsItWas() throws IOException {
    ModelStore.save(OLD, path(), Existing.REFUSE, LOCAL);
    assertThat(ModelStore.load(path(), LOCAL)).isEqualTo(OLD);
    assertThat(besideTheModel()).isEmpty();
  }

  @Test
  void aSavedModelIsReadWithoutHadoop() {
    ModelStore.save(OLD, path(), Existing.REFUSE, LOCAL);
    assertThat(Model.read(Path.of(path()))).isEqualTo(OLD);
  }

  @Test
  void aModelIsSavedByItsFullAddress() {
    ModelStore.save(OLD, Path.of(path()).toUri().toString(), Existing.REFUSE, LOCAL);
    assertThat(ModelStore.load(path(), LOCAL)).isEqualTo(OLD);
  }

  @Test
  void anExistingModelStaysUnlessReplaced() throws IOException {
    ModelStore.save(OLD, path(), Existing.REFUSE, LOCAL);
    assertThatThrownBy(() -> ModelStore.save(NEW, path(), Existing.REFUSE, LOCAL))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "Cannot write model to %s: it exists (set output.existing=replace to replace it)",
            path());
    assertThat(ModelStore.load(path(), LOCAL)).isEqualTo(OLD);
    assertThat(besideTheModel()).isEmpty();
  }

  @Test
  void anExistingModelIsReplacedOnRequest() throws IOException {
    ModelStore.save(OLD, path(), Existing.REPLACE, LOCAL);
    ModelStore.save(NEW, path(), Existing.REPLACE, LOCAL);
    assertThat(ModelStore.load(path(), LOCAL)).isEqualTo(NEW);
    assertThat(besideTheModel()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Existing.class)
  void whatIsNotAModelIsNeverReplaced(Existing existing) throws IOException {
    Path precious = Files.createDirectories(Path.of(path())).resolve("precious.txt");
    Files.writeString(precious, "years of work");
    assertThatThrownBy(() -> ModelStore.save(NEW, path(), existing, LOCAL))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("Cannot write model to " + path() + ": it exists");
    assertThatThrownBy(() -> ModelStore.requireWritable(path(), existing, LOCAL))
        .isInstanceOf(ModelException.class);
    assertThat(precious).hasContent("years of work");
    assertThat(besideTheModel()).isEmpty();
  }

  @Test
  void aFileIsNeverReplaced() throws IOException {
    Files.createDirectories(disk.resolve("out"));
    Files.writeString(Path.of(path()), "years of work");
    assertThatThrownBy(() -> ModelStore.save(NEW, path(), Existing.REPLACE, LOCAL))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("is not a model, there is no model.json in it");
    assertThat(Path.of(path())).hasContent("years of work");
  }

  @Test
  void theCheckBeforeTrainingLeavesNothingButTheParent() throws IOException {
    ModelStore.requireWritable(path(), Existing.REFUSE, LOCAL);
    assertThat(besideTheModel()).isEmpty();
    assertThat(Path.of(path())).doesNotExist();
  }

  @Test
  void theCheckBeforeTrainingRefusesAnExistingModel() {
    ModelStore.save(OLD, path(), Existing.REFUSE, LOCAL);
    ModelStore.requireWritable(path(), Existing.REPLACE, LOCAL);
    assertThatThrownBy(() -> ModelStore.requireWritable(path(), Existing.REFUSE, LOCAL))
        .hasMessageEndingWith("it exists (set output.existing=replace to replace it)");
    assertThat(ModelStore.load(path(), LOCAL)).isEqualTo(OLD);
  }

  @Test
  void theCheckBeforeTrainingRefusesAParentThatIsAFile() throws IOException {
    Files.writeString(disk.resolve("out"), "a file");
    assertThatThrownBy(() -> ModelStore.requireWritable(path(), Existing.REFUSE, LOCAL))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("Cannot write model to " + path() + ": ");
  }

  @Test
  void theRootAndAnUnknownFileSystemAreRefused() {
    assertThatThrownBy(() -> ModelStore.save(NEW, "file:///", Existing.REPLACE, LOCAL))
        .isInstanceOf(ModelException.class)
        .hasMessage("Cannot write model to file:///: it is the root");
    assertThatThrownBy(() -> ModelStore.save(NEW, "nowhere://a/b", Existing.REFUSE, LOCAL))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("nowhere");
    assertThatThrownBy(() -> ModelStore.load("", LOCAL))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("Cannot read model ");
  }

  @Test
  void aModelThatIsNotThereIsNotLoaded() {
    assertThatThrownBy(() -> ModelStore.load(path(), LOCAL))
        .isInstanceOf(ModelException.class)
        .hasMessage("Cannot read model " + path() + ": it does not exist");
  }

  @Test
  void aDamagedModelIsNotLoaded() throws IOException {
    ModelStore.save(OLD, path(), Existing.REFUSE, LOCAL);
    Path weights = Path.of(path(), ModelFiles.WEIGHTS);
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 1] ^= 1;
    Files.write(weights, bytes);
    assertThatThrownBy(() -> ModelStore.load(path(), LOCAL))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("Cannot read model " + path() + ": ");
  }

  @Test
  void aModelMovedAsideByADeadProcessIsPointedTo() throws IOException {
    ModelStore.save(OLD, path(), Existing.REFUSE, LOCAL);
    Files.move(Path.of(path()), disk.resolve("out/.digits.77.old"));
    assertThatThrownBy(() -> ModelStore.load(path(), LOCAL))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("its replacement was interrupted: rename ")
        .hasMessageContaining("out/.digits.77.old to digits");
  }
}
