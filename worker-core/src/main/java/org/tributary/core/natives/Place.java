package org.tributary.core.natives;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/** A directory to which libraries can be unpacked. */
sealed interface Place {
  /** The properties by which JavaCPP lets its cache be put elsewhere. */
  List<String> CACHE_PROPERTIES =
      List.of("org.bytedeco.javacpp.cachedir", "org.bytedeco.javacpp.cacheDir");

  /** Opens it, after all checks. */
  Cache open() throws IOException;

  /**
   * A directory that is kept between runs, made if it is missing.
   *
   * @param name of the place in messages
   */
  record Kept(String name, Path directory) implements Place {
    @Override
    public Cache open() throws IOException {
      return new Cache(TrustedPath.ofMadeDirectory(directory));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** A directory that somebody else makes, and which must be there. */
  record Existing(String name, Path directory) implements Place {
    @Override
    public Cache open() throws IOException {
      return new Cache(TrustedPath.ofDirectory(directory));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** A directory for this JVM alone, in the one for temporary files. */
  record Fresh(Path parent) implements Place {
    @Override
    public Cache open() throws IOException {
      return new Cache(TemporaryDirectory.make(parent));
    }

    @Override
    public String toString() {
      return "a new directory in " + parent;
    }
  }

  /**
   * Returns where to unpack to, in the order of preference: the directory that the user asks for by
   * a property and none else; or his cache by {@code XDG_CACHE_HOME}, by the property {@code
   * user.home} and by {@code HOME}, and last a fresh directory.
   */
  static List<Place> of(Map<String, String> environment, Properties properties) {
    for (String property : CACHE_PROPERTIES) {
      String directory = properties.getProperty(property, "");
      if (!directory.isBlank()) {
        return List.of(new Kept("-D" + property + "=" + directory, Path.of(directory)));
      }
    }
    Set<Place> places = new LinkedHashSet<>();
    for (Path cache :
        List.of(
            Path.of(environment.getOrDefault("XDG_CACHE_HOME", "")),
            Path.of(properties.getProperty("user.home", "")).resolve(".cache"),
            Path.of(environment.getOrDefault("HOME", "")).resolve(".cache"))) {
      // A relative XDG_CACHE_HOME is to be ignored; who has no home has "?" for one.
      if (cache.isAbsolute()) {
        Path directory = cache.resolve("tributary");
        places.add(new Kept(directory.toString(), directory));
      }
    }
    places.add(new Fresh(Path.of(properties.getProperty("java.io.tmpdir"))));
    return new ArrayList<>(places);
  }
}
