package org.tributary.driver;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.io.FileUtils;

/**
 * The class path of the JVMs that tests start, and the options that shorten their start.
 *
 * <p>Half the CPU time of a short JVM with Spark is that of loading classes. The first test of a
 * build that starts one writes an archive of classes, beside the classes of the tests; all others
 * share it. A JVM shares an archive only of jars, and only if its class path begins with those of
 * the archive. So the classes of the driver are packed into a jar, and those of the tests into a
 * second one, which comes last. A JVM without such archives starts as if there were none.
 */
public final class ChildJvms {
  /** Without empty ones, which mean the working directory. */
  private static final List<String> ENTRIES =
      Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
          .filter(entry -> !entry.isEmpty())
          .toList();

  private static final Path TEST_CLASSES = location(ChildJvms.class);
  private static final Path DIRECTORY = TEST_CLASSES.resolveSibling("child-jvms");
  private static final ChildJvms HERE = prepared();

  private final String main;
  private final String tests;
  private final List<String> options;

  private ChildJvms(String main, String tests, List<String> options) {
    this.main = main;
    this.tests = tests;
    this.options = options;
  }

  /** Returns the class path without that of the tests. */
  public static String classPath() {
    return HERE.main;
  }

  /** Returns the class path of the tests. */
  public static String classPathOfTests() {
    return HERE.main + File.pathSeparator + HERE.tests;
  }

  /** Returns the options that share classes; none where there is no archive of them. */
  public static List<String> options() {
    return HERE.options;
  }

  /** Returns the options of this JVM that those which it starts have, too. */
  public static List<String> optionsOfThis() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("-XX:") || isOfModules(option))
        .toList();
  }

  /** Those of the vector API apart, of which the JVM warns. */
  private static boolean isOfModules(String option) {
    return option.startsWith("--") && !option.startsWith("--add-modules");
  }

  /** Returns the executable of this Java. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static Path location(Class<?> type) {
    return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath()).toPath();
  }

  /** Makes the jars and the archive, or takes those that the other JVM of the build has made. */
  private static ChildJvms prepared() {
    try {
      Path directory = Files.createDirectories(DIRECTORY).resolve(version());
      Path main = directory.resolve("classes.jar");
      Path tests = directory.resolve("test-classes.jar");
      Path archive = directory.resolve("classes.jsa");
      List<String> jars = new ArrayList<>();
      ENTRIES.stream().filter(entry -> !Files.isDirectory(Path.of(entry))).forEach(jars::add);
      jars.add(main.toString());
      String classPath = String.join(File.pathSeparator, jars);
      try (FileChannel channel =
              FileChannel.open(
                  DIRECTORY.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (lock.isValid() && Files.notExists(archive)) {
          deleteDirectories();
          Files.createDirectory(directory);
          pack(directories().filter(path -> !path.equals(TEST_CLASSES)).toList(), main);
          pack(List.of(TEST_CLASSES), tests);
          archive(classPath, directory, archive);
        }
      }
      return new ChildJvms(
          classPath, tests.toString(), Files.size(archive) == 0 ? List.of() : sharing(archive));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the options of a JVM that maps an archive where it is to be, and so without a copy. */
  private static List<String> sharing(Path archive) {
    return List.of(
        "-XX:+UnlockDiagnosticVMOptions",
        "-XX:ArchiveRelocationMode=0",
        "-XX:SharedArchiveFile=" + archive,
        "-Xlog:cds*=off");
  }

  /** Deletes what was made of earlier builds, or is half made. */
  private static void deleteDirectories() throws IOException {
    try (Stream<Path> directories = Files.list(DIRECTORY).filter(Files::isDirectory)) {
      for (Path directory : directories.toList()) {
        FileUtils.deleteDirectory(directory.toFile());
      }
    }
  }

  private static Stream<Path> directories() {
    return ENTRIES.stream().map(Path::of).filter(Files::isDirectory);
  }

  /** Returns a number of everything that the jars and the archive are made of. */
  private static String version() throws IOException {
    CRC32 crc = new CRC32();
    crc.update(System.getProperty("java.vm.version").getBytes(UTF_8));
    crc.update(optionsOfThis().toString().getBytes(UTF_8));
    for (String entry : ENTRIES) {
      crc.update(entry.getBytes(UTF_8));
      for (Path file : files(Path.of(entry))) {
        crc.update(file.toString().getBytes(UTF_8));
        crc.update(Files.getLastModifiedTime(file).toString().getBytes(UTF_8));
      }
    }
    return Long.toHexString(crc.getValue());
  }

  private static List<Path> files(Path root) throws IOException {
    if (Files.notExists(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** Packs the files of directories; of two that have one name, that of the first. */
  private static void pack(List<Path> directories, Path jar) throws IOException {
    Set<String> names = new HashSet<>();
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      zip.setLevel(0);
      for (Path directory : directories) {
        for (Path each : files(directory)) {
          String name = directory.relativize(each).toString();
          if (names.add(name)) {
            zip.putNextEntry(new ZipEntry(name));
            Files.copy(each, zip);
          }
        }
      }
    }
  }

  /** Archives the classes of a training; leaves an empty file if that fails. */
  private static void archive(String classPath, Path directory, Path archive) throws IOException {
    Path data = directory.resolve("data.csv");
    Files.writeString(data, "a,b,kind\n" + "1,2,yes\n2,1,no\n3,1,no\n1,3,yes\n".repeat(20));
    Path written = directory.resolve("written.jsa");
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(optionsOfThis());
    command.addAll(List.of("-XX:ArchiveClassesAtExit=" + written, "-cp", classPath));
    command.addAll(
        List.of(
            "org.tributary.driver.cli.Main",
            "train",
            "data.path=" + data,
            "data.label=kind",
            "data.holdout.fraction=0.25",
            "train.epochs=2",
            "network.hidden=[2]",
            "output.existing=replace",
            "output.model=" + directory.resolve("model")));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    if (process.onExit().join().exitValue() == 0 && Files.exists(written)) {
      Files.move(written, archive, StandardCopyOption.ATOMIC_MOVE);
    } else {
      Files.createFile(archive);
    }
  }
}
