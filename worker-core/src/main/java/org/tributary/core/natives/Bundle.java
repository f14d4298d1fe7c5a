package org.tributary.core.natives;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Libraries that are unpacked into one directory, where the dynamic linker finds their
 * dependencies.
 *
 * @param name begins the name of the directory
 * @param libraries in the order in which they are loaded
 */
public record Bundle(String name, List<NativeLibrary> libraries) {
  public Bundle {
    libraries = List.copyOf(libraries);
  }

  /** Returns each file's name with what must be in it, in the order of loading. */
  Map<String, Fingerprint> fingerprints() throws IOException {
    Map<String, Fingerprint> fingerprints = new LinkedHashMap<>();
    for (NativeLibrary library : libraries) {
      fingerprints.put(library.fileName(), library.fingerprint());
    }
    return fingerprints;
  }

  /** Returns the name of the directory: another version of a library gets another one. */
  String directoryName(Map<String, Fingerprint> fingerprints) {
    CRC32 all = new CRC32();
    all.update(fingerprints.toString().getBytes(StandardCharsets.UTF_8));
    return "%s-%08x".formatted(name, all.getValue());
  }
}
