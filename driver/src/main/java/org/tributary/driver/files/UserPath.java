package org.tributary.driver.files;

import java.io.IOException;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FsConstants;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/**
 * The path of a file or directory as a user writes it: a URI such as {@code s3a://bucket/rows.csv}
 * or {@code file:/rows.csv}, or a name in the default file system. A name may have colons: {@code
 * day-10:30.csv} is a file, although {@link Path} takes {@code day-10} for a scheme.
 */
public final class UserPath {
  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/.*", Pattern.DOTALL);

  private UserPath() {}

  /**
   * Returns the path.
   *
   * @throws IllegalArgumentException if the text is empty, or a URI that cannot be parsed
   */
  public static Path of(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("the path is empty (expected a file or directory)");
    }
    return isUri(text) ? new Path(text) : named(text);
  }

  /** Returns the path of a name inside a directory; the name may have colons. */
  public static Path child(Path directory, String name) {
    return new Path(directory, named(name));
  }

  private static Path named(String name) {
    return new Path(null, null, name);
  }

  /** Returns whether a user's path is a URI, and not a name in the default file system. */
  public static boolean isUri(String text) {
    return URI.matcher(text).matches();
  }

  /**
   * Returns the file system of a path.
   *
   * @throws IOException if there is none for its scheme, its classes are missing, or it cannot be
   *     reached; the message is complete but for the path
   */
  public static FileSystem fileSystem(Path path, Configuration configuration) throws IOException {
    try {
      return path.getFileSystem(configuration);
    } catch (UnsupportedFileSystemException e) {
      throw new IOException(unknown(path), e);
    } catch (IOException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      throw new IOException(reason(path, e), e);
    }
  }

  private static String unknown(Path path) {
    return "there is no file system for %s:// (expected one such as file, hdfs, s3a; add its jar with TRIBUTARY_JARS or spark-submit --packages)"
        .formatted(scheme(path));
  }

  private static String reason(Path path, Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof ClassNotFoundException || root instanceof LinkageError) {
      return "the jars of %s:// are not there (%s); add them with TRIBUTARY_JARS or spark-submit --packages%s"
          .formatted(scheme(path), root.getMessage(), coordinates(path));
    }
    if (root instanceof java.net.UnknownHostException) {
      return "there is no host " + root.getMessage();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }

  private static String coordinates(Path path) {
    String version = org.apache.hadoop.util.VersionInfo.getVersion();
    return switch (scheme(path)) {
      case "s3a" -> " org.apache.hadoop:hadoop-aws:" + version;
      case "abfs", "abfss", "wasb", "wasbs" -> " org.apache.hadoop:hadoop-azure:" + version;
      case "gs" -> " org.apache.hadoop:hadoop-gcp:" + version;
      default -> "";
    };
  }

  private static String scheme(Path path) {
    String scheme = path.toUri().getScheme();
    return scheme == null ? FsConstants.LOCAL_FS_URI.getScheme() : scheme;
  }
}
