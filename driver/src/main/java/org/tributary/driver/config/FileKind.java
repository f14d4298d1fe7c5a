package org.tributary.driver.config;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tributary.driver.config.OptionNames.FormatName;

/** The format and delimiter implied by the name of a file or directory. */
enum FileKind {
  COMMA_SEPARATED(FormatName.CSV, ".*\\.csv(\\.gz)?"),
  TAB_SEPARATED(FormatName.CSV, ".*\\.tsv(\\.gz)?"),
  LIBSVM(FormatName.LIBSVM, ".*\\.(libsvm|svm)(\\.gz)?"),
  PARQUET(FormatName.PARQUET, ".*\\.parquet"),
  IDX(FormatName.IDX, ".*(-ubyte|[.-]idx[0-9]?(-ubyte)?)(\\.gz)?");

  private final FormatName format;
  private final Pattern names;

  FileKind(FormatName format, String names) {
    this.format = format;
    this.names = Pattern.compile(names, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  }

  /** Returns the kind implied by a name, if any. */
  static Optional<FileKind> of(String path) {
    String name = path.replaceFirst("/+$", "");
    return Arrays.stream(values()).filter(kind -> kind.names.matcher(name).matches()).findFirst();
  }

  /** Returns the format to read it with. */
  FormatName format() {
    return format;
  }
}
