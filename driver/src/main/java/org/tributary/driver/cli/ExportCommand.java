package org.tributary.driver.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.tributary.driver.export.ExportedFile;
import org.tributary.driver.export.OnnxExport;
import org.tributary.driver.spec.OutputSpec.Existing;
import org.tributary.driver.store.ModelStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tributary export}: writes a model as an ONNX file without starting Spark. */
@Command(
    name = "export",
    description =
        "Write a model with its preparation as an ONNX file (opset " + OnnxExport.OPSET + ").",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class ExportCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "MODEL", description = "The model's directory.")
  private String path;

  @Parameters(index = "1", paramLabel = "FILE", description = "The file to write.")
  private String file;

  @Parameters(
      index = "2..*",
      paramLabel = "KEY=VALUE",
      description = "Settings of spark.hadoop.* for the file systems of both.")
  private List<String> settings = List.of();

  @Option(
      names = "--existing",
      defaultValue = "refuse",
      description =
          "How to handle an existing file: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Existing existing;

  private final Terminal terminal = new Terminal(System.out, System.err);

  @Override
  public Integer call() {
    Configuration fileSystems = FileSystemSettings.only(settings);
    byte[] content = OnnxExport.of(ModelStore.load(path, fileSystems));
    new ExportedFile(file, fileSystems).write(content, existing);
    terminal.print("ONNX file: " + file);
    return ExitCode.OK.code();
  }
}
