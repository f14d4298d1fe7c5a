package org.tributary.driver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {
  private static final String ELSEWHERE = "17-1700000000000-other.example_1";

  @TempDir private Path directory;
  private Path file;
  private FileSystem fileSystem;
  private org.apache.hadoop.fs.Path path;
  private final List<String> notices = new ArrayList<>();

  @BeforeEach
  void open() throws IOException {
    fileSystem = FileSystem.getLocal(new Configuration());
    file = directory.resolve("lease.json");
    path = new org.apache.hadoop.fs.Path(file.toString());
  }

  private static LeaseTerms terms(Runnable meanwhile) {
    return new LeaseTerms(
        Duration.ofSeconds(10), Duration.ofSeconds(60), new ManualClock(meanwhile));
  }

  private Lease acquire(Runnable meanwhile) throws IOException {
    return Lease.acquire(
        fileSystem,
        path,
        "wait for its end, or name another checkpoint.path",
        terms(meanwhile),
        notices::add);
  }

  private void write(String owner, String token, int beats) {
    try {
      Files.writeString(
          file,
          "{\"about\": \"\", \"owner\": \"%s\", \"token\": \"%s\", \"beats\": %d}"
              .formatted(owner, token, beats));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void leaseIsAFileUntilItIsClosed() throws IOException {
    try (Lease lease = acquire(() -> {})) {
      assertThat(file).exists();
      lease.renew();
      assertThat(Files.readString(file)).contains("\"beats\": 1");
      assertThatCode(lease::requireHeld).doesNotThrowAnyException();
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void secondProcessIsRefusedWhileTheOwnerRuns() throws IOException {
    try (Lease lease = acquire(() -> {})) {
      assertThatThrownBy(() -> acquire(() -> {}))
          .isInstanceOf(LeaseHeld.class)
          .hasMessageStartingWith(
              "Cannot use %s: process %d of ".formatted(directory, ProcessHandle.current().pid()))
          .hasMessageEndingWith("wait for its end, or name another checkpoint.path");
      lease.requireHeld();
    }
    assertThat(notices).isEmpty();
  }

  @Test
  void leaseOfAProcessThatEndedOnThisMachineIsTakenOverAtOnce() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    ProcessIdentity own = ProcessIdentity.current();
    write(new ProcessIdentity(ended.pid(), 1, own.place()).toString(), "t", 5);
    try (Lease lease = acquire(() -> {})) {
      lease.requireHeld();
      assertThat(Files.readString(file)).contains(own.toString());
    }
    assertThat(notices).isEmpty();
  }

  @Test
  void leaseOfAnotherMachineThatNothingRenewsExpires() throws IOException {
    write(ELSEWHERE, "t", 5);
    try (Lease lease = acquire(() -> {})) {
      lease.requireHeld();
    }
    assertThat(notices)
        .containsExactly(
            "Waiting up to 60 s to see whether process 17 of other.example_1 still uses "
                + directory);
  }

  @Test
  void leaseOfAnotherMachineThatIsRenewedIsRespected() {
    write(ELSEWHERE, "t", 5);
    int[] beats = {5};
    assertThatThrownBy(() -> acquire(() -> write(ELSEWHERE, "t", ++beats[0])))
        .isInstanceOf(LeaseHeld.class)
        .hasMessageContaining("process 17 of other.example_1 uses it");
  }

  @Test
  void leaseThatIsGivenBackWhileWaitingIsAcquired() throws IOException {
    write(ELSEWHERE, "t", 5);
    try (Lease lease =
        acquire(
            () -> {
              try {
                Files.deleteIfExists(file);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })) {
      lease.requireHeld();
    }
  }

  @Test
  void fileThatIsNoLeaseExpires() throws IOException {
    Files.writeString(file, "{\"owner\": ");
    try (Lease lease = acquire(() -> {})) {
      lease.requireHeld();
    }
  }

  @Test
  void ownerThatWasFrozenFindsOutAndLeavesTheFileOfTheOther() throws IOException {
    Lease lease = acquire(() -> {});
    write(ELSEWHERE, "other", 0);
    lease.requireHeld();
    lease.renew();
    assertThatThrownBy(lease::requireHeld)
        .isInstanceOf(LeaseHeld.class)
        .hasMessageStartingWith("Cannot go on: process 17 of other.example_1 has taken over");
    lease.close();
    assertThat(Files.readString(file)).contains(ELSEWHERE);
  }

  @Test
  void ownerThatWasFrozenFindsOutBeforeItsNextRenewal() throws IOException {
    ManualClock clock = new ManualClock(() -> {});
    Lease lease =
        Lease.acquire(
            fileSystem,
            path,
            "",
            new LeaseTerms(Duration.ofSeconds(10), Duration.ofSeconds(60), clock),
            notices::add);
    write(ELSEWHERE, "other", 0);
    clock.pause(Duration.ofSeconds(31));
    assertThatThrownBy(lease::requireHeld)
        .isInstanceOf(LeaseHeld.class)
        .hasMessageContaining("process 17 of other.example_1 has taken over");
  }

  @Test
  void ofAnOwnerThatWakesUpAndAProcessThatTakesOverOneHoldsTheLease() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      for (int i = 0; i < 20; i++) {
        Lease owner = acquire(() -> {});
        // Of another machine, so that it is watched, and taken over after its expiry.
        Files.writeString(
            file, Files.readString(file).replace(ProcessIdentity.current().toString(), ELSEWHERE));
        AtomicReference<Future<?>> renewal = new AtomicReference<>();
        int[] pauses = new int[1];
        Runnable wakesUpAtTheEnd =
            () -> {
              if (++pauses[0] == 12) {
                renewal.set(thread.submit(owner::renew));
              }
            };
        boolean takenOver;
        try (Lease other = acquire(wakesUpAtTheEnd)) {
          takenOver = true;
          renewal.get().get();
          assertThatThrownBy(owner::requireHeld).isInstanceOf(LeaseHeld.class);
          other.requireHeld();
        } catch (LeaseHeld refused) {
          takenOver = false;
          renewal.get().get();
          owner.requireHeld();
        }
        owner.close();
        assertThat(directory).as("taken over: %s", takenOver).isEmptyDirectory();
      }
    } finally {
      thread.shutdown();
    }
  }

  @Test
  void leaseWhoseFileIsGoneIsWrittenAgain() throws IOException {
    try (Lease lease = acquire(() -> {})) {
      Files.delete(file);
      lease.renew();
      lease.requireHeld();
      assertThat(file).exists();
    }
  }

  @Test
  void ofManyThatCreateOneFileOneSucceeds() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Boolean>> creations = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        byte[] content = ("content " + i).getBytes(StandardCharsets.UTF_8);
        creations.add(() -> AtomicFile.create(fileSystem, path, content));
      }
      int created = 0;
      for (Future<Boolean> creation : threads.invokeAll(creations)) {
        created += creation.get() ? 1 : 0;
      }
      assertThat(created).isEqualTo(1);
      assertThat(Files.readString(file)).startsWith("content ");
    } finally {
      threads.shutdown();
    }
  }
}
