package org.tributary.driver.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceFilesTest {
  private final Configuration conf = new Configuration();
  @TempDir private Path dir;

  @Test
  void directoryStandsForItsFilesByNameWithoutHiddenOnesAndDirectories() throws IOException {
    for (String name : List.of("b", "a", "_SUCCESS", ".a.crc", "sub/c")) {
      TestFiles.write(dir.resolve(name), "x");
    }

    assertThat(names(dir.toString())).containsExactly("a", "b");
  }

  @Test
  void globStandsForFilesAndDirectories() throws IOException {
    for (String name : List.of("x1", "x2", "_x3", "y", "xs/z", "_xs/z")) {
      TestFiles.write(dir.resolve(name), "x");
    }

    assertThat(names(dir + "/{x,_x}*")).containsExactly("x1", "x2", "z");
  }

  @Test
  void pathThatExistsIsNoGlob() throws IOException {
    TestFiles.write(dir.resolve("a[1]"), "x");
    TestFiles.write(dir.resolve("a1"), "x");

    assertThat(names(dir + "/a[1]")).containsExactly("a[1]");
  }

  @Test
  void relativePathBeginsAtTheWorkingDirectory() {
    String here = Path.of("").toAbsolutePath().toString();

    assertThat(SourceFiles.list(conf, "pom.xml").get(0).getPath())
        .hasToString("file:" + here + "/pom.xml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"absent.csv", "absent*.csv"})
  void absentFileIsNamedWithThePlaceThatWasLookedAt(String name) {
    String path = dir + "/" + name;

    assertThatThrownBy(() -> SourceFiles.list(conf, path))
        .isInstanceOf(DataException.class)
        .hasMessage("Cannot read %s: no such file or directory (looked for file:%s)", path, path);
  }

  @Test
  void directoryWithoutFilesIsRefused() throws IOException {
    Files.createDirectory(dir.resolve("sub"));
    TestFiles.write(dir.resolve("_SUCCESS"), "");

    assertThatThrownBy(() -> SourceFiles.list(conf, dir.toString()))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("Cannot read %s: no files in it", dir);
  }

  @Test
  void hiddenFileIsRefusedByName() throws IOException {
    Path file = TestFiles.write(dir.resolve("_a.csv"), "x");

    assertThatThrownBy(() -> SourceFiles.list(conf, file.toString()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("are hidden (rename it)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hdfs://[/x"})
  void pathThatIsNoneIsRefused(String path) {
    assertThatThrownBy(() -> SourceFiles.list(conf, path))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("Invalid path: \"%s\"", path);
  }

  @Test
  void pipeOrDeviceIsRefused() {
    assertThatThrownBy(() -> SourceFiles.list(conf, "/dev/null"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Cannot read /dev/null: it is a pipe or a device");
  }

  @Test
  void unknownFileSystemIsRefused() {
    assertThatThrownBy(() -> SourceFiles.list(conf, "nowhere://host/x"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "Cannot read nowhere://host/x: there is no file system for nowhere://");
  }

  @Test
  void onlyRefusesSeveralFiles() throws IOException {
    TestFiles.write(dir.resolve("a"), "x");
    TestFiles.write(dir.resolve("b"), "x");

    assertThatThrownBy(() -> SourceFiles.find(conf, List.of(dir.toString())).only())
        .isInstanceOf(DataException.class)
        .hasMessage("Cannot read %s: 2 files (expected one; name it)", dir);
  }

  private List<String> names(String path) {
    return SourceFiles.list(conf, path).stream().map(file -> file.getPath().getName()).toList();
  }
}
