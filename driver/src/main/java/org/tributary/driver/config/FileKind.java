package org.tributary.driver.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tributary.driver.config.OptionNames.FormatName;

/** The format and delimiter implied by the name of a file or directory. */
enum FileKind {
  COMMA_SEPARATED(FormatName.CSV, ".*\\.csv"),
  TAB_SEPARATED(FormatName.CSV, ".*\\.tsv"),
  LIBSVM(FormatName.LIBSVM, ".*\\.(libsvm|svm)"),
  PARQUET(FormatName.PARQUET, ".*\\.parquet"),
  ORC(FormatName.ORC, ".*\\.orc"),
  AVRO(FormatName.AVRO, ".*\\.avro"),
  JSON(FormatName.JSON, ".*\\.(json|jsonl|ndjson)"),
  IDX(FormatName.IDX, ".*(-ubyte|[.-]idx[0-9]?(-ubyte)?)");

  private static final Pattern COMPRESSION =
      Pattern.compile("\\.(gz|bz2|zst|zstd|lz4|snappy|deflate)$", Pattern.CASE_INSENSITIVE);

  private final FormatName format;
  private final Pattern names;

  FileKind(FormatName format, String names) {
    this.format = format;
    this.names = Pattern.compile(names, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  }

  /** Returns the kind that all names imply, if any. */
  static Optional<FileKind> of(List<String> paths) {
    Optional<FileKind> first = of(paths.get(0));
    return paths.stream().allMatch(path -> of(path).equals(first)) ? first : Optional.empty();
  }

  /** Returns the kind implied by a name, if any. A compressed file has that of its content. */
  static Optional<FileKind> of(String path) {
    String name = COMPRESSION.matcher(path.replaceFirst("/+$", "")).replaceFirst("");
    return Arrays.stream(values()).filter(kind -> kind.names.matcher(name).matches()).findFirst();
  }

  /** Returns the format to read it with. */
  FormatName format() {
    return format;
  }
}
