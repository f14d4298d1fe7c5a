package org.tributary.driver.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.tributary.driver.files.OpenFile;

/**
 * Files that Spark reads, by the paths that {@link SourceFiles} found.
 *
 * @param parts the files below each directory with partitions, or all files
 */
record SparkFiles(List<Dataset<Row>> parts) {
  /** Copies the list. */
  SparkFiles {
    parts = List.copyOf(parts);
  }

  /**
   * Opens files.
   *
   * @param format Spark's name of the format
   * @param called the name in messages
   * @param options of the format
   * @throws DataException if Spark cannot read them
   */
  static SparkFiles open(
      SparkSession spark,
      String format,
      String called,
      Map<String, String> options,
      FoundFiles files) {
    Map<String, String> all = new HashMap<>(options);
    all.putAll(OpenFile.settings(files.files()));
    try {
      return open(spark, format, called, files, all);
    } catch (DataException e) {
      throw TypeClash.find(spark, format, all, files).orElse(e);
    }
  }

  private static SparkFiles open(
      SparkSession spark,
      String format,
      String called,
      FoundFiles files,
      Map<String, String> options) {
    return reading(
        files.name(),
        called,
        () -> {
          if (files.columns().isEmpty()) {
            Path[] roots =
                files.roots().stream().map(FoundFiles.Root::path).distinct().toArray(Path[]::new);
            return new SparkFiles(
                List.of(spark.read().options(options).format(format).load(literal(roots))));
          }
          List<Dataset<Row>> parts = new ArrayList<>();
          byPartitionRoot(files)
              .forEach(
                  (root, paths) ->
                      parts.add(
                          spark
                              .read()
                              .options(options)
                              .option("basePath", root)
                              .format(format)
                              .load(literal(paths.toArray(Path[]::new)))));
          SparkFiles together = new SparkFiles(parts);
          // Spark finds out here whether the parts have columns of other types.
          together.rows().schema();
          return together;
        });
  }

  private static String[] literal(Path[] paths) {
    String[] literal = new String[paths.length];
    for (int i = 0; i < paths.length; i++) {
      literal[i] = SourceFiles.literal(paths[i]).toString();
    }
    return literal;
  }

  // Spark finds partitions below one directory at a time.
  private static Map<String, List<Path>> byPartitionRoot(FoundFiles files) {
    Map<String, List<Path>> groups = new TreeMap<>();
    files
        .files()
        .forEach(
            file -> {
              Path root = file.getPath().getParent();
              for (int i = 0; i < files.columns().size(); i++) {
                root = root.getParent();
              }
              groups.computeIfAbsent(root.toString(), r -> new ArrayList<>()).add(file.getPath());
            });
    return groups;
  }

  /** Returns all rows. */
  Dataset<Row> rows() {
    return rows(part -> part);
  }

  /** Returns all rows, each part of them changed before they are put together. */
  Dataset<Row> rows(UnaryOperator<Dataset<Row>> change) {
    return parts.stream()
        .map(change)
        .reduce((some, others) -> some.unionByName(others, true))
        .orElseThrow();
  }

  /** Returns the columns of a schema, and further ones behind them. */
  static Column[] columns(StructType schema, String... more) {
    return Stream.concat(Stream.of(schema.fieldNames()), Stream.of(more))
        .map(name -> functions.col("`" + name.replace("`", "``") + "`"))
        .toArray(Column[]::new);
  }

  /** Something that Spark opens. */
  @FunctionalInterface
  interface Opening<T> {
    /** Opens it. */
    T open();
  }

  /**
   * Opens something with Spark.
   *
   * @throws DataException if Spark cannot read it, with Spark's reason in one line
   */
  static <T> T reading(String name, String format, Opening<T> opening) {
    try {
      return opening.open();
    } catch (Exception e) {
      // Scala throws checked exceptions without declaring them.
      if (e instanceof SparkThrowable known
          && "UNABLE_TO_INFER_SCHEMA".equals(known.getCondition())) {
        throw new DataException("Cannot read %s: no files of %s in it".formatted(name, format));
      }
      if (e instanceof DataException) {
        throw e;
      }
      throw new DataException("Cannot read " + name + ": " + reason(e));
    }
  }

  /** Returns Spark's reason for a failure, in one line. */
  static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message =
        Optional.ofNullable(cause.getMessage())
            .map(text -> text.lines().findFirst().orElse(""))
            .orElse(cause.getClass().getSimpleName());
    return message.replaceAll("^\\[[A-Z_.]+\\] | SQLSTATE: \\w+$", "");
  }
}
