package org.tributary.driver.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tributary.core.model.Json;
import org.tributary.core.model.StrictObject;

/**
 * The right of one process to write to a directory: a file that its owner creates conditionally,
 * renews, and deletes at the end.
 *
 * <p>A process that finds a lease takes it over at once if its owner ran on the same machine and
 * has ended. Otherwise it watches the file: a lease that does not change during the whole {@link
 * LeaseTerms#expiry}, on the clock of the process that waits, has no living owner. So clocks of
 * different machines are never compared. If it changes, the owner lives and the process is refused.
 *
 * <p>An owner that was frozen longer than that finds out by {@link #renew}, which no longer finds
 * its token. Renewing and taking over replace the file on the condition that it has the content
 * that was read ({@link AtomicFile#replaceIf}), so of an owner that wakes up and a process that
 * takes over, one succeeds. Thread-safe.
 */
public final class Lease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

  private final FileSystem fileSystem;
  private final Path file;
  private final String remedy;
  private final LeaseTerms terms;
  private final String token = UUID.randomUUID().toString();
  private long beats;
  private Optional<String> takenBy = Optional.empty();
  private boolean closed;

  private long renewed;

  private Lease(FileSystem fileSystem, Path file, String remedy, LeaseTerms terms) {
    this.fileSystem = fileSystem;
    this.file = file;
    this.remedy = remedy;
    this.terms = terms;
    this.renewed = terms.clock().nanoTime();
  }

  /**
   * Acquires a lease; waits if its owner may have died.
   *
   * @param file the file of the lease, in a directory that exists
   * @param remedy what the user of a process that is refused can do
   * @param notices receives a line if this waits
   * @throws LeaseHeld if a living process holds it
   */
  public static Lease acquire(
      FileSystem fileSystem, Path file, String remedy, LeaseTerms terms, Consumer<String> notices)
      throws IOException {
    Lease lease = new Lease(fileSystem, file, remedy, terms);
    while (!AtomicFile.create(fileSystem, file, lease.content())) {
      Optional<byte[]> found = AtomicFile.readIfThere(fileSystem, file);
      if (found.isPresent()) {
        lease.requireAbandoned(found.get(), notices);
        if (AtomicFile.replaceIf(fileSystem, file, found.get(), lease.content())) {
          break;
        }
      }
    }
    lease.renewed = terms.clock().nanoTime();
    return lease;
  }

  /** Returns when nothing renews the lease that was found, or it is gone. */
  private void requireAbandoned(byte[] found, Consumer<String> notices) throws IOException {
    Optional<ProcessIdentity> owner = owner(found);
    Optional<ProcessIdentity.Liveness> liveness = owner.map(ProcessIdentity::liveness);
    if (liveness.equals(Optional.of(ProcessIdentity.Liveness.ENDED))) {
      return;
    }
    if (liveness.equals(Optional.of(ProcessIdentity.Liveness.RUNS))) {
      throw held(name(owner));
    }
    notices.accept(
        "Waiting up to %d s to see whether %s still uses %s"
            .formatted(terms.expiry().toSeconds(), name(owner), file.getParent()));
    long begin = terms.clock().nanoTime();
    while (terms.clock().nanoTime() - begin < terms.expiry().toNanos()) {
      try {
        terms.clock().pause(terms.beat().dividedBy(2));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for " + file);
      }
      Optional<byte[]> now = AtomicFile.readIfThere(fileSystem, file);
      if (now.isEmpty()) {
        return;
      }
      if (!Arrays.equals(now.get(), found)) {
        throw held(name(owner(now.get())));
      }
    }
  }

  private LeaseHeld held(String owner) {
    return new LeaseHeld(
        "Cannot use %s: %s uses it; %s".formatted(file.getParent(), owner, remedy));
  }

  /**
   * Renews the lease, if it is still that of this process. A failure of the file system is logged,
   * and the next call tries again.
   */
  public synchronized void renew() {
    if (closed || takenBy.isPresent()) {
      return;
    }
    try {
      renewOrFindTaken();
    } catch (IOException e) {
      LOG.warn("Cannot renew {}: {}", file, e.getMessage());
    }
  }

  private void renewOrFindTaken() throws IOException {
    Optional<byte[]> now = AtomicFile.readIfThere(fileSystem, file);
    if (isTaken(now)) {
      return;
    }
    beats++;
    long time = terms.clock().nanoTime();
    boolean written =
        now.isPresent()
            ? AtomicFile.replaceIf(fileSystem, file, now.get(), content())
            : AtomicFile.create(fileSystem, file, content());
    if (written) {
      renewed = time;
    } else {
      // A file that is gone again is created by the next call.
      isTaken(AtomicFile.readIfThere(fileSystem, file));
    }
  }

  private boolean isTaken(Optional<byte[]> found) {
    takenBy = found.filter(content -> !isOwn(content)).map(content -> name(owner(content)));
    return takenBy.isPresent();
  }

  /**
   * Refuses to go on if another process has taken the lease over. If the lease was not renewed for
   * half its expiry, as in a process that was frozen, it is renewed first.
   *
   * @throws LeaseHeld naming that process
   */
  public synchronized void requireHeld() {
    if (terms.clock().nanoTime() - renewed > terms.expiry().dividedBy(2).toNanos()) {
      renew();
    }
    takenBy.ifPresent(
        owner -> {
          throw new LeaseHeld(
              "Cannot go on: %s has taken over %s while this process did not respond; it continues"
                      .formatted(owner, file.getParent())
                  + " the run");
        });
  }

  /**
   * Gives the lease back. It is renewed once more first: for the time that others then wait, nobody
   * else writes the file that is deleted.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    renew();
    closed = true;
    try {
      Optional<byte[]> now = AtomicFile.readIfThere(fileSystem, file);
      if (now.isPresent() && isOwn(now.get())) {
        fileSystem.delete(file, false);
      }
    } catch (IOException e) {
      LOG.warn("Cannot delete {}: {}", file, e.getMessage());
    }
  }

  private byte[] content() {
    ObjectNode root = Json.object();
    root.put("about", "Held by the process that writes to this directory.");
    root.put("owner", ProcessIdentity.current().toString());
    root.put("token", token);
    root.put("beats", beats);
    return Json.pretty(root);
  }

  private boolean isOwn(byte[] content) {
    return text(content, "token").equals(Optional.of(token));
  }

  private static Optional<ProcessIdentity> owner(byte[] content) {
    return text(content, "owner").flatMap(ProcessIdentity::parse);
  }

  private static String name(Optional<ProcessIdentity> owner) {
    return owner
        .map(each -> "process %d of %s".formatted(each.pid(), each.place()))
        .orElse("another process");
  }

  /** Returns a text of the file; empty for a file that is not, or not yet, one of a lease. */
  private static Optional<String> text(byte[] content, String key) {
    try {
      return Optional.of(new StrictObject("", Json.parse(content)).text(key));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
