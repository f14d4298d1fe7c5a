package org.tributary.driver.source;

import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.tributary.driver.spark.JobName;
import org.tributary.driver.spec.FormatSpec;

/**
 * Opens data of any format.
 *
 * <p>A path is a file, a directory or a glob on any Hadoop file system. Of a directory the files
 * directly in it are read, in the order of their names; names that begin with {@code _} or {@code
 * .} are hidden. A path without a scheme belongs to the default file system; there, a relative one
 * begins at its working directory, which is that of the process if the file system is local.
 */
public final class Sources {
  private Sources() {}

  /**
   * Opens a source. Reads only what is needed to determine the columns; records are read lazily.
   *
   * @param spark the session to read with
   * @param path file, directory or glob
   * @param format how to read it
   * @throws DataException if there is nothing to read, or it is not of that format
   */
  public static Table open(SparkSession spark, String path, FormatSpec format) {
    return open(spark, new DataSource.Files(List.of(path), format), RowWidth.ANY);
  }

  /**
   * Returns the files and directories that match the paths of a source.
   *
   * @throws DataException if there are none for one of them, unless only Spark knows what it is
   */
  public static List<Path> paths(Configuration configuration, DataSource.Files source) {
    if (source.format() instanceof FormatSpec.Spark spark) {
      return SparkSource.paths(configuration, source.paths(), spark);
    }
    return source.paths().stream()
        .flatMap(path -> SourceFiles.matches(configuration, path).stream())
        .toList();
  }

  /** Returns the files that are read; none of a source that only Spark knows. */
  public static List<FileStatus> files(Configuration configuration, DataSource.Files source) {
    return source.format() instanceof FormatSpec.Spark
        ? List.of()
        : SourceFiles.find(configuration, source.paths()).files();
  }

  /**
   * A source, and the version of the table that it reads.
   *
   * @param source the source, which reads this version each time if its format allows it
   * @param version the version, if the table has versions
   */
  public record Versioned(DataSource source, Optional<String> version) {}

  /** Returns a source with the version of the table that it reads. */
  public static Versioned versioned(SparkSession spark, DataSource source) {
    if (source instanceof DataSource.Files files
        && files.format() instanceof FormatSpec.Spark format) {
      SparkSource.Versioned found = SparkSource.versioned(spark, files.paths(), format);
      return new Versioned(new DataSource.Files(files.paths(), found.format()), found.version());
    }
    return new Versioned(source, Optional.empty());
  }

  /** Opens files, or takes the rows of a DataFrame. */
  public static Table open(SparkSession spark, DataSource source) {
    return open(spark, source, RowWidth.ANY);
  }

  /**
   * Opens files as {@link #open(SparkSession, String, FormatSpec)} does, or takes the rows of a
   * DataFrame.
   *
   * @param width how many features a sparse row may have; a wider one is {@link Malformed}
   */
  public static Table open(SparkSession spark, DataSource source, RowWidth width) {
    if (source instanceof DataSource.Frame frame) {
      return FrameSource.open(frame);
    }
    DataSource.Files files = (DataSource.Files) source;
    return JobName.during(
        spark.sparkContext(),
        "the columns of " + files.name(),
        () -> source(spark, files.paths(), files.format(), width));
  }

  private static Table source(
      SparkSession spark, List<String> paths, FormatSpec format, RowWidth width) {
    if (format instanceof FormatSpec.Spark source) {
      return SparkSource.open(spark, paths, source);
    }
    FoundFiles files = SourceFiles.find(spark.sparkContext().hadoopConfiguration(), paths);
    if (format instanceof FormatSpec.Csv csv) {
      return CsvSource.open(spark, files.requireFiles(), csv);
    }
    if (format instanceof FormatSpec.Libsvm libsvm) {
      return LibsvmSource.open(spark, files.requireFiles().withoutColumns(), libsvm, width);
    }
    if (format instanceof FormatSpec.Parquet) {
      return ParquetSource.open(spark, files);
    }
    if (format instanceof FormatSpec.Orc) {
      return OrcSource.open(spark, files.requireFiles());
    }
    if (format instanceof FormatSpec.Avro) {
      return AvroSource.open(spark, files.requireFiles());
    }
    if (format instanceof FormatSpec.Json) {
      return JsonSource.open(spark, files.requireFiles());
    }
    if (format instanceof FormatSpec.Idx idx) {
      return IdxSource.open(spark, files, idx);
    }
    throw new IllegalArgumentException("Invalid format: " + format);
  }
}
