package org.tributary.driver.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Resolves a user's path to files. */
final class SourceFiles {
  /** Returns the size of some files together. */
  static long bytes(List<FileStatus> files) {
    return files.stream().mapToLong(FileStatus::getLen).sum();
  }

  private SourceFiles() {}

  /**
   * Returns the files, by name. An existing path is used literally, even if it contains glob
   * characters; otherwise it is a glob.
   *
   * @throws DataException if there are none
   */
  static List<FileStatus> list(Configuration conf, String path) {
    List<FileStatus> files = listAny(conf, path);
    if (files.isEmpty()) {
      throw new DataException(
          "Cannot read "
              + path
              + ": no files in it (ignored: directories, and names that begin with _ or .)");
    }
    return files;
  }

  /**
   * Returns the files as {@link #list} does, none for a directory without files.
   *
   * @throws DataException if nothing matches the path
   */
  static List<FileStatus> listAny(Configuration conf, String path) {
    return withFileSystem(
        conf,
        path,
        (fs, given) -> {
          List<FileStatus> files = new ArrayList<>();
          for (FileStatus match : matches(fs, given, path)) {
            if (match.isFile()) {
              files.add(match);
            } else {
              for (FileStatus child : fs.listStatus(match.getPath())) {
                if (child.isFile() && !isHidden(child.getPath())) {
                  files.add(child);
                }
              }
            }
          }
          files.sort(Comparator.comparing(file -> file.getPath().toString()));
          return files;
        });
  }

  /**
   * Returns the files and directories that match a path.
   *
   * @throws DataException if there are none
   */
  static List<Path> matches(Configuration conf, String path) {
    return withFileSystem(
        conf,
        path,
        (fs, given) -> matches(fs, given, path).stream().map(FileStatus::getPath).toList());
  }

  private static <T> T withFileSystem(Configuration conf, String path, Search<T> search) {
    try {
      Path given = new Path(path);
      return search.in(given.getFileSystem(conf), given);
    } catch (IOException e) {
      throw DataException.reading(path, e);
    } catch (IllegalArgumentException e) {
      throw new DataException("Invalid path: \"" + path + "\" (" + e.getMessage() + ")");
    }
  }

  /** A search for the matches of a path. */
  @FunctionalInterface
  private interface Search<T> {
    T in(FileSystem fs, Path given) throws IOException;
  }

  /**
   * Returns the only file.
   *
   * @throws DataException if there is none, or another one
   */
  static FileStatus only(Configuration conf, String path) {
    List<FileStatus> files = list(conf, path);
    if (files.size() > 1) {
      throw new DataException(
          "Cannot read " + path + ": " + files.size() + " files (expected one; name it)");
    }
    return files.get(0);
  }

  /** Returns a path for a reader that takes every path for a glob: it matches only this path. */
  static Path literal(Path path) {
    return new Path(path.toString().replaceAll("[\\\\*?\\[\\]{}]", "\\\\$0"));
  }

  /** Returns the file system of files that {@link #list} found together. */
  static FileSystem fileSystem(Configuration conf, List<FileStatus> files) {
    Path path = files.get(0).getPath();
    try {
      return path.getFileSystem(conf);
    } catch (IOException e) {
      throw DataException.reading(path.toString(), e);
    }
  }

  private static List<FileStatus> matches(FileSystem fs, Path given, String path)
      throws IOException {
    try {
      FileStatus literal = fs.getFileStatus(given);
      if (literal.isFile() && isHidden(given)) {
        throw new DataException(
            "Cannot read " + path + ": names that begin with _ or . are hidden (rename it)");
      }
      return List.of(literal);
    } catch (FileNotFoundException e) {
      FileStatus[] globbed = fs.globStatus(given, match -> !isHidden(match));
      if (globbed == null || globbed.length == 0) {
        throw new DataException(
            "Cannot read "
                + path
                + ": no such file or directory (looked for "
                + fs.makeQualified(given)
                + ")");
      }
      return List.of(globbed);
    }
  }

  private static boolean isHidden(Path path) {
    return path.getName().startsWith("_") || path.getName().startsWith(".");
  }
}
