package org.tributary.driver.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.tributary.driver.spec.InvalidConfiguration;

/**
 * Renders what a user sets of a job as one text: with its includes, variables and overrides in
 * place, and without the defaults.
 *
 * <p>The text is read as the same job on a machine that has neither the included files nor the
 * environment. It is HOCON, one key a line, in the order of the documentation. Nothing is left out
 * of it, not even secrets.
 */
public final class FlatConfiguration {
  private FlatConfiguration() {}

  /**
   * Renders the job of a file and overrides.
   *
   * @param file the file, if there is one
   * @param overrides {@code key=value} each, of which the later wins
   * @throws InvalidConfiguration with every problem of the job
   */
  public static String of(Optional<Path> file, List<String> overrides) {
    Problems problems = new Problems();
    ConfigLayer user = JobReader.layer(() -> config(file), ConfigLayer.EMPTY, overrides, problems);
    JobReader.job(user, ConfigLayer.EMPTY, problems);
    StringBuilder text = new StringBuilder();
    for (Key<?> key : Keys.ALL) {
      user.value(key).ifPresent(value -> line(text, key.name(), value));
    }
    new TreeMap<>(user.spark())
        .forEach(
            (name, value) -> {
              String rest = name.substring(Keys.SPARK_PREFIX.length());
              line(text, ConfigUtil.joinPath("spark", rest), value);
            });
    return text.toString();
  }

  private static Config config(Optional<Path> file) {
    return file.map(JobReader::parse).orElseGet(() -> JobReader.parse("", Origins.COMMAND_LINE));
  }

  private static void line(StringBuilder text, String key, ConfigValue value) {
    text.append(key).append(" = ").append(value.render(ConfigRenderOptions.concise())).append('\n');
  }
}
