package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Outputs on disks that are full or read-only, for real: file systems in memory, mounted in a
 * namespace of a process that runs all commands. Each disk has a model, a registry, and a few KiB
 * of space until it is filled or made read-only.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FullDisksTest {
  private static final List<String> DISKS = List.of("full", "readonly");
  private static final String[] NAMESPACE = {"unshare", "--mount", "--map-root-user"};

  /** Mounts the disks, and copies to them what is there before. */
  private static final String MOUNT =
      "mkdir full readonly small && for disk in full readonly; do"
          + " mount -t tmpfs -o size=256k tmpfs $disk && cp -r files/. $disk || exit 1; done;"
          + " mount -t tmpfs -o size=8k tmpfs small;"
          + " cat /dev/zero >full/filler 2>errors; mount -o remount,ro readonly && ";

  /** Lists what is left, and ends with the code of the commands. */
  private static final String LIST =
      "; code=$?; for disk in full readonly small; do"
          + " (cd $disk && find . | sort >../$disk.txt); done; exit $code";

  @TempDir private static Path root;
  private static final Map<String, CommandResult> RAN = new LinkedHashMap<>();
  private static List<String> before;

  @BeforeAll
  static void runTheCommands() throws Exception {
    Path files = Files.createDirectory(root.resolve("files"));
    StoredFiles.model(files);
    StoredFiles.registry(files);
    TinyJobs.halves(root.resolve("halves.csv"));
    Files.writeString(
        root.resolve("wrong.csv"), Files.readString(root.resolve("halves.csv")) + "1,2\n");
    ShellProcess shell = ShellProcess.in(root).by(NAMESPACE);
    assumeTrue(
        shell.permits(
            "mkdir try && mount -t tmpfs -o size=8k tmpfs try && umount try && rmdir try"),
        "this machine does not allow mounting a tmpfs in a namespace");
    Map<String, List<String>> commands = commands();
    CommandsMain.write(root.resolve("commands"), List.copyOf(commands.values()));
    CommandResult process =
        shell.run(
            MOUNT + "\"$@\"" + LIST,
            MainProcess.ofTests(
                CommandsMain.class,
                root.resolve("commands").toString(),
                root.resolve("results").toString()));
    assertThat(process.code()).as(process.err()).isZero();
    List<CommandResult> results = CommandsMain.read(root.resolve("results"));
    commands.keySet().forEach(name -> RAN.put(name, results.get(RAN.size())));
    before = ShellProcess.in(files).run("find . | sort", List.of()).out().lines().toList();
  }

  private static Map<String, List<String>> commands() {
    Map<String, List<String>> commands = new LinkedHashMap<>();
    for (String disk : DISKS) {
      commands.put(disk + " model", train(disk + "/new"));
      commands.put(disk + " replaced", train(disk + "/model", "output.existing=replace"));
      commands.put(disk + " inspect", List.of("inspect", disk + "/model"));
      commands.put(
          disk + " checkpoint", train("model", "checkpoint.path=" + disk + "/checkpoints"));
      commands.put(disk + " predict", List.of("predict", "files/model", "halves.csv", disk + "/p"));
      commands.put(disk + " export", List.of("export", "files/model", disk + "/x.onnx"));
      commands.put(disk + " current", List.of("models", disk + "/registry", "--current", "1"));
      commands.put(disk + " models", List.of("models", disk + "/registry"));
      commands.put(
          disk + " unreadable",
          train(
              "unreadable",
              "data.path=wrong.csv",
              "data.unreadable.share=0.1",
              "data.unreadable.path=" + disk + "/rows"));
      commands.put(disk + " retrain", retrain(disk + "/registry"));
      commands.put(disk + " new registry", retrain(disk + "/another"));
    }
    commands.put(
        "small checkpoint",
        train("trained", "checkpoint.path=small/checkpoints", "checkpoint.every=1"));
    return commands;
  }

  private static List<String> train(String model, String... more) {
    return TinyJobs.trainOnHalves(model, 400, more);
  }

  private static List<String> retrain(String registry) {
    return List.of(
        "retrain",
        "data.path=halves.csv",
        "data.label=kind",
        "train.preset=plain",
        "train.epochs=2",
        "network.hidden=[2]",
        "data.holdout.fraction=0.2",
        "retrain.registry=" + registry);
  }

  private static void assertRefused(String name, ExitCode code, String... words) {
    CommandResult ran = RAN.get(name);
    assertThat(ran.err())
        .as(name)
        .contains(words)
        .doesNotContain("\tat ", "internal error", "Exception");
    assertThat(ran.code()).as("%s: %s", name, ran.err()).isEqualTo(code.code());
  }

  private static String reason(String disk) {
    return disk.equals("full") ? "No space left on device" : "Read-only file system";
  }

  @ParameterizedTest
  @ValueSource(strings = {"full", "readonly"})
  void modelIsRefusedOrSavedElsewhere(String disk) {
    assertRefused(disk + " model", ExitCode.MODEL, "Cannot write model to " + disk, reason(disk));
  }

  @ParameterizedTest
  @ValueSource(strings = {"full", "readonly"})
  void modelThatIsToBeReplacedStaysWhole(String disk) {
    assertRefused(
        disk + " replaced", ExitCode.MODEL, "Cannot write model to " + disk, reason(disk));
    assertThat(RAN.get(disk + " inspect").code()).isZero();
    assertThat(RAN.get(disk + " inspect").out()).contains("2-2-2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"full", "readonly"})
  void directoryOfCheckpointsIsRefusedAtTheStart(String disk) {
    assertRefused(
        disk + " checkpoint", ExitCode.MODEL, "Cannot write checkpoints to " + disk, reason(disk));
    assertThat(root.resolve("model")).doesNotExist();
  }

  @Test
  void trainingGoesOnWithoutCheckpointsThatDoNotFit() {
    CommandResult ran = RAN.get("small checkpoint");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("Cannot write the checkpoint", "No space left on device");
    assertThat(root.resolve("trained/model.json")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"full", "readonly"})
  void predictionsAreRefused(String disk) {
    assertRefused(
        disk + " predict", ExitCode.DATA, "Cannot write predictions to " + disk, reason(disk));
  }

  @ParameterizedTest
  @ValueSource(strings = {"full", "readonly"})
  void exportIsRefused(String disk) {
    assertRefused(
        disk + " export", ExitCode.MODEL, "Cannot write the ONNX file " + disk, reason(disk));
  }

  @ParameterizedTest
  @ValueSource(strings = {"full", "readonly"})
  void currentVersionOfARegistryStays(String disk) {
    assertRefused(disk + " current", ExitCode.MODEL, "Cannot write registry " + disk, reason(disk));
    assertThat(RAN.get(disk + " models").out()).containsPattern("2\\s+current");
  }

  @ParameterizedTest
  @ValueSource(strings = {"full", "readonly"})
  void unreadableRowsAreRefused(String disk) {
    assertRefused(
        disk + " unreadable",
        ExitCode.DATA,
        "Cannot write unreadable rows to " + disk,
        reason(disk));
    assertThat(root.resolve("unreadable")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"full", "readonly"})
  void retrainingIsRefused(String disk) {
    assertRefused(disk + " retrain", ExitCode.MODEL, "Cannot write", reason(disk));
    assertRefused(disk + " new registry", ExitCode.MODEL, "Cannot write", reason(disk));
  }

  @Test
  void nothingIsLeftOnTheDisks() throws Exception {
    assertThat(Files.readAllLines(root.resolve("readonly.txt"))).isEqualTo(before);
    assertThat(Files.readAllLines(root.resolve("full.txt")))
        // The directories that checkpoints and versions were to go to are there, and empty.
        .filteredOn(file -> !List.of("./filler", "./checkpoints", "./another").contains(file))
        .isEqualTo(before);
    assertThat(Files.readAllLines(root.resolve("small.txt")))
        .noneMatch(file -> file.contains("tributary-tmp"));
  }
}
