package org.tributary.core.natives;

import java.nio.file.Files;
import java.nio.file.Path;

/** Makes a temporary directory in the one that is given, and ends as it should, or all at once. */
final class FreshDirectoryMain {
  private FreshDirectoryMain() {}

  public static void main(String[] args) throws Exception {
    Path parent = Path.of(System.getProperty("test.parent"));
    Path directory = TemporaryDirectory.make(parent);
    Files.writeString(directory.resolve("file"), "unpacked");
    System.out.println(directory);
    if (Boolean.getBoolean("test.killed")) {
      System.out.flush();
      Runtime.getRuntime().halt(0);
    }
  }
}
