package org.tributary.core.natives;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class PlaceTest {
  private static final Place FRESH = new Place.Fresh(Path.of("/var/tmp"));

  @Test
  void theUsersCacheComesFirstAndAFreshDirectoryLast() {
    assertThat(Place.of(Map.of("HOME", "/home/a"), properties("user.home", "/home/a")))
        .containsExactly(kept("/home/a/.cache/tributary"), FRESH);
  }

  @Test
  void theCacheDirectoryOfTheEnvironmentGoesBeforeTheHomes() {
    assertThat(
            Place.of(
                Map.of("XDG_CACHE_HOME", "/cache", "HOME", "/home/b"),
                properties("user.home", "/home/a")))
        .containsExactly(
            kept("/cache/tributary"),
            kept("/home/a/.cache/tributary"),
            kept("/home/b/.cache/tributary"),
            FRESH);
  }

  @Test
  void whatIsNoAbsolutePathIsLeftOut() {
    assertThat(Place.of(Map.of("XDG_CACHE_HOME", "cache"), properties("user.home", "?")))
        .containsExactly(FRESH);
  }

  @Test
  void theCacheThatJavaCppIsGivenIsTheOnlyPlace() {
    String property = "org.bytedeco.javacpp.cachedir";
    assertThat(Place.of(Map.of("HOME", "/home/a"), properties(property, "/mine")))
        .containsExactly(new Place.Kept("-D" + property + "=/mine", Path.of("/mine")));
  }

  private static Place kept(String directory) {
    return new Place.Kept(directory, Path.of(directory));
  }

  private static Properties properties(String name, String value) {
    Properties properties = new Properties();
    properties.setProperty("java.io.tmpdir", "/var/tmp");
    properties.setProperty(name, value);
    return properties;
  }
}
