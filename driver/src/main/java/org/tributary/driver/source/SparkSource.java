package org.tributary.driver.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.tributary.driver.files.UserPath;
import org.tributary.driver.spec.FormatSpec;
import scala.jdk.javaapi.CollectionConverters;

/** Reads what a data source of Spark finds, by its name and options. */
final class SparkSource {
  private static final List<String> VERSION_OPTIONS =
      List.of("versionAsOf", "timestampAsOf", "snapshot-id", "as-of-timestamp", "branch", "tag");
  private static final String DELTA = "delta";
  private static final Pattern COMMIT =
      Pattern.compile("(\\d{20})(\\.checkpoint.*\\.parquet|\\.json)");

  private SparkSource() {}

  static Table open(SparkSession spark, List<String> paths, FormatSpec.Spark format) {
    Dataset<Row> rows = rows(spark, paths, format);
    return FrameSource.open(new DataSource.Frame(String.join(", ", paths), rows));
  }

  private static Dataset<Row> rows(
      SparkSession spark, List<String> paths, FormatSpec.Spark format) {
    String name = String.join(", ", paths);
    try {
      DataFrameReader reader = spark.read().format(format.source()).options(format.options());
      return switch (format.location()) {
        case OPTIONS -> reader.load();
        case PATHS ->
            paths.size() == 1
                ? reader.load(paths.get(0))
                : reader.load(paths.toArray(String[]::new));
      };
    } catch (LinkageError | ServiceConfigurationError e) {
      throw new DataException(
          "Cannot read %s with the Spark source %s: its jar does not fit Spark %s (%s); use the one for this version"
              .formatted(name, format.source(), spark.version(), SparkFiles.reason(e)));
    } catch (Exception e) {
      // Sources throw exceptions of their own, also checked ones, for what a user can fix.
      if (e instanceof ClassNotFoundException) {
        throw new DataException(
            ("Cannot read %s: no Spark source %s (expected a source of Spark, or one whose jar is in"
                    + " TRIBUTARY_JARS)")
                .formatted(name, format.source()));
      }
      throw new DataException(
          "Cannot read %s with the Spark source %s: %s"
              .formatted(name, format.source(), SparkFiles.reason(e)));
    }
  }

  /** Returns those of the paths that are files or directories. */
  static List<Path> paths(Configuration conf, List<String> paths, FormatSpec.Spark format) {
    if (format.location() == FormatSpec.Spark.Location.OPTIONS) {
      return List.of();
    }
    return paths.stream().map(UserPath::of).filter(path -> exists(conf, path)).toList();
  }

  private static boolean exists(Configuration conf, Path path) {
    try {
      return path.getFileSystem(conf).exists(path);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Returns a source with the version of a table that is read from now on.
   *
   * <p>A version that the options name is that one. The last version of a Delta table is taken from
   * its log, and named in the options, so that every reading has the same rows. Of any other table
   * it is what its implementation tells.
   */
  static Versioned versioned(SparkSession spark, List<String> paths, FormatSpec.Spark format) {
    for (String option : VERSION_OPTIONS) {
      if (format.options().containsKey(option)) {
        return new Versioned(format, Optional.of(option + " " + format.options().get(option)));
      }
    }
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    if (format.source().equals(DELTA) && paths.size() == 1) {
      Optional<Long> last = lastCommit(conf, new Path(UserPath.of(paths.get(0)), "_delta_log"));
      if (last.isPresent()) {
        String version = String.valueOf(last.get());
        return new Versioned(
            format.withOption("versionAsOf", version), Optional.of("version " + version));
      }
    }
    return new Versioned(format, tableVersion(rows(spark, paths, format)));
  }

  /**
   * A source with the version of its table.
   *
   * @param format the source
   * @param version the version, if the table has versions
   */
  record Versioned(FormatSpec.Spark format, Optional<String> version) {}

  private static Optional<Long> lastCommit(Configuration conf, Path log) {
    try {
      FileSystem fs = log.getFileSystem(conf);
      return Stream.of(fs.listStatus(log))
          .map(FileStatus::getPath)
          .map(path -> COMMIT.matcher(path.getName()))
          .filter(Matcher::matches)
          .map(name -> Long.valueOf(name.group(1)))
          .max(Long::compare);
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw DataException.reading(log.toString(), e);
    }
  }

  private static Optional<String> tableVersion(Dataset<Row> rows) {
    LogicalPlan plan = rows.queryExecution().analyzed();
    for (LogicalPlan leaf : CollectionConverters.asJava(plan.collectLeaves())) {
      if (leaf instanceof DataSourceV2Relation relation) {
        Optional<String> version = Optional.ofNullable(relation.table().version());
        return version
            .map(known -> "version " + known)
            .or(
                () ->
                    Optional.ofNullable(relation.table().properties().get("current-snapshot-id"))
                        .map(id -> "snapshot-id " + id));
      }
    }
    return Optional.empty();
  }
}
