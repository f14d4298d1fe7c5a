package org.tributary.driver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.model.Model;
import org.tributary.core.model.ModelException;
import org.tributary.core.model.ModelFiles;
import org.tributary.driver.spec.OutputSpec.Existing;

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
    assertThatThrownBy(() -> ModelStore.requireWritable(path(), existing, List.of(), LOCAL))
        .isInstanceOf(ModelException.class);
    assertThat(precious).hasContent("years of work");
    assertThat(besideTheModel()).isEmpty();
  }

  @Test
  void aModelBesideFilesOfTheUserIsNeverReplaced() throws IOException {
    ModelStore.save(OLD, path(), Existing.REFUSE, LOCAL);
    Path precious = Path.of(path(), "precious.txt");
    Files.writeString(precious, "years of work");
    assertThatThrownBy(() -> ModelStore.save(NEW, path(), Existing.REPLACE, LOCAL))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(path() + " holds precious.txt, which Tributary did not write");
    assertThat(precious).hasContent("years of work");
    assertThat(ModelStore.load(path(), LOCAL)).isEqualTo(OLD);
  }

  @Test
  void aDamagedModelIsReplacedOnRequest() throws IOException {
    ModelStore.save(OLD, path(), Existing.REFUSE, LOCAL);
    Files.writeString(Path.of(path(), ModelFiles.DESCRIPTION), "{ cut off");
    ModelStore.save(NEW, path(), Existing.REPLACE, LOCAL);
    assertThat(ModelStore.load(path(), LOCAL)).isEqualTo(NEW);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not JSON", "{}", "{\"kind\": \"predictions\", \"files\": []}"})
  void aDirectoryWithAnotherMarkerIsNeverReplaced(String marker) throws IOException {
    ModelStore.save(OLD, path(), Existing.REFUSE, LOCAL);
    Files.delete(Path.of(path(), "._tributary.json.crc"));
    Files.writeString(Path.of(path(), Marker.NAME), marker);
    assertThatThrownBy(() -> ModelStore.save(NEW, path(), Existing.REPLACE, LOCAL))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(path())
        .hasMessageContaining("name another path, or remove it");
    assertThat(ModelStore.load(path(), LOCAL)).isEqualTo(OLD);
  }

  @Test
  void whatTheJobReadsIsNeverTheModelsPlace() throws IOException {
    Path data = Files.createDirectories(disk.resolve("out/digits/data")).resolve("rows.csv");
    Files.writeString(data, "a,b");
    Files.createSymbolicLink(disk.resolve("link"), disk.resolve("out"));
    List<Input> inputs =
        List.of(new Input("data.path", List.of(new org.apache.hadoop.fs.Path(data.toUri()))));
    for (String place : List.of("out/digits/data/rows.csv", "out/digits/data", "out", "link")) {
      String path = disk.resolve(place).toString();
      assertThatThrownBy(() -> ModelStore.requireWritable(path, Existing.REPLACE, inputs, LOCAL))
          .as(place)
          .isInstanceOf(ModelException.class)
          .hasMessageStartingWith("Cannot write model to " + path + ": ")
          .hasMessageContaining("data.path");
    }
    assertThat(data).hasContent("a,b");
  }

  @Test
  void aModelIsNotWrittenIntoAnother() {
    ModelStore.save(OLD, path(), Existing.REFUSE, LOCAL);
    String inside = path() + "/deeper/model";
    assertThatThrownBy(() -> ModelStore.requireWritable(inside, Existing.REFUSE, List.of(), LOCAL))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("it is inside file:" + path() + ", which is an output of Tributary");
    assertThat(Path.of(path(), "deeper")).doesNotExist();
  }

  @Test
  void aLinkIsFollowedAndStays() throws IOException {
    ModelStore.save(OLD, path(), Existing.REFUSE, LOCAL);
    Path link = Files.createSymbolicLink(disk.resolve("latest"), Path.of(path()));
    ModelStore.save(NEW, link.toString(), Existing.REPLACE, LOCAL);
    assertThat(link).isSymbolicLink();
    assertThat(ModelStore.load(path(), LOCAL)).isEqualTo(NEW);
  }

  @Test
  void aModelThatCannotBeSavedInItsPlaceIsSavedElsewhere() throws IOException {
    Files.writeString(disk.resolve("out"), "a file");
    Path spare = disk.resolve("spare");
    assertThatThrownBy(
            () ->
                ModelStore.saveOrRescue(
                    NEW, path(), Existing.REFUSE, LOCAL, List.of(disk.resolve("out/no"), spare)))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("Cannot write model to " + path() + ": ")
        .hasMessageContaining("The trained model is saved in " + spare);
    try (Stream<Path> saved = Files.list(spare)) {
      Path model = saved.findFirst().orElseThrow();
      assertThat(Model.read(model)).isEqualTo(NEW);
      assertThat(Files.getPosixFilePermissions(model))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void aModelThatCanBeSavedNowhereIsReportedAsSuch() throws IOException {
    Files.writeString(disk.resolve("out"), "a file");
    List<Path> spares = List.of(disk.resolve("out/no"));
    assertThatThrownBy(() -> ModelStore.saveOrRescue(NEW, path(), Existing.REFUSE, LOCAL, spares))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("could not be saved elsewhere either (tried " + spares + ")");
  }

  @Test
  void aFileIsNeverReplaced() throws IOException {
    Files.createDirectories(disk.resolve("out"));
    Files.writeString(Path.of(path()), "years of work");
    assertThatThrownBy(() -> ModelStore.save(NEW, path(), Existing.REPLACE, LOCAL))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("it is a file; name another path, or remove it");
    assertThat(Path.of(path())).hasContent("years of work");
  }

  @Test
  void theCheckBeforeTrainingLeavesNothingButTheParent() throws IOException {
    ModelStore.requireWritable(path(), Existing.REFUSE, List.of(), LOCAL);
    assertThat(besideTheModel()).isEmpty();
    assertThat(Path.of(path())).doesNotExist();
  }

  @Test
  void theCheckBeforeTrainingRefusesAnExistingModel() {
    ModelStore.save(OLD, path(), Existing.REFUSE, LOCAL);
    ModelStore.requireWritable(path(), Existing.REPLACE, List.of(), LOCAL);
    assertThatThrownBy(() -> ModelStore.requireWritable(path(), Existing.REFUSE, List.of(), LOCAL))
        .hasMessageEndingWith("it exists (set output.existing=replace to replace it)");
    assertThat(ModelStore.load(path(), LOCAL)).isEqualTo(OLD);
  }

  @Test
  void theCheckBeforeTrainingRefusesAParentThatIsAFile() throws IOException {
    Files.writeString(disk.resolve("out"), "a file");
    assertThatThrownBy(() -> ModelStore.requireWritable(path(), Existing.REFUSE, List.of(), LOCAL))
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
    Path aside = disk.resolve("out/.digits.0a1b2c3d-77-1700000000000-elsewhere.old");
    Files.move(Path.of(path()), aside);
    assertThatThrownBy(() -> ModelStore.load(path(), LOCAL))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("its replacement was interrupted: rename ")
        .hasMessageContaining(aside + " to digits");
  }
}
