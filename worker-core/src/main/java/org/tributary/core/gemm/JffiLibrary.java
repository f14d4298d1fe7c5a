package org.tributary.core.gemm;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tributary.core.natives.Bundle;
import org.tributary.core.natives.NativeFiles;
import org.tributary.core.natives.NativeLibrary;

/**
 * The library of jffi, in a directory that no other user can write to.
 *
 * <p>Left to itself jffi loads the first of: a file in a directory of {@code
 * jffi.boot.library.path}, one in {@code java.library.path}, a copy that it makes in {@code
 * jffi.extract.dir}, in the temporary directory or in the current one. Here the first of them is
 * found or made, and checked, before jffi is asked.
 */
final class JffiLibrary {
  private static final String BOOT_PATH = "jffi.boot.library.path";
  private static final String EXTRACT_DIRECTORY = "jffi.extract.dir";
  private static final String EXTRACT_NAME = "jffi.extract.name";

  private static final String PLATFORM = "x86_64-Linux";
  private static final String FILE = "libjffi-1.2.so";
  private static final Bundle BUNDLE =
      new Bundle("jffi", List.of(NativeLibrary.of("jni/" + PLATFORM + "/" + FILE)));

  private JffiLibrary() {}

  /**
   * Determines the library that jffi loads when its first class is loaded.
   *
   * @throws IOException if there is no safe file, or the user's settings name an unsafe one
   */
  static void settle() throws IOException {
    String directory = directory().toString();
    System.setProperty(BOOT_PATH, directory);
    // If loading fails, jffi unpacks its library itself: in this directory, with this name.
    System.setProperty(EXTRACT_DIRECTORY, directory);
    System.clearProperty(EXTRACT_NAME);
  }

  private static Path directory() throws IOException {
    for (String entry : System.getProperty(BOOT_PATH, "").split(File.pathSeparator, -1)) {
      for (Path file : List.of(Path.of(entry, PLATFORM, FILE), Path.of(entry, FILE))) {
        if (!entry.isEmpty() && Files.isRegularFile(file)) {
          return NativeFiles.checked(file).getParent();
        }
      }
    }
    String wanted = System.getProperty(EXTRACT_DIRECTORY, "");
    NativeFiles files =
        wanted.isBlank()
            ? NativeFiles.ofThisJvm()
            : NativeFiles.in("-D%s=%s".formatted(EXTRACT_DIRECTORY, wanted), Path.of(wanted));
    return files.unpack(BUNDLE);
  }
}
