package org.tributary.clusters;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A server of S3 in a process of its own, which keeps the objects of one bucket in memory. */
final class S3Server implements AutoCloseable {
  static final String BUCKET = "s3a://tributary";
  static final String SECRET = "tributary-secret-key";
  private static final String KEY = "tributary-access-key";

  private final Program server;
  private final int port;

  private S3Server(Program server, int port) {
    this.server = server;
    this.port = port;
  }

  /**
   * Starts a server, and creates the bucket.
   *
   * @param settings lines of the server's configuration besides
   */
  static S3Server start(Path directory, String... settings) throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    String configuration =
        """
        s3proxy.endpoint=http://127.0.0.1:%d
        s3proxy.authorization=aws-v2-or-v4
        s3proxy.identity=%s
        s3proxy.credential=%s
        jclouds.provider=transient-nio2
        jclouds.identity=none
        jclouds.credential=none
        """
            .formatted(port, KEY, SECRET);
    Path file = Files.createTempFile(directory, "s3proxy", ".conf");
    Files.writeString(file, configuration + String.join("\n", settings));
    Program program =
        Program.start(
            directory,
            file.getFileName().toString(),
            Map.of(),
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "org.gaul.s3proxy.Main",
                "--properties",
                file.toString()));
    S3Server server = new S3Server(program, port);
    program.await("the start of the server", () -> answers(port));
    server.createBucket();
    return server;
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private void createBucket() {
    try (S3Client client =
        S3Client.builder()
            .endpointOverride(URI.create("http://127.0.0.1:" + port))
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, SECRET)))
            .build()) {
      client.createBucket(request -> request.bucket(URI.create(BUCKET).getHost()));
    }
  }

  int port() {
    return port;
  }

  /** Returns the settings of s3a for this server, or for one in front of it at another port. */
  static Map<String, String> settings(int port) {
    return Map.of(
        "fs.s3a.endpoint",
        "http://127.0.0.1:" + port,
        "fs.s3a.endpoint.region",
        "us-east-1",
        "fs.s3a.path.style.access",
        "true",
        "fs.s3a.access.key",
        KEY,
        "fs.s3a.secret.key",
        SECRET);
  }

  /** Returns the same settings as those of a job. */
  static String[] jobSettings(int port) {
    return settings(port).entrySet().stream()
        .map(each -> "spark.hadoop.%s=%s".formatted(each.getKey(), each.getValue()))
        .toArray(String[]::new);
  }

  /** Returns the bucket as a file system of Hadoop, which the caller closes. */
  FileSystem files() throws IOException {
    Configuration configuration = new Configuration();
    settings(port).forEach(configuration::set);
    return FileSystem.newInstance(URI.create(BUCKET), configuration);
  }

  /** Returns the names of what is in a directory; none if it does not exist. */
  static List<String> names(FileSystem files, String directory) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(directory);
    return files.exists(path)
        ? Arrays.stream(files.listStatus(path)).map(each -> each.getPath().getName()).toList()
        : List.of();
  }

  @Override
  public void close() {
    server.close();
  }
}
