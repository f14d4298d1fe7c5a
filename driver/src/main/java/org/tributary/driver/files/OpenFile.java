package org.tributary.driver.files;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Opens files. */
public final class OpenFile {
  private OpenFile() {}

  /**
   * Opens a file. Hadoop keeps the checksums of a local file in a second file, and fails to find
   * its name if that of the file has a colon. Such a file has no checksums, and is read without.
   */
  public static FSDataInputStream at(FileSystem fileSystem, Path path) throws IOException {
    if (hasNoChecksums(path) && fileSystem instanceof ChecksumFileSystem checked) {
      return checked.getRawFileSystem().open(path);
    }
    return fileSystem.open(path);
  }

  /**
   * Returns the settings of Hadoop with which its own readers and Spark's open some files: for a
   * local file with a colon in its name, local files are read without checksums.
   */
  public static Map<String, String> settings(List<FileStatus> files) {
    return files.stream().map(FileStatus::getPath).noneMatch(OpenFile::hasNoChecksums)
        ? Map.of()
        : Map.of(
            "fs.file.impl",
            UncheckedLocalFileSystem.class.getName(),
            "fs.file.impl.disable.cache",
            String.valueOf(true));
  }

  private static boolean hasNoChecksums(Path path) {
    return path.getName().indexOf(':') >= 0;
  }
}
