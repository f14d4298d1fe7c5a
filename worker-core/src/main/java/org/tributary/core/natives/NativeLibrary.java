package org.tributary.core.natives;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * A library that the class path carries.
 *
 * @param resource where, from the root of the class path, without a slash in front
 * @param fileName what it is called where it is unpacked
 */
public record NativeLibrary(String resource, String fileName) {

  /** A library that keeps its name. */
  public static NativeLibrary of(String resource) {
    return new NativeLibrary(resource, resource.substring(resource.lastIndexOf('/') + 1));
  }

  /**
   * Returns what an unpacked copy must be. A jar says so in its directory, so nothing is inflated.
   *
   * @throws FileNotFoundException if the class path does not carry it
   */
  Fingerprint fingerprint() throws IOException {
    URLConnection connection = connection();
    if (connection instanceof JarURLConnection inJar) {
      try (JarFile jar = inJar.getJarFile()) {
        JarEntry entry = jar.getJarEntry(inJar.getEntryName());
        if (entry != null && entry.getSize() >= 0 && entry.getCrc() >= 0) {
          return new Fingerprint(entry.getSize(), entry.getCrc());
        }
      }
    }
    try (InputStream in = open()) {
      return Fingerprint.ofCopied(in, OutputStream.nullOutputStream());
    }
  }

  /** Opens what the class path carries. */
  InputStream open() throws IOException {
    return connection().getInputStream();
  }

  /** Without the cache of connections, which would keep the jar open for the life of the JVM. */
  private URLConnection connection() throws IOException {
    URL url = NativeLibrary.class.getResource("/" + resource);
    if (url == null) {
      throw new FileNotFoundException(resource + " is not on the class path");
    }
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false);
    return connection;
  }
}
