package org.tributary.core.natives;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Unpacks libraries into the first place that is safe; mutable, safe for use by many threads. */
public final class NativeFiles {
  private static final Logger LOG = LoggerFactory.getLogger(NativeFiles.class);

  /** Initialisation-on-demand: one for this JVM, so that it has one fresh directory at most. */
  private static final class OfThisJvm {
    static final NativeFiles INSTANCE =
        new NativeFiles(Place.of(System.getenv(), System.getProperties()));
  }

  private final Deque<Place> places;
  private final List<String> refused = new ArrayList<>();

  /** The first of {@link #places}, once it is opened. */
  private Cache cache;

  /**
   * Unpacks into the first of several places that serves.
   *
   * @param places in the order of preference
   */
  NativeFiles(List<Place> places) {
    this.places = new ArrayDeque<>(places);
  }

  /** Returns the files of this JVM. */
  public static NativeFiles ofThisJvm() {
    return OfThisJvm.INSTANCE;
  }

  /**
   * Returns files that go to a directory that is there, and nowhere else.
   *
   * @param name of the directory in messages
   */
  public static NativeFiles in(String name, Path directory) {
    return new NativeFiles(List.of(new Place.Existing(name, directory)));
  }

  /**
   * Returns the directory of a bundle, with all its files, that no other user can change.
   *
   * @throws UnsafePath if no place is safe and can be written to
   * @throws FileNotFoundException if the class path has no such library
   */
  public synchronized Path unpack(Bundle bundle) throws IOException {
    while (!places.isEmpty()) {
      try {
        if (cache == null) {
          cache = places.getFirst().open();
          if (!refused.isEmpty()) {
            LOG.warn(
                "Native libraries are unpacked to {}: {}",
                places.getFirst(),
                String.join("; ", refused));
          }
        }
        return cache.unpack(bundle);
      } catch (FileNotFoundException e) {
        throw e;
      } catch (IOException e) {
        refused.add(places.removeFirst() + ": " + UnsafePath.reason(e));
        cache = null;
      }
    }
    throw new UnsafePath(
        "no directory is safe to unpack native libraries to: " + String.join("; ", refused));
  }

  /**
   * Checks a file that is to be loaded from where somebody else put it.
   *
   * @return the same file by a path without links
   * @throws UnsafePath if another user can change or replace it, or put files beside it
   */
  public static Path checked(Path file) throws IOException {
    Path path = TrustedPath.of(file);
    Access.of(path).requirePrivateFile();
    Access.of(path.getParent()).requirePrivateDirectory();
    return path;
  }

  /**
   * Checks a directory in which the dynamic linker looks, because a library says so.
   *
   * @throws UnsafePath if another user can put files into it, or make it where it is missing
   */
  public static void requireOutOfReach(Path directory) throws IOException {
    Path last;
    try {
      last = TrustedPath.of(directory);
    } catch (NoSuchFileException e) {
      last = Path.of(e.getFile()).getParent();
    }
    Access.of(last).requirePrivateDirectory();
  }
}
