package org.tributary.driver.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.tributary.driver.files.Glob;
import org.tributary.driver.files.UserPath;

/** Resolves a user's paths to files. */
final class SourceFiles {
  private static final Pattern PARTITION = Pattern.compile("([^=]+)=(.*)", Pattern.DOTALL);

  private SourceFiles() {}

  /**
   * Returns the files of a path.
   *
   * @throws DataException if there are none
   */
  static List<FileStatus> list(Configuration conf, String path) {
    return find(conf, List.of(path)).requireFiles().files();
  }

  /**
   * Returns the files of some paths. An existing path is used literally, even if it contains glob
   * characters; otherwise it is a glob. Of a directory its files are found, and those of its
   * directories with a name {@code column=value}, at any depth. A file that several paths match is
   * found once.
   *
   * @throws DataException if nothing matches a path, or the files have different partition columns
   */
  static FoundFiles find(Configuration conf, List<String> paths) {
    String name = String.join(", ", paths);
    List<FoundFiles.Root> roots = new ArrayList<>();
    Map<String, FileStatus> files = new TreeMap<>();
    Map<String, List<String[]>> partitions = new HashMap<>();
    for (String path : paths) {
      withFileSystem(
          conf,
          path,
          (fs, given) -> {
            for (FileStatus match : matches(fs, given, path)) {
              Path base = base(fs, given, match);
              roots.add(new FoundFiles.Root(match.getPath(), base));
              for (FileStatus file : files(fs, match)) {
                files.put(file.getPath().toString(), file);
                partitions.put(file.getPath().toString(), partition(base, file.getPath()));
              }
            }
            return name;
          });
    }
    return new FoundFiles(
        name,
        roots,
        List.copyOf(files.values()),
        columns(name, new TreeMap<>(partitions)),
        values(partitions));
  }

  private static List<FileStatus> files(FileSystem fs, FileStatus match) throws IOException {
    if (match.isFile()) {
      return List.of(match);
    }
    List<FileStatus> files = new ArrayList<>();
    for (FileStatus child : fs.listStatus(match.getPath())) {
      boolean partition = PARTITION.matcher(child.getPath().getName()).matches();
      if (!isHidden(child.getPath()) && (child.isFile() || partition)) {
        files.addAll(files(fs, child));
      }
    }
    return files;
  }

  // Of a glob, the directories that its wildcards match may be partitions, too.
  private static Path base(FileSystem fs, Path given, FileStatus match) {
    Path qualified = fs.makeQualified(given);
    if (qualified.equals(match.getPath())) {
      return match.isFile() ? match.getPath().getParent() : match.getPath();
    }
    Path base = qualified;
    while (base.getParent() != null && Glob.isPattern(base.toUri().getPath())) {
      base = base.getParent();
    }
    return base;
  }

  private static List<String[]> partition(Path base, Path file) {
    List<String[]> partition = new ArrayList<>();
    for (Path each = file.getParent(); each.depth() > base.depth(); each = each.getParent()) {
      Matcher name = PARTITION.matcher(each.getName());
      if (name.matches()) {
        partition.add(0, new String[] {unescaped(name.group(1)), value(name.group(2))});
      }
    }
    return partition;
  }

  private static String value(String text) {
    return text.equals("__HIVE_DEFAULT_PARTITION__") ? "" : unescaped(text);
  }

  private static String unescaped(String text) {
    return ExternalCatalogUtils.unescapePathName(text);
  }

  private static List<String> columns(String name, SortedMap<String, List<String[]>> partitions) {
    List<String> columns = List.of();
    String first = "";
    for (Map.Entry<String, List<String[]>> file : partitions.entrySet()) {
      List<String> these = file.getValue().stream().map(pair -> pair[0]).toList();
      if (first.isEmpty()) {
        first = file.getKey();
        columns = these;
      } else if (!these.equals(columns)) {
        throw new DataException(
            "Cannot read %s: the directories of %s name the columns %s, those of %s the columns %s"
                .formatted(name, file.getKey(), these, first, columns));
      }
    }
    return columns;
  }

  private static Map<String, List<String>> values(Map<String, List<String[]>> partitions) {
    Map<String, List<String>> values = new HashMap<>();
    partitions.forEach(
        (file, pairs) -> values.put(file, pairs.stream().map(pair -> pair[1]).toList()));
    return values;
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
      Path given = UserPath.of(path);
      return search.in(UserPath.fileSystem(given, conf), given);
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

  /** Returns a path for a reader that takes every path for a glob: it matches only this path. */
  static Path literal(Path path) {
    return new Path(path.toString().replaceAll("[\\\\*?\\[\\]{}]", "\\\\$0"));
  }

  /** Returns the file system of a path. */
  static FileSystem fileSystem(Configuration conf, Path path) {
    try {
      return UserPath.fileSystem(path, conf);
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
      if (literal.isFile() && literal.getLen() < 0) {
        throw new DataException(
            "Cannot read %s: %s:// does not tell the size of a file (download it, and use the copy)"
                .formatted(path, fs.getUri().getScheme()));
      }
      if (isStream(literal)) {
        throw new DataException(
            "Cannot read %s: it is a pipe or a device, which can be read only once (write it to a file)"
                .formatted(path));
      }
      return List.of(literal);
    } catch (FileNotFoundException e) {
      List<FileStatus> globbed = Glob.find(fs, given, name -> !isHidden(name));
      if (globbed.isEmpty()) {
        throw new DataException(
            "Cannot read "
                + path
                + ": no such file or directory (looked for "
                + fs.makeQualified(given)
                + ")");
      }
      return globbed;
    }
  }

  private static boolean isStream(FileStatus status) {
    URI uri = status.getPath().toUri();
    return "file".equals(uri.getScheme())
        && status.isFile()
        && !Files.isRegularFile(java.nio.file.Path.of(uri.getPath()));
  }

  private static boolean isHidden(Path path) {
    return isHidden(path.getName());
  }

  private static boolean isHidden(String name) {
    return name.startsWith("_") || name.startsWith(".");
  }
}
