package org.tributary.driver.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.GlobPattern;
import org.apache.hadoop.fs.Path;

/**
 * Finds files by a pattern with the syntax of {@link FileSystem#globStatus(Path)}. That method
 * fails for a directory that has any name with a colon; this one does not.
 */
public final class Glob {
  private static final Pattern WILDCARD = Pattern.compile("[*?\\[\\]{}\\\\]");

  private Glob() {}

  /** Returns whether a text has characters with a meaning in patterns. */
  public static boolean isPattern(String text) {
    return WILDCARD.matcher(text).find();
  }

  /**
   * Returns the files and directories that match, sorted by path.
   *
   * @param pattern the pattern, as a path of the file system
   * @param accepted the names that a wildcard may match
   * @throws IOException if the pattern is invalid, or a directory cannot be read
   */
  public static List<FileStatus> find(
      FileSystem fileSystem, Path pattern, Predicate<String> accepted) throws IOException {
    Path qualified = fileSystem.makeQualified(pattern);
    List<FileStatus> found = new ArrayList<>();
    for (String each : GlobExpander.expand(qualified.toUri().getPath())) {
      List<Path> matches = List.of(root(qualified));
      String[] names = each.split("/", -1);
      for (String name : names) {
        matches = name.isEmpty() ? matches : children(fileSystem, matches, name, accepted);
      }
      for (Path match : matches) {
        found.add(fileSystem.getFileStatus(match));
      }
    }
    found.sort((a, b) -> a.getPath().compareTo(b.getPath()));
    return found;
  }

  private static Path root(Path qualified) {
    return new Path(
        qualified.toUri().getScheme(), qualified.toUri().getAuthority(), Path.SEPARATOR);
  }

  private static List<Path> children(
      FileSystem fileSystem, List<Path> directories, String name, Predicate<String> accepted)
      throws IOException {
    List<Path> children = new ArrayList<>();
    GlobPattern pattern = pattern(name);
    for (Path directory : directories) {
      if (!pattern.hasWildcard()) {
        Path child = UserPath.child(directory, name.replaceAll("\\\\(.)", "$1"));
        if (fileSystem.exists(child)) {
          children.add(child);
        }
        continue;
      }
      for (FileStatus status : list(fileSystem, directory)) {
        String each = status.getPath().getName();
        if (accepted.test(each) && pattern.matches(each)) {
          children.add(UserPath.child(directory, each));
        }
      }
    }
    return children;
  }

  private static GlobPattern pattern(String name) throws IOException {
    try {
      return new GlobPattern(name);
    } catch (RuntimeException e) {
      throw new IOException("invalid pattern: " + e.getMessage(), e);
    }
  }

  private static FileStatus[] list(FileSystem fileSystem, Path directory) throws IOException {
    try {
      return fileSystem.getFileStatus(directory).isDirectory()
          ? fileSystem.listStatus(directory)
          : new FileStatus[0];
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    }
  }
}
