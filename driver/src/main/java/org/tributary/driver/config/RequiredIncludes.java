package org.tributary.driver.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Includes what the {@code include}s of one text name, with or without {@code required(...)}, and
 * fails with the place of the statement if it is not there; HOCON by itself takes a missing file
 * for empty.
 *
 * <p>A name alone is a file beside the one that includes it, {@code file(...)} begins at the
 * working directory, and {@code classpath(...)} is a resource of Tributary's class path. {@code
 * url(...)} is rejected, because a job must not depend on the network.
 *
 * @param text the including text, used to find line numbers
 * @param name what messages call the text
 * @param file the local file of the text, if it has one
 * @param depth how many texts include one another down to this one
 */
record RequiredIncludes(String text, String name, Optional<Path> file, int depth)
    implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderClasspath, ConfigIncluderURL {

  private static final int DEEPEST = 50;
  private static final String NO_URL = "it is a URL; copy it to a file, and include that";

  /**
   * Parses a local file with its includes.
   *
   * @throws IOException if the file cannot be read, or is not UTF-8
   */
  static Config parse(Path file) throws IOException {
    return parse(file, 0);
  }

  /**
   * Parses a text that is in no local file, with its includes.
   *
   * @param name what messages call the text
   */
  static Config parse(String text, String name) {
    return new RequiredIncludes(text, name, Optional.empty(), 0).parsed();
  }

  private static Config parse(Path file, int depth) throws IOException {
    String text;
    try (InputStream in = Files.newInputStream(file)) {
      text = JobText.read(in);
    }
    return new RequiredIncludes(text, file.toString(), Optional.of(file), depth).parsed();
  }

  private Config parsed() {
    ConfigParseOptions options =
        ConfigParseOptions.defaults()
            .setSyntax(ConfigSyntax.CONF)
            .setOriginDescription(name)
            .setIncluder(this);
    return ConfigFactory.parseString(text, options);
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    if (what.contains("://")) {
      throw failure(what, NO_URL);
    }
    Path path = path(what);
    if (!path.isAbsolute() && file.isEmpty()) {
      throw failure(
          what,
          name
              + " is not a local file, so nothing is beside it; include file(...) with a whole"
              + " path, or write the settings into the job");
    }
    return included(what, file.map(from -> from.resolveSibling(path)).orElse(path));
  }

  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File what) {
    return included(what.getPath(), path(what.getPath()));
  }

  @Override
  public ConfigObject includeResources(ConfigIncludeContext context, String what) {
    String resource = what.startsWith("/") ? what.substring(1) : what;
    requireNoCircle(what);
    try (InputStream in = RequiredIncludes.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw failure(what, "the class path has no such resource");
      }
      String content = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new RequiredIncludes(content, "classpath:" + resource, Optional.empty(), depth + 1)
          .parsed()
          .root();
    } catch (IOException e) {
      throw failure(what, "it is not readable: " + e.getMessage());
    }
  }

  @Override
  public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
    throw failure(what.toString(), NO_URL);
  }

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this;
  }

  private ConfigObject included(String what, Path path) {
    requireNoCircle(what);
    if (!Files.exists(path)) {
      throw failure(what, "there is no file " + path);
    }
    if (Files.isDirectory(path) || !Files.isReadable(path)) {
      throw failure(what, path + " is not a file that can be read");
    }
    try {
      return parse(path, depth + 1).root();
    } catch (IOException e) {
      throw failure(what, path + " cannot be read: " + JobText.reason(e));
    }
  }

  private void requireNoCircle(String what) {
    if (depth >= DEEPEST) {
      throw failure(
          what, "includes go more than " + DEEPEST + " files deep; do they go round in a circle?");
    }
  }

  private Path path(String what) {
    try {
      return Path.of(what);
    } catch (InvalidPathException e) {
      throw failure(what, "it is not a path: " + e.getReason());
    }
  }

  private IncludeException failure(String what, String reason) {
    return new IncludeException(what, name, line(what), reason);
  }

  /** Returns the line of the first include of this; 0 if it is spelled in another way there. */
  private int line(String what) {
    Matcher statements =
        Pattern.compile("include[\\s(a-z]*" + Pattern.quote(ConfigUtil.quoteString(what)))
            .matcher(text);
    while (statements.find()) {
      int start = text.lastIndexOf('\n', statements.start()) + 1;
      String before = text.substring(start, statements.start());
      if (!before.contains("#") && !before.contains("//")) {
        return (int) text.substring(0, statements.end()).chars().filter(c -> c == '\n').count() + 1;
      }
    }
    return 0;
  }
}
