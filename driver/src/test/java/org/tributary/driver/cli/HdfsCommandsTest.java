package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.dataset.TestData;

/** The commands where configuration, data, model and predictions are all on HDFS. */
class HdfsCommandsTest {
  private static final int ROWS = 331;
  private static final String WEIGHTS = "weights.safetensors";

  @TempDir private static java.nio.file.Path local;
  private static MiniDFSCluster cluster;
  private static FileSystem fs;
  private static String root;

  @BeforeAll
  static void start() throws IOException {
    // The commands start a session with their own settings.
    LocalSpark.stop();
    Configuration conf = new Configuration();
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, local.resolve("hdfs").toString());
    cluster = new MiniDFSCluster.Builder(conf).numDataNodes(1).build();
    cluster.waitActive();
    fs = cluster.getFileSystem();
    root = cluster.getURI().toString();
    TestData.weightedClasses(local, ROWS);
    fs.copyFromLocalFile(new Path(local.resolve("classes.csv").toUri()), new Path("/classes.csv"));
    write("/job.conf", job(root));
    TestData.write(local.resolve("job.conf"), job(local.toString()));
  }

  @AfterAll
  static void stop() {
    cluster.shutdown();
  }

  private static String job(String directory) {
    return """
        data { path = "%1$s/classes.csv", label = kind, weight = w, holdout.fraction = 0.25 }
        network.hidden = [5]
        train.epochs = 5
        output { model = "%1$s/models/classes", existing = replace }
        spark { master = "local[2]", ui.enabled = false }
        """
        .formatted(directory);
  }

  @Test
  void modelIsTrainedReplacedMeasuredAndUsedThere() throws IOException {
    run("train", local + "/job.conf");
    run("train", root + "/job.conf");
    List<String> trained = run("train", root + "/job.conf", "--json");
    String model = root + "/models/classes";

    assertThat(names("/models")).containsExactly("classes");
    assertThat(names("/models/classes"))
        .containsExactlyInAnyOrder("model.json", WEIGHTS, "_tributary.json");
    assertThat(read("/models/classes/" + WEIGHTS))
        .isEqualTo(Files.readAllBytes(local.resolve("models/classes").resolve(WEIGHTS)));

    List<String> measured =
        run("evaluate", model, root + "/classes.csv", "--rows", "held_out", "--json");
    assertThat(accuracy(measured)).isEqualTo(accuracy(trained));

    run("predict", model, root + "/classes.csv", root + "/predictions");
    List<String> lines = predictions("/predictions");
    assertThat(lines).hasSize(ROWS);
    assertThat(lines).allMatch(line -> line.split(",").length == 5 + 1 + 3);
  }

  private static void assertRefused(ExitCode code, String words, String... command) {
    CommandResult ran = CommandResult.of(command);
    assertThat(ran.err())
        .contains(words, "is exceeded", "have the quota raised")
        .doesNotContain("\tat ", "internal error", "Exception", "free some of it");
    assertThat(ran.code()).as(ran.err()).isEqualTo(code.code());
  }

  private static String[] train(String model, String... more) {
    List<String> command =
        new ArrayList<>(List.of("train", local + "/job.conf", "output.model=\"" + model + "\""));
    command.addAll(Arrays.asList(more));
    return command.toArray(String[]::new);
  }

  @Test
  void outputsBeyondAQuotaAreRefused() throws IOException {
    Path full = new Path("/full");
    fs.mkdirs(full);
    // A block is reserved before it is written.
    cluster.getFileSystem().setQuota(full, HdfsConstants.QUOTA_DONT_SET, 1 << 20);
    String model = local + "/quota";
    assertRefused(ExitCode.MODEL, "Cannot write model to", train(root + "/full/model"));
    assertRefused(
        ExitCode.MODEL,
        "Cannot write checkpoints to",
        train(model, "checkpoint.path=\"" + root + "/full/checkpoints\""));
    run(train(model));
    assertRefused(
        ExitCode.DATA,
        "Cannot write predictions to",
        "predict",
        model,
        local + "/classes.csv",
        root + "/full/predictions");
    assertThat(names("/full")).containsExactly("checkpoints");
  }

  @Test
  void trainingGoesOnWithoutCheckpointsBeyondAQuota() throws IOException {
    Path few = new Path("/few");
    fs.mkdirs(few);
    // The directory, that of the checkpoints, the lease, and its temporary file.
    cluster.getFileSystem().setQuota(few, 4, HdfsConstants.QUOTA_DONT_SET);
    assertRefused(
        ExitCode.OK,
        "training goes on",
        train(
            local + "/few",
            "checkpoint.path=\"" + root + "/few/checkpoints\"",
            "checkpoint.every=1"));
    assertThat(Files.exists(local.resolve("few/model.json"))).isTrue();
    assertThat(names("/few/checkpoints")).isEmpty();
  }

  /** Runs a command that succeeds, and returns the lines of its output. */
  private static List<String> run(String... args) {
    PrintStream out = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      assertThat(Main.run(args)).as(String.join(" ", args)).isZero();
    } finally {
      System.setOut(out);
    }
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  /** Returns the text of the accuracy in the JSON on the last line of the output. */
  private static String accuracy(List<String> output) {
    String json = output.get(output.size() - 1);
    return json.replaceFirst(".*(\"accuracy\":[^,]*).*", "$1");
  }

  private static List<String> names(String directory) throws IOException {
    return Arrays.stream(fs.listStatus(new Path(directory)))
        .map(FileStatus::getPath)
        .map(Path::getName)
        .toList();
  }

  /** Returns the lines of every file of predictions but their headers. */
  private static List<String> predictions(String directory) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String name : names(directory)) {
      if (name.endsWith(".csv")) {
        String text = new String(read(directory + "/" + name), StandardCharsets.UTF_8);
        text.lines().skip(1).forEach(lines::add);
      }
    }
    return lines;
  }

  private static byte[] read(String path) throws IOException {
    try (InputStream in = fs.open(new Path(path))) {
      return in.readAllBytes();
    }
  }

  private static void write(String path, String text) throws IOException {
    try (OutputStream out = fs.create(new Path(path))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
