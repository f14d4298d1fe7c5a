package org.tributary.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data, checkpoints, models and a registry on S3, by s3a and a server in a process of its own. */
class S3Test {
  private static final int EPOCHS = 20;
  private static final int SOME_ROUNDS = 3;
  private static final int SIGTERM = 15;
  private static final int SIGKILL = 9;
  private static final int HELD = 9;

  @TempDir private static Path directory;
  private static S3Server s3;
  private static FileSystem files;
  private static DigitsJob job;
  private static byte[] expected;

  @BeforeAll
  static void start() throws IOException {
    s3 = S3Server.start(directory);
    files = s3.files();
    files.copyFromLocalFile(path(Project.DIGITS.toString()), path("/digits.csv"));
    job = new DigitsJob(directory);
    expected = job.trainedLocally(EPOCHS);
  }

  @AfterAll
  static void stop() throws IOException {
    files.close();
    s3.close();
  }

  private static org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(name);
  }

  private static byte[] weights(String model) throws IOException {
    return weights(files, model);
  }

  private static byte[] weights(FileSystem from, String model) throws IOException {
    try (InputStream in = from.open(path(model + "/weights.safetensors"))) {
      return in.readAllBytes();
    }
  }

  /** Starts a command of the launcher on this machine. */
  private static Program tributary(String name, int port, String... command) {
    List<String> words = Program.words(List.of(Project.LAUNCHER.toString()), command);
    words.addAll(List.of(S3Server.jobSettings(port)));
    return Program.start(
        directory,
        name,
        Map.of(
            "DIGITS",
            S3Server.BUCKET + "/digits.csv",
            "SPARK_HOME",
            "",
            "TRIBUTARY_JARS",
            Project.jars("s3-jars", ":")),
        words);
  }

  private static Program train(String name, int port, String... settings) {
    return tributary(
        name,
        port,
        Program.words(
                List.of(
                    "train",
                    job.write(EPOCHS).toString(),
                    "output.model=\"%s/%s/model\"".formatted(S3Server.BUCKET, name),
                    "checkpoint={path=\"%s/%s/checkpoints\",every=1}"
                        .formatted(S3Server.BUCKET, name)),
                settings)
            .toArray(String[]::new));
  }

  private static long rounds(String name) {
    try {
      return S3Server.names(files, "/" + name + "/checkpoints").stream()
          .filter(file -> file.matches("checkpoint-\\d+\\.json"))
          .mapToLong(file -> Long.parseLong(file.replaceAll("\\D", "")))
          .max()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the names in the directory of a job, but for those of complete outputs. */
  private static List<String> leftovers(String name) throws IOException {
    List<String> names = new ArrayList<>(S3Server.names(files, "/" + name));
    names.removeAll(List.of("model", "checkpoints"));
    List<String> checkpoints = S3Server.names(files, "/" + name + "/checkpoints");
    List<String> complete =
        checkpoints.stream()
            .filter(file -> file.endsWith(".json"))
            .map(file -> file.replace(".json", ""))
            .toList();
    checkpoints.stream()
        .filter(file -> complete.stream().noneMatch(file::startsWith))
        .forEach(names::add);
    return names;
  }

  private static void put(String name, String content) throws IOException {
    try (OutputStream out = files.create(path(name), true)) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Writes a lease of a driver on another machine. */
  private static void putLease(String name, String token) {
    try {
      put(
          "/" + name + "/checkpoints/lease.json",
          """
          {"owner": "17-1700000000000-another.host_4026531836", "token": "%s", "beats": 3}
          """
              .formatted(token));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(String name) throws IOException {
    try (InputStream in = files.open(path(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void endAt(Program program, String name, long rounds, int signal) {
    program.await("a checkpoint", () -> rounds(name) >= rounds);
    Program.signal(program.process().pid(), signal);
    program.endsWith(128 + signal);
    assertThat(program.output()).doesNotContain(S3Server.SECRET);
  }

  @Test
  void trainingThatIsEndedTwiceGoesOnFromItsCheckpointsWithTheSameBits() throws IOException {
    try (Program program = train("ended", s3.port())) {
      endAt(program, "ended", SOME_ROUNDS, SIGTERM);
    }
    assertThat(leftovers("ended")).isEmpty();
    try (Program program = train("ended", s3.port())) {
      endAt(program, "ended", rounds("ended") + SOME_ROUNDS, SIGKILL);
    }
    put("/ended/checkpoints/checkpoint-000000000099-0123abcd/numbers.safetensors", "half");
    try (Program program = train("ended", s3.port())) {
      assertThat(program.endsWith(0).output())
          .contains("Resumed after epoch")
          .contains("Deleted the incomplete checkpoint")
          .doesNotContain(S3Server.SECRET);
    }
    assertThat(weights("/ended/model")).isEqualTo(expected);
    assertThat(leftovers("ended")).isEmpty();
  }

  @Test
  void damagedCheckpointIsReportedAndTheOneBeforeItUsed() throws IOException {
    try (Program program = train("damaged", s3.port())) {
      endAt(program, "damaged", 2 * SOME_ROUNDS, SIGKILL);
    }
    String latest =
        S3Server.names(files, "/damaged/checkpoints").stream()
            .filter(file -> file.endsWith("%012d.json".formatted(rounds("damaged"))))
            .findFirst()
            .orElseThrow();
    put("/damaged/checkpoints/" + latest, "{");
    try (Program program = train("damaged", s3.port())) {
      assertThat(program.endsWith(0).output())
          .contains("Cannot use checkpoint")
          .contains("Resumed after epoch");
    }
    assertThat(weights("/damaged/model")).isEqualTo(expected);
  }

  @Test
  void secondDriverOfARunIsRefusedWhileTheFirstLives() throws IOException {
    try (Program first = train("twice", s3.port(), "train.epochs=100000")) {
      first.await("a checkpoint", () -> rounds("twice") >= SOME_ROUNDS);
      try (Program second = train("twice", s3.port(), "train.epochs=100000")) {
        assertThat(second.endsWith(HELD).output()).contains("process " + first.process().pid());
      }
      endAt(first, "twice", SOME_ROUNDS, SIGTERM);
    }
    assertThat(S3Server.names(files, "/twice/checkpoints")).doesNotContain("lease.json");
  }

  @Test
  void leaseOfADriverThatDiedOnAnotherMachineExpires() throws IOException {
    putLease("elsewhere", "a");
    try (Program program = train("elsewhere", s3.port())) {
      assertThat(program.endsWith(0).output())
          .contains("Waiting up to 60 s to see whether process 17 of another.host");
    }
    assertThat(weights("/elsewhere/model")).isEqualTo(expected);
  }

  @Test
  void driverThatRenewsItsLeaseWhileAnotherTakesItOverEndsAndLeavesItToTheOther()
      throws IOException {
    try (S3Front front =
            S3Front.start(
                s3.port(),
                S3Front.beforeUpload(2, "/lease\\.json$", () -> putLease("renewed", "other")));
        Program program = train("renewed", front.port(), "train.epochs=100000")) {
      assertThat(program.endsWith(HELD).output())
          .contains("Cannot go on: process 17 of another.host", "has taken over");
      assertThat(front.conditions()).isGreaterThan(2);
    }
    assertThat(text("/renewed/checkpoints/lease.json")).contains("\"token\": \"other\"");
  }

  @Test
  void ofTwoDriversThatFindADeadLeaseAtTheSameTimeOneTakesItOver() throws IOException {
    putLease("both", "dead");
    try (S3Front front = S3Front.start(s3.port(), S3Front.every(Integer.MAX_VALUE));
        Program first = train("both", front.port(), "train.epochs=100000");
        Program second = train("both", front.port(), "train.epochs=100000")) {
      first.await(
          "the end of one of them",
          () -> !first.process().isAlive() || !second.process().isAlive());
      Program refused = first.process().isAlive() ? second : first;
      Program owner = first.process().isAlive() ? first : second;
      assertThat(refused.endsWith(HELD).output()).contains("process " + owner.process().pid());
      endAt(owner, "both", SOME_ROUNDS, SIGTERM);
    }
  }

  @Test
  void serverThatIsBusyNowAndThenCostsNoBits() throws IOException {
    try (S3Front front = S3Front.start(s3.port(), S3Front.every(5))) {
      try (Program program = train("busy", front.port())) {
        assertThat(program.endsWith(0).output()).doesNotContain("Cannot write");
      }
      assertThat(front.failed()).isGreaterThan(10);
    }
    assertThat(weights("/busy/model")).isEqualTo(expected);
    assertThat(leftovers("busy")).isEmpty();
  }

  @Test
  void slowServerCostsNoBits() throws IOException {
    try (S3Server slow = S3Server.start(directory, "s3proxy.latency-blobstore.*.latency=300");
        FileSystem slowFiles = slow.files()) {
      slowFiles.copyFromLocalFile(path(Project.DIGITS.toString()), path("/digits.csv"));
      try (Program program = train("slow", slow.port())) {
        assertThat(program.endsWith(0).output()).doesNotContain("Cannot write");
      }
      assertThat(weights(slowFiles, "/slow/model")).isEqualTo(expected);
    }
  }

  @Test
  void conditionalUploadsWhoseAnswersAreLostHaveHappened() throws IOException {
    try (S3Front front =
        S3Front.start(s3.port(), S3Front.lostAnswersOf("/checkpoints/[^/]*\\.json$"))) {
      try (Program program = train("lost", front.port())) {
        assertThat(program.endsWith(0).output())
            .doesNotContain("Cannot write")
            .doesNotContain("uses it");
      }
      assertThat(front.failed()).isGreaterThan(2);
    }
    assertThat(weights("/lost/model")).isEqualTo(expected);
    assertThat(leftovers("lost")).isEmpty();
    assertThat(S3Server.names(files, "/lost/checkpoints")).doesNotContain("lease.json");
  }

  @Test
  void modelWhoseWritingIsKilledIsWrittenByTheNextRun() throws IOException {
    AtomicReference<Program> first = new AtomicReference<>();
    S3Front.Faults killing =
        (method, uri, number) -> {
          if (method.equals("PUT") && uri.getPath().endsWith("/killed/model/model.json")) {
            Program.signal(first.get().process().pid(), SIGKILL);
            return S3Front.Fault.SLOW_DOWN;
          }
          return S3Front.Fault.NONE;
        };
    try (S3Front front = S3Front.start(s3.port(), killing);
        Program program = train("killed", front.port())) {
      first.set(program);
      program.endsWith(128 + SIGKILL);
    }
    try (Program program = train("killed", s3.port())) {
      assertThat(program.endsWith(0).output()).contains("Resumed after epoch");
    }
    assertThat(weights("/killed/model")).isEqualTo(expected);
    assertThat(leftovers("killed")).isEmpty();
  }

  @Test
  void executorsReadFromS3AndADriverInClientModeResumes() throws IOException {
    Path cluster = Files.createDirectory(directory.resolve("cluster"));
    try (StandaloneCluster spark = StandaloneCluster.of(cluster, 2, 1, "")) {
      try (Program program = submit(spark, "submitted")) {
        endAt(program, "submitted", SOME_ROUNDS, SIGKILL);
      }
      try (Program program = submit(spark, "submitted-again")) {
        assertThat(program.endsWith(0).output()).contains("Resumed after epoch");
      }
    }
    assertThat(weights("/submitted/model")).isEqualTo(expected);
  }

  private static Program submit(StandaloneCluster spark, String name) {
    List<String> options = new ArrayList<>();
    options.addAll(List.of("--master", spark.url(), "--executor-memory", "700m"));
    for (String setting : S3Server.jobSettings(s3.port())) {
      options.addAll(List.of("--conf", setting));
    }
    return job.submit(
        name,
        Map.of(
            "DIGITS",
            S3Server.BUCKET + "/digits.csv",
            "TRIBUTARY_JARS",
            Project.jars("s3-jars", ":")),
        options,
        "train",
        job.write(EPOCHS).toString(),
        "output.model=\"%s/submitted/model\"".formatted(S3Server.BUCKET),
        "checkpoint={path=\"%s/submitted/checkpoints\",every=1}".formatted(S3Server.BUCKET));
  }

  /** Makes two versions of a registry, of which the second is the current one. */
  private void retrainTwice(String name, String registry) throws IOException {
    for (int run = 1; run <= 2; run++) {
      try (Program program =
          tributary(
              name + run,
              s3.port(),
              "retrain",
              job.write(EPOCHS).toString(),
              "train.seed=" + run,
              "retrain={registry=\"%s\",run=run%d,metric=accuracy,margin=-1}"
                  .formatted(registry, run))) {
        assertThat(program.endsWith(0).output()).contains("Promoted");
      }
    }
  }

  @Test
  void registryOnS3IsRetrainedRolledBackAndReadByCommands() throws IOException {
    String registry = S3Server.BUCKET + "/registry";
    retrainTwice("retrain", registry);
    try (Program program =
        tributary("models", s3.port(), "models", registry, "--rollback", "--json")) {
      assertThat(program.endsWith(0).output()).contains("\"current\":1");
    }
    try (Program program =
        tributary("evaluate", s3.port(), "evaluate", registry, S3Server.BUCKET + "/digits.csv")) {
      assertThat(program.endsWith(0).output()).contains("accuracy");
    }
    assertThat(S3Server.names(files, "/registry"))
        .containsExactlyInAnyOrder("_registry.json", "current.json", "runs", "versions");
  }

  @Test
  void ofTwoProcessesThatChangeTheCurrentVersionOneSucceeds() throws IOException {
    String registry = S3Server.BUCKET + "/shared";
    retrainTwice("shared", registry);
    String other = text("/shared/current.json").replace("run2", "another");
    try (S3Front front =
            S3Front.start(
                s3.port(),
                S3Front.beforeUpload(
                    1,
                    "/current\\.json$",
                    () -> {
                      try {
                        put("/shared/current.json", other);
                      } catch (IOException e) {
                        throw new UncheckedIOException(e);
                      }
                    }));
        Program program =
            tributary("changed", front.port(), "models", registry, "--current", "1")) {
      assertThat(program.endsWith(HELD).output())
          .contains("another process changed the current version at the same time; try again");
    }
    assertThat(text("/shared/current.json")).isEqualTo(other);
  }
}
