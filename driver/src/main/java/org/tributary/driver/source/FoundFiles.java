package org.tributary.driver.source;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files of a source, with the columns that the names of their directories add.
 *
 * @param name the source in messages
 * @param roots the files and directories that match the source's paths
 * @param files the files, by their paths
 * @param columns names of the partition columns, from the outermost directory on
 * @param partitions the values of those columns, by the path of a file; the same length for each
 */
record FoundFiles(
    String name,
    List<Root> roots,
    List<FileStatus> files,
    List<String> columns,
    Map<String, List<String>> partitions) {

  /**
   * A match of a path.
   *
   * @param path a file or directory
   * @param base the directory below which names of directories are partition columns
   */
  record Root(Path path, Path base) {}

  /** Copies the collections. */
  FoundFiles {
    roots = List.copyOf(roots);
    files = List.copyOf(files);
    columns = List.copyOf(columns);
    partitions = Map.copyOf(partitions);
  }

  /** Returns some files, which are read as they are. */
  static FoundFiles of(String name, List<FileStatus> files) {
    return new FoundFiles(name, List.of(), files, List.of(), Map.of());
  }

  /** Returns the same files without columns that the names of directories add. */
  FoundFiles withoutColumns() {
    return new FoundFiles(name, roots, files, List.of(), Map.of());
  }

  /**
   * Returns the only file.
   *
   * @throws DataException if there is none, or another one
   */
  FileStatus only() {
    requireFiles();
    if (files.size() > 1) {
      throw new DataException(
          "Cannot read " + name + ": " + files.size() + " files (expected one; name it)");
    }
    return files.get(0);
  }

  /** Returns the size of the files together. */
  long bytes() {
    return files.stream().mapToLong(FileStatus::getLen).sum();
  }

  /** Refuses a source without files. */
  FoundFiles requireFiles() {
    if (files.isEmpty()) {
      throw new DataException(
          "Cannot read "
              + name
              + ": no files in it (ignored: directories, and names that begin with _ or .)");
    }
    return this;
  }

  /** Returns the partition values as a map that a task can receive. */
  HashMap<String, String[]> serializablePartitions() {
    HashMap<String, String[]> values = new HashMap<>();
    if (!columns.isEmpty()) {
      partitions.forEach((file, each) -> values.put(file, each.toArray(String[]::new)));
    }
    return values;
  }

  /** Does something with each file, in parallel. */
  void eachInParallel(Configuration conf, BiConsumer<FileSystem, FileStatus> each) {
    List<FileSystem> systems = fileSystems(conf);
    IntStream.range(0, files.size())
        .parallel()
        .forEach(i -> each.accept(systems.get(i), files.get(i)));
  }

  /** Returns what a function returns for each file, in order, computed in parallel. */
  <T> List<T> inParallel(Configuration conf, BiFunction<FileSystem, FileStatus, T> each) {
    List<FileSystem> systems = fileSystems(conf);
    return IntStream.range(0, files.size())
        .parallel()
        .mapToObj(i -> each.apply(systems.get(i), files.get(i)))
        .toList();
  }

  // Opened in this thread, which, unlike those of the pool, may act for another user.
  private List<FileSystem> fileSystems(Configuration conf) {
    return files.stream().map(file -> SourceFiles.fileSystem(conf, file.getPath())).toList();
  }
}
