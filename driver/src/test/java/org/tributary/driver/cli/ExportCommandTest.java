package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.core.model.ModelFiles;
import org.tributary.driver.TableModels;

class ExportCommandTest {
  @TempDir private Path directory;
  private Path model;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    model = Files.createDirectory(directory.resolve("model"));
    ModelFiles.of(TableModels.classifier())
        .write(name -> Files.newOutputStream(model.resolve(name)));
    file = directory.resolve("model.onnx");
  }

  private CommandResult export(String... options) {
    String[] arguments =
        Stream.concat(Stream.of("export", model.toString(), file.toString()), Stream.of(options))
            .toArray(String[]::new);
    return CommandResult.of(arguments);
  }

  @Test
  void aModelBecomesAFile() throws IOException {
    assertThat(export().well().out()).isEqualTo("ONNX file: %s%n".formatted(file));
    assertThat(ModelProto.parseFrom(Files.readAllBytes(file)).getProducerName())
        .isEqualTo("Tributary");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactlyInAnyOrder(model, file);
    }
  }

  @Test
  void anExistingFileIsReplacedOnlyOnRequestAndOnlyIfItIsOurs() throws IOException {
    export().well();
    CommandResult refused = export();
    assertThat(refused.code()).isEqualTo(ExitCode.MODEL.code());
    assertThat(refused.err())
        .isEqualTo(
            "Cannot write the ONNX file %s: it exists (use --existing replace to replace it)%n"
                .formatted(file));
    export("--existing", "replace").well();
    Files.writeString(file, "my notes");
    CommandResult foreign = export("--existing", "replace");
    assertThat(foreign.code()).isEqualTo(ExitCode.MODEL.code());
    assertThat(foreign.err()).contains("is not an ONNX file of Tributary").hasLineCount(1);
    assertThat(Files.readString(file)).isEqualTo("my notes");
  }

  @Test
  void directoryIsCreatedAndNamesMayHaveColons() throws IOException {
    file = directory.resolve("exports of 2026:11/run-10:30.onnx");
    export().well();
    export("--existing", "replace").well();

    try (Stream<Path> files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aModelThatIsNotThereAndADirectoryAreRefused() {
    CommandResult missing =
        CommandResult.of("export", directory.resolve("none").toString(), file.toString());
    assertThat(missing.code()).isEqualTo(ExitCode.MODEL.code());
    assertThat(missing.err()).hasLineCount(1);
    CommandResult directoryOnly = CommandResult.of("export", model.toString(), model.toString());
    assertThat(directoryOnly.code()).isEqualTo(ExitCode.MODEL.code());
    assertThat(directoryOnly.err()).contains("it is a directory").hasLineCount(1);
  }
}
