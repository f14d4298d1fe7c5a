package org.tributary.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data, checkpoints and model on S3, by s3a and a server that keeps objects in a directory. */
class S3Test {
  private static final int EPOCHS = 20;
  private static final int SOME_ROUNDS = 3;
  private static final int SIGTERM = 15;
  private static final int SIGKILL = 9;
  private static final String KEY = "tributary-key";
  private static final String SECRET = "tributary-secret";

  @TempDir private static Path directory;
  private static Path bucket;
  private static int port;
  private static Program s3;
  private static StandaloneCluster spark;

  @BeforeAll
  static void start() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Path objects = Files.createDirectory(directory.resolve("objects"));
    bucket = Files.createDirectory(objects.resolve("tributary"));
    Files.copy(Project.DIGITS, bucket.resolve("digits.csv"));
    Path settings =
        Files.writeString(
            directory.resolve("s3proxy.conf"),
            """
            s3proxy.endpoint=http://127.0.0.1:%d
            s3proxy.authorization=aws-v2-or-v4
            s3proxy.identity=%s
            s3proxy.credential=%s
            jclouds.provider=filesystem-nio2
            jclouds.identity=none
            jclouds.credential=none
            jclouds.filesystem.basedir=%s
            """
                .formatted(port, KEY, SECRET, objects));
    s3 =
        Program.start(
            directory,
            "s3",
            Map.of(),
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.gaul.s3proxy.Main",
                "--properties",
                settings.toString()));
    s3.await("the start of the server", () -> isListening());
    Path cluster = Files.createDirectory(directory.resolve("cluster"));
    spark = StandaloneCluster.of(cluster, 2, 1, "");
  }

  @AfterAll
  static void stop() {
    spark.close();
    s3.close();
  }

  private static boolean isListening() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static Program train(DigitsJob job, String name) {
    List<String> options =
        List.of(
            "--master",
            spark.url(),
            "--executor-memory",
            "700m",
            "--conf",
            "spark.hadoop.fs.s3a.endpoint=http://127.0.0.1:" + port,
            "--conf",
            "spark.hadoop.fs.s3a.endpoint.region=us-east-1",
            "--conf",
            "spark.hadoop.fs.s3a.path.style.access=true",
            // The other kinds of streams need ETags, which a file put into the bucket's directory has not.
            "--conf",
            "spark.hadoop.fs.s3a.input.stream.type=classic",
            "--conf",
            "spark.hadoop.fs.s3a.access.key=" + KEY,
            "--conf",
            "spark.hadoop.fs.s3a.secret.key=" + SECRET);
    return job.submit(
        name,
        Map.of(
            "DIGITS", "s3a://tributary/digits.csv", "TRIBUTARY_JARS", Project.jars("s3-jars", ":")),
        options,
        "train",
        job.write(EPOCHS).toString(),
        "output.model=s3a://tributary/model",
        "checkpoint={path=\"s3a://tributary/checkpoints\",every=1}");
  }

  private static void endAt(Program program, int rounds, int signal) {
    program.await("a checkpoint", () -> DigitsJob.rounds(bucket.resolve("checkpoints")) >= rounds);
    Program.signal(program.process().pid(), signal);
    program.endsWith(128 + signal);
    assertThat(program.output()).doesNotContain(SECRET);
  }

  @Test
  void trainingThatIsEndedTwiceGoesOnFromItsCheckpointsWithTheSameBits() {
    DigitsJob job = new DigitsJob(directory);
    byte[] expected = job.trainedLocally(EPOCHS);
    try (Program program = train(job, "first")) {
      endAt(program, SOME_ROUNDS, SIGTERM);
    }
    try (Program program = train(job, "second")) {
      endAt(program, (int) DigitsJob.rounds(bucket.resolve("checkpoints")) + SOME_ROUNDS, SIGKILL);
    }
    try (Program program = train(job, "third")) {
      assertThat(program.endsWith(0).output()).contains("Resumed after epoch");
    }
    assertThat(DigitsJob.weights(bucket.resolve("model"))).isEqualTo(expected);
  }
}
