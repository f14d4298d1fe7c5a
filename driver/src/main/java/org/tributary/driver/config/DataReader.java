package org.tributary.driver.config;

import static org.tributary.driver.config.Keys.CSV_DELIMITER;
import static org.tributary.driver.config.Keys.CSV_HEADER;
import static org.tributary.driver.config.Keys.DATA_FEATURES;
import static org.tributary.driver.config.Keys.DATA_FORMAT;
import static org.tributary.driver.config.Keys.DATA_IGNORE;
import static org.tributary.driver.config.Keys.DATA_LABEL;
import static org.tributary.driver.config.Keys.DATA_PATH;
import static org.tributary.driver.config.Keys.DATA_WEIGHT;
import static org.tributary.driver.config.Keys.HOLDOUT_FRACTION;
import static org.tributary.driver.config.Keys.HOLDOUT_LABELS;
import static org.tributary.driver.config.Keys.HOLDOUT_PATH;
import static org.tributary.driver.config.Keys.IDX_LABELS;
import static org.tributary.driver.config.Keys.LIBSVM_FEATURES;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tributary.driver.config.OptionNames.FormatName;
import org.tributary.driver.redaction.Secrets;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.DataSpec.ColumnsSpec;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.FormatSpec.Csv.Header;
import org.tributary.driver.spec.FormatSpec.Spark.Location;
import org.tributary.driver.spec.HoldoutSpec;
import org.tributary.driver.spec.Limits;
import org.tributary.driver.spec.PreparationSpec;
import org.tributary.driver.spec.SplitSpec;
import org.tributary.driver.spec.UnreadableSpec;

/** Reads the section {@code data}. */
final class DataReader {
  private static final String LABEL_COLUMN = "label";

  // Placeholder for a missing label; the job is rejected.
  private static final List<String> NO_LABEL = List.of(" ");

  private final Settings settings;

  private DataReader(Settings settings) {
    this.settings = settings;
  }

  /** Reads the section; problems are added to the settings. */
  static DataSpec read(Settings settings) {
    return new DataReader(settings).data();
  }

  private DataSpec data() {
    List<String> paths = paths();
    FormatName format = format(paths);
    settings.resolve(DATA_FORMAT, format);
    refuseSettingsOfOtherFormats(format);
    SplitSpec split = SplitReader.read(settings, format);
    boolean byColumn = split instanceof SplitSpec.ByColumn;
    return new DataSpec(
        paths,
        formatSpec(format, paths),
        columns(format),
        byColumn ? new HoldoutSpec.None() : holdout(format),
        byColumn ? 0 : settings.value(Keys.VALIDATION_FRACTION),
        split,
        preparation(),
        settings.value(Keys.PARTITIONS),
        settings.value(Keys.BLOCK_ROWS),
        unreadable());
  }

  private UnreadableSpec unreadable() {
    double share = settings.value(Keys.UNREADABLE_SHARE);
    if (share == 0) {
      if (!settings.isSet(Keys.UNREADABLE_SHARE)) {
        settings.refuse(
            Keys.UNREADABLE_PATH,
            "every row must be readable; set data.unreadable.share, or remove it");
      }
      settings.omit(Keys.UNREADABLE_SHARE);
      settings.omit(Keys.UNREADABLE_PATH);
      return UnreadableSpec.REFUSED;
    }
    return new UnreadableSpec(
        share,
        settings.isSet(Keys.UNREADABLE_SHARE)
            ? Optional.of(
                settings.required(
                    Keys.UNREADABLE_PATH, "missing", "the directory to write these rows to"))
            : settings.optional(Keys.UNREADABLE_PATH));
  }

  private PreparationSpec preparation() {
    int bins = settings.value(Keys.BINS);
    if (bins == 1) {
      settings.invalid(Keys.BINS, "0, or an integer from 2 to " + Limits.BINS);
    }
    return new PreparationSpec(
        settings.value(Keys.COLUMNS),
        settings.value(Keys.SCALING),
        bins == 1 ? 0 : bins,
        new PreparationSpec.Missing(
            settings.value(Keys.MISSING_NUMBERS),
            settings.value(Keys.MISSING_INDICATOR),
            settings.value(Keys.MISSING_CATEGORIES)),
        settings.value(Keys.RARE),
        settings.value(Keys.CATEGORIES),
        new PreparationSpec.Targets(
            settings.value(Keys.TARGET_SCALING), settings.value(Keys.TARGET_LIMIT)));
  }

  /** Returns the format; auto if the name does not imply one, which is a problem. */
  private FormatName format(List<String> paths) {
    FormatName format = settings.value(DATA_FORMAT);
    if (format != FormatName.AUTO) {
      return format;
    }
    Optional<FormatName> byName = FileKind.of(paths).map(FileKind::format);
    if (byName.isEmpty()) {
      settings.invalid(
          DATA_PATH,
          "a known file name extension; set data.format to csv, libsvm, parquet, orc, avro, json,"
              + " idx or spark");
    }
    return byName.orElse(FormatName.AUTO);
  }

  private void refuseSettingsOfOtherFormats(FormatName format) {
    Map<Key<?>, FormatName> owners =
        Map.ofEntries(
            Map.entry(CSV_HEADER, FormatName.CSV),
            Map.entry(CSV_DELIMITER, FormatName.CSV),
            Map.entry(Keys.CSV_ESCAPE, FormatName.CSV),
            Map.entry(Keys.CSV_DECIMAL, FormatName.CSV),
            Map.entry(Keys.CSV_ENCODING, FormatName.CSV),
            Map.entry(Keys.CSV_MULTILINE, FormatName.CSV),
            Map.entry(LIBSVM_FEATURES, FormatName.LIBSVM),
            Map.entry(IDX_LABELS, FormatName.IDX),
            Map.entry(HOLDOUT_LABELS, FormatName.IDX),
            Map.entry(Keys.SPARK_SOURCE, FormatName.SPARK),
            Map.entry(Keys.SPARK_OPTIONS, FormatName.SPARK));
    if (format == FormatName.AUTO) {
      return;
    }
    for (Key<?> key : Keys.ALL) {
      if (owners.containsKey(key) && owners.get(key) != format) {
        settings.refuse(
            key,
            "the data is read as %s; it is a setting of %s"
                .formatted(ValueTypes.name(format), ValueTypes.name(owners.get(key))));
      }
    }
  }

  private FormatSpec formatSpec(FormatName format, List<String> paths) {
    return switch (format) {
      case CSV -> csv(settings, paths);
      case LIBSVM -> new FormatSpec.Libsvm(settings.value(LIBSVM_FEATURES));
      case PARQUET, AUTO -> new FormatSpec.Parquet();
      case ORC -> new FormatSpec.Orc();
      case AVRO -> new FormatSpec.Avro();
      case JSON -> new FormatSpec.Json();
      case SPARK -> spark();
      case IDX -> new FormatSpec.Idx(labels(IDX_LABELS, DATA_PATH));
    };
  }

  /**
   * Reads how CSV is written.
   *
   * @param paths whose names may imply the delimiter
   */
  static FormatSpec.Csv csv(Settings settings, List<String> paths) {
    boolean tabs = FileKind.of(paths).equals(Optional.of(FileKind.TAB_SEPARATED));
    Optional<Character> delimiter =
        settings.value(CSV_DELIMITER).or(() -> tabs ? Optional.of('\t') : Optional.empty());
    settings.resolve(CSV_DELIMITER, delimiter);
    Optional<Character> escape = settings.value(Keys.CSV_ESCAPE);
    if (escape.isPresent() && escape.equals(delimiter)) {
      settings.invalid(Keys.CSV_ESCAPE, "another character than data.csv.delimiter");
      escape = Optional.empty();
    }
    FormatSpec.Csv.Decimal decimal = settings.value(Keys.CSV_DECIMAL);
    if (delimiter.equals(Optional.of(decimal.character()))) {
      settings.invalid(Keys.CSV_DECIMAL, "another character than data.csv.delimiter");
      delimiter = Optional.empty();
    }
    return new FormatSpec.Csv(
        settings.value(CSV_HEADER) ? Header.PRESENT : Header.ABSENT,
        delimiter,
        escape,
        decimal,
        settings.value(Keys.CSV_ENCODING),
        settings.value(Keys.CSV_MULTILINE));
  }

  /** Returns the paths; of a Spark source without one, what its options name. */
  private List<String> paths() {
    if (settings.value(DATA_FORMAT) == FormatName.SPARK && settings.optional(DATA_PATH).isEmpty()) {
      String source = settings.optional(Keys.SPARK_SOURCE).orElse("spark");
      return List.of(settings.options(Keys.SPARK_OPTIONS).getOrDefault("dbtable", source));
    }
    return settings.required(
        DATA_PATH, List.of("missing.csv"), "the file or directory of the data");
  }

  private FormatSpec.Spark spark() {
    Map<String, String> options = settings.options(Keys.SPARK_OPTIONS);
    options.forEach(
        (name, value) -> Secrets.ofProcess().learn("data.spark.options." + name, value));
    return new FormatSpec.Spark(
        settings.required(
            Keys.SPARK_SOURCE, "missing", "the name of a Spark data source, such as jdbc or delta"),
        options,
        settings.optional(DATA_PATH).isPresent() ? Location.PATHS : Location.OPTIONS);
  }

  /** Returns the IDX label file, which is required for training. */
  private Optional<String> labels(Key<String> key, Key<?> path) {
    return settings.isNew()
        ? Optional.of(settings.required(key, "missing", "the label file for " + path.name()))
        : settings.optional(key);
  }

  private ColumnsSpec columns(FormatName format) {
    return switch (format) {
      case CSV, PARQUET, ORC, AVRO, JSON, SPARK, AUTO -> namedColumns();
      case LIBSVM, IDX -> fixedColumns(format);
    };
  }

  private ColumnsSpec namedColumns() {
    List<String> label = settings.required(DATA_LABEL, NO_LABEL, "the column to be predicted");
    Optional<String> weight = settings.optional(DATA_WEIGHT);
    List<String> features = settings.value(DATA_FEATURES);
    List<String> ignore = settings.value(DATA_IGNORE);
    Map<Key<?>, List<String>> named = new LinkedHashMap<>();
    named.put(DATA_LABEL, label);
    named.put(DATA_WEIGHT, weight.stream().toList());
    named.put(DATA_FEATURES, features);
    named.put(DATA_IGNORE, ignore);
    refuseTwoParts(named);
    return settings.hasProblems()
        ? new ColumnsSpec(label, Optional.empty(), List.of(), List.of())
        : new ColumnsSpec(label, weight, features, ignore);
  }

  private void refuseTwoParts(Map<Key<?>, List<String>> named) {
    Map<String, Key<?>> parts = new HashMap<>();
    named.forEach(
        (key, names) -> {
          for (String name : names) {
            Key<?> other = parts.putIfAbsent(name, key);
            if (other != null) {
              settings.invalid(
                  key, "columns without another role; " + other.name() + " already has " + name);
            }
          }
        });
  }

  private ColumnsSpec fixedColumns(FormatName format) {
    String reason =
        ValueTypes.name(format) + " has two columns, \"features\" and \"label\"; remove it";
    for (Key<?> key : List.of(DATA_WEIGHT, DATA_FEATURES, DATA_IGNORE)) {
      settings.refuse(key, reason);
    }
    List<String> label = List.of(LABEL_COLUMN);
    if (settings.isSet(DATA_LABEL) && !settings.optional(DATA_LABEL).equals(Optional.of(label))) {
      settings.invalid(DATA_LABEL, "label, the column of " + ValueTypes.name(format));
    }
    settings.resolve(DATA_LABEL, label);
    return new ColumnsSpec(label, Optional.empty(), List.of(), List.of());
  }

  private HoldoutSpec holdout(FormatName format) {
    double fraction = settings.value(HOLDOUT_FRACTION);
    Optional<List<String>> path = settings.optional(HOLDOUT_PATH);
    boolean byFraction = settings.isSet(HOLDOUT_FRACTION) && !settings.isSet(HOLDOUT_PATH);
    if (settings.isSet(HOLDOUT_PATH) && fraction > 0) {
      settings.refuse(
          HOLDOUT_FRACTION, "data.holdout.path already defines the hold-out set; remove one");
    }
    if (path.isPresent() && format == FormatName.SPARK && settings.optional(DATA_PATH).isEmpty()) {
      settings.refuse(
          HOLDOUT_PATH, "the data is read without data.path; set data.holdout.fraction instead");
    }
    if (path.isEmpty()) {
      settings.refuse(HOLDOUT_LABELS, "data.holdout.path is not set");
    }
    if (path.isPresent() && !byFraction) {
      settings.omit(HOLDOUT_FRACTION);
      boolean idx = format == FormatName.IDX;
      return new HoldoutSpec.Path(
          path.get(), idx ? labels(HOLDOUT_LABELS, HOLDOUT_PATH) : Optional.empty());
    }
    settings.omit(HOLDOUT_PATH);
    return fraction > 0 ? new HoldoutSpec.Fraction(fraction) : new HoldoutSpec.None();
  }
}
