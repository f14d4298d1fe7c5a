package org.tributary.driver.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserPathTest {
  private final Configuration configuration = new Configuration();

  @ParameterizedTest
  @ValueSource(strings = {"day-10:30.csv", "a:b", "runs/a:b/c:d", "/runs/a:b", "./a:b", "a:b:c"})
  void nameWithColonsIsAFile(String name) {
    Path path = UserPath.of(name);

    assertThat(path.toUri().getScheme()).isNull();
    assertThat(path.toUri().getPath()).endsWith(name);
  }

  @ParameterizedTest
  @CsvSource({
    "s3a://bucket/a:b.csv, s3a, /a:b.csv",
    "file:/a:b.csv,        file, /a:b.csv",
    "file:///a b.csv,      file, /a b.csv",
    "hdfs://name/x#y?z,    hdfs, /x#y?z"
  })
  void uriKeepsItsScheme(String text, String scheme, String name) {
    Path path = UserPath.of(text);

    assertThat(path.toUri().getScheme()).isEqualTo(scheme);
    assertThat(path.toUri().getPath()).isEqualTo(name);
  }

  @Test
  void childMayHaveColons() {
    assertThat(UserPath.child(new Path("file:/runs"), "10:30").toUri().getPath())
        .isEqualTo("/runs/10:30");
  }

  @ParameterizedTest
  @CsvSource({
    "foo://bucket/x, there is no file system for foo://",
    "s3a://bucket/x, org.apache.hadoop:hadoop-aws",
    "hdfs://no-such-host.invalid/x, there is no host no-such-host.invalid"
  })
  void fileSystemThatIsNotThereIsNamedWithARemedy(String text, String reason) {
    assertThatThrownBy(() -> UserPath.fileSystem(UserPath.of(text), configuration))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(reason);
  }
}
