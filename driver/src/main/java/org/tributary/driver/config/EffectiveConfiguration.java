package org.tributary.driver.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tributary.driver.redaction.Credentials;
import org.tributary.driver.redaction.SafeSettings;
import org.tributary.driver.redaction.Secrets;
import org.tributary.driver.spec.JobSpec;

/**
 * Renders a job as canonical text, which is saved with its results and can be read again.
 *
 * <p>The text is HOCON, one key a line, in the order of the documentation, with all keys that apply
 * to the job, including defaults. Equal jobs have equal texts.
 *
 * <p>The text is untrusted input: only the training settings are read, and no settings of this
 * process, Spark or Hadoop. {@code spark.*} and {@code job.*} are included only for documentation.
 */
public final class EffectiveConfiguration {
  private static final String ORIGIN = "saved configuration";

  /** Prefixes of keys that can be set when a model is used. */
  private static final List<String> OPEN_PREFIXES = List.of("data.", "job.");

  private static final Optional<FileKind> TABS = Optional.of(FileKind.TAB_SEPARATED);

  private EffectiveConfiguration() {}

  /**
   * Writes a job. Of Spark's settings only those of {@link SafeSettings} are written, and addresses
   * lose their credentials.
   */
  public static String render(ConfiguredJob job) {
    Map<String, Object> values = job.settings();
    StringBuilder text = new StringBuilder();
    for (Key<?> key : Keys.ALL) {
      if (values.containsKey(key.name())) {
        line(text, key.name(), withoutCredentials(values.get(key.name())));
      }
    }
    new TreeMap<>(job.spec().spark().settings())
        .forEach(
            (name, value) -> {
              if (SafeSettings.mayBeStored(name, value)) {
                String rest = name.substring(Keys.SPARK_PREFIX.length());
                line(text, ConfigUtil.joinPath("spark", rest), value);
              }
            });
    return text.toString();
  }

  /** Writes a job as one line of JSON, with the same keys and values as {@link #render}. */
  public static String json(ConfiguredJob job) {
    return JobReader.parse(render(job), ORIGIN).root().render(ConfigRenderOptions.concise());
  }

  /**
   * Reads a job that {@link #render} wrote: one equal to it, but for {@code spark.*} and {@code
   * job.*}, which are those of the defaults, and the credentials left out.
   *
   * @throws InvalidConfiguration when the text is not of this version
   */
  public static ConfiguredJob read(String text) {
    Problems problems = new Problems();
    ConfigLayer kept =
        JobReader.layer(
            () -> JobReader.parse(text, ORIGIN), ConfigLayer.EMPTY, List.of(), problems);
    return JobReader.job(ConfigLayer.EMPTY, kept.of(Keys.KEPT), problems);
  }

  /**
   * Returns a job that was kept with other data, and with the settings of this run.
   *
   * <p>With another {@code data.path}, what belonged to the old path is forgotten: the labels of
   * IDX; how many rows may be unreadable; the format, if the new name implies another one; and the
   * delimiter, if the old or the new file is tab-separated. A source of Spark and its options are
   * always forgotten, and have to be set again.
   *
   * @param overrides {@code key=value} each, of {@code data.*}, {@code job.*} or {@code spark.*}
   * @throws InvalidConfiguration with every problem
   */
  public static JobSpec override(ConfiguredJob kept, List<String> overrides) {
    Problems problems = new Problems();
    Config config = JobReader.parse(render(kept), ORIGIN);
    ConfigLayer whole = ConfigLayer.of(config, problems).of(Keys.KEPT);
    ConfigLayer user = JobReader.layer(ConfigFactory::empty, whole, overrides, problems);
    List<Key<?>> fixed =
        Keys.ALL.stream()
            .filter(key -> OPEN_PREFIXES.stream().noneMatch(key.name()::startsWith))
            .toList();
    fixed.forEach(key -> user.value(key).ifPresent(value -> refuse(key, value, problems)));
    return JobReader.job(user.without(fixed), whole.without(forgotten(kept.spec(), user)), problems)
        .spec();
  }

  private static void refuse(Key<?> key, ConfigValue value, Problems problems) {
    problems.add(
        ("Cannot use %s (%s): the model defines the training settings; only data.*, job.* and"
                + " spark.* can be set")
            .formatted(key.name(), Origins.where(value.origin())));
  }

  private static List<Key<?>> forgotten(JobSpec kept, ConfigLayer user) {
    // A source of Spark is a class, and its options can run code: a model must not choose them.
    List<Key<?>> keys = new ArrayList<>(List.of(Keys.SPARK_SOURCE, Keys.SPARK_OPTIONS));
    user.value(Keys.DATA_PATH)
        .flatMap(Keys.DATA_PATH.type()::read)
        .ifPresent(
            paths -> {
              keys.add(Keys.IDX_LABELS);
              keys.add(Keys.UNREADABLE_SHARE);
              Optional<FileKind> kind = FileKind.of(paths);
              Optional<FileKind> before = FileKind.of(kept.data().paths());
              if (kind.isPresent() && !kind.equals(before)) {
                keys.add(Keys.DATA_FORMAT);
                if (kind.equals(TABS) || before.equals(TABS)) {
                  keys.add(Keys.CSV_DELIMITER);
                }
              }
            });
    if (user.value(Keys.HOLDOUT_PATH).isPresent()) {
      keys.add(Keys.HOLDOUT_LABELS);
    }
    return keys;
  }

  private static Object withoutCredentials(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(EffectiveConfiguration::withoutCredentials).toList();
    }
    if (value instanceof Map<?, ?> options) {
      Map<String, Object> safe = new TreeMap<>();
      options.forEach(
          (name, option) -> {
            if (!Secrets.isSecret(name.toString())) {
              safe.put(name.toString(), withoutCredentials(option));
            }
          });
      return safe;
    }
    return value instanceof String text ? Credentials.hidden(text) : value;
  }

  private static void line(StringBuilder text, String key, Object value) {
    text.append(key)
        .append(" = ")
        .append(ConfigValueFactory.fromAnyRef(value).render(ConfigRenderOptions.concise()))
        .append('\n');
  }
}
