package org.tributary.driver.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {
  @TempDir private java.nio.file.Path dir;
  private FileSystem local;

  @BeforeEach
  void writeFiles() throws IOException {
    local = FileSystem.getLocal(new Configuration());
    for (String name :
        List.of("a.csv", "b.csv", "c.txt", "x/a.csv", "x/d.csv", "y/e1.csv", "[z]")) {
      java.nio.file.Path file = dir.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "");
    }
  }

  private List<String> names(String pattern) throws IOException {
    String root = dir.toRealPath() + "/";
    return Glob.find(local, new Path(root + pattern), name -> true).stream()
        .map(status -> status.getPath().toUri().getPath().substring(root.length()))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*.csv",
        "?.csv",
        "[ab].csv",
        "[^a].csv",
        "{a,c}.*",
        "*/*.csv",
        "{x/a,y/e1}.csv",
        "x/?.csv",
        "\\[z\\]",
        "none*",
        "none/*",
        "a.csv/*",
        "{x,y}",
        "*"
      })
  void findsWhatHadoopFindsWhereNoNameHasAColon(String pattern) throws IOException {
    List<String> expected =
        List.of(local.globStatus(new Path(dir.toRealPath() + "/" + pattern))).stream()
            .map(status -> status.getPath().toUri().getPath())
            .map(path -> path.substring(dir.toString().length() + 1))
            .sorted()
            .toList();

    assertThat(names(pattern)).isEqualTo(expected);
  }

  @Test
  void findsNamesWithColons() throws IOException {
    Files.writeString(dir.resolve("10:30.csv"), "");
    Files.createDirectories(dir.resolve("x:y"));
    Files.writeString(dir.resolve("x:y/10:31.csv"), "");

    assertThat(names("1*.csv")).containsExactly("10:30.csv");
    assertThat(names("*:?/*:*")).containsExactly("x:y/10:31.csv");
    assertThat(names("x:y/*")).containsExactly("x:y/10:31.csv");
  }

  @Test
  void patternThatIsNoneIsRefused() {
    assertThatThrownBy(() -> names("a["))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("invalid pattern");
  }
}
