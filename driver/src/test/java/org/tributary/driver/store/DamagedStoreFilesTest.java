package org.tributary.driver.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.driver.fuzz.DamagedRecord;

/** Leases and the markers of outputs, damaged at random. */
class DamagedStoreFilesTest {
  private static final LeaseTerms SHORT =
      new LeaseTerms(Duration.ofSeconds(10), Duration.ofSeconds(60), new ManualClock(() -> {}));

  @TempDir private Path directory;
  private FileSystem fileSystem;

  @BeforeEach
  void open() throws IOException {
    fileSystem = FileSystem.getLocal(new Configuration());
  }

  @Test
  void damagedLeaseIsTakenOverOrRespected() throws Exception {
    Path file = directory.resolve("lease.json");
    byte[] lease =
        """
        {
          "about": "Held by the process that writes to this directory.",
          "owner": "%s",
          "token": "0d9f",
          "beats": 7
        }
        """
            .formatted(ProcessIdentity.current())
            .getBytes(StandardCharsets.UTF_8);
    DamagedRecord.requireReadOrRefused(
        "lease",
        lease,
        LeaseHeld.class,
        content -> {
          Files.write(file, content);
          try (Lease taken =
              Lease.acquire(
                  fileSystem,
                  new org.apache.hadoop.fs.Path(file.toString()),
                  "wait for its end",
                  SHORT,
                  line -> assertThat(line).startsWith("Waiting up to 60 s"))) {
            taken.requireHeld();
          }
        });
  }

  @Test
  void damagedMarkerIsReadOrNone() throws Exception {
    Path file = directory.resolve(Marker.NAME);
    org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path(directory.toString());
    DamagedRecord.requireReadOrRefused(
        "marker",
        new Marker("model", List.of("model.json", "weights.safetensors")).json(),
        LeaseHeld.class,
        content -> {
          Files.write(file, content);
          Marker.read(fileSystem, root).ifPresent(marker -> assertThat(marker.json()).isNotEmpty());
          assertThat(Marker.isWhole(fileSystem, root)).isIn(true, false);
        });
  }

  @Test
  void markerOfAnySizeIsNone() throws Exception {
    try (var file = new java.io.RandomAccessFile(directory.resolve(Marker.NAME).toFile(), "rw")) {
      file.setLength(3L << 30);
    }
    assertThat(Marker.read(fileSystem, new org.apache.hadoop.fs.Path(directory.toString())))
        .isEmpty();
  }
}
