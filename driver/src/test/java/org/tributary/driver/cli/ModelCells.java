package org.tributary.driver.cli;

import static org.tributary.driver.cli.FaultKind.CONTRADICTORY;
import static org.tributary.driver.cli.FaultKind.MALFORMED;
import static org.tributary.driver.cli.FaultKind.MISSING;
import static org.tributary.driver.cli.FaultKind.NOT_PERMITTED;
import static org.tributary.driver.cli.FaultKind.OUT_OF_RANGE;
import static org.tributary.driver.cli.FaultKind.TOO_LARGE;
import static org.tributary.driver.cli.FaultKind.TRUNCATED;
import static org.tributary.driver.cli.FaultKind.WRONG_ENCODING;
import static org.tributary.driver.cli.FaultKind.WRONG_TYPE;
import static org.tributary.driver.cli.InputReader.MODEL;
import static org.tributary.driver.cli.InputReader.WEIGHTS;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.tributary.core.model.ModelFiles;

/** Cells of the two files of a model. Forged ones have the digests of their content. */
final class ModelCells {
  private ModelCells() {}

  /** Changes a model. */
  @FunctionalInterface
  private interface Damage {
    void to(Path model) throws IOException;
  }

  private static BadInput cell(
      InputReader reader, FaultKind fault, Damage damage, String... words) {
    return BadInput.of(
        reader,
        fault,
        ExitCode.MODEL,
        directory -> {
          Path model = StoredFiles.model(directory);
          damage.to(model);
          return CommandResult.of("inspect", model.toString());
        },
        words);
  }

  private static BadInput description(
      FaultKind fault, UnaryOperator<byte[]> change, String... words) {
    return cell(
        MODEL,
        fault,
        model -> {
          Path file = model.resolve(ModelFiles.DESCRIPTION);
          Files.write(file, change.apply(Files.readAllBytes(file)));
        },
        words);
  }

  private static BadInput forged(FaultKind fault, String from, String to, String... words) {
    return cell(
        MODEL,
        fault,
        model -> Forgery.edit(model.resolve(ModelFiles.DESCRIPTION), from, to),
        words);
  }

  private static byte[] utf16(byte[] text) {
    return new String(text, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16);
  }

  static List<BadInput> descriptions() {
    String file = ModelFiles.DESCRIPTION;
    return List.of(
        description(MALFORMED, bytes -> "{\"format\" 4}".getBytes(StandardCharsets.UTF_8), file),
        description(MALFORMED, bytes -> new byte[0], file),
        description(TRUNCATED, bytes -> Arrays.copyOf(bytes, bytes.length / 2), file, "not JSON"),
        forged(OUT_OF_RANGE, "\"units\": 2", "\"units\": 0", file, "0"),
        forged(OUT_OF_RANGE, "\"inputs\": 2", "\"inputs\": -2", file, "-2"),
        forged(CONTRADICTORY, "[ \"no\", \"yes\" ]", "[ \"no\", \"no\" ]", file, "no"),
        forged(CONTRADICTORY, "\"outputs\": 2", "\"outputs\": 3", file, "2 classes"),
        forged(TOO_LARGE, "\"units\": 2", "\"units\": 2147483647", file, "parameters"),
        forged(TOO_LARGE, "\"units\": 2", "\"units\": " + "[".repeat(20_000), file, "nest"),
        cell(
            MODEL,
            TOO_LARGE,
            model -> {
              try (RandomAccessFile sparse =
                  new RandomAccessFile(model.resolve(file).toFile(), "rw")) {
                sparse.setLength(3L << 30);
              }
            },
            file,
            "has more than 268,435,456 bytes"),
        forged(WRONG_TYPE, "\"units\": 2", "\"units\": \"two\"", file, "\"two\"", "an integer"),
        description(WRONG_ENCODING, ModelCells::utf16, file),
        cell(MODEL, MISSING, model -> Files.delete(model.resolve(file)), "there is no " + file),
        cell(MODEL, MISSING, StoredFiles::delete, "it does not exist"),
        cell(MODEL, NOT_PERMITTED, model -> replacedByADirectory(model.resolve(file)), file),
        BadInput.of(
            MODEL,
            NOT_PERMITTED,
            ExitCode.MODEL,
            directory -> {
              Path inFile = Files.writeString(directory.resolve("x.csv"), "a\n").resolve("model");
              return CommandResult.of("inspect", inFile.toString());
            },
            "x.csv/model"));
  }

  private static void replacedByADirectory(Path file) throws IOException {
    Files.delete(file);
    Files.createDirectory(file);
  }

  private static BadInput weights(FaultKind fault, UnaryOperator<byte[]> change, String... words) {
    return cell(
        WEIGHTS,
        fault,
        model ->
            Forgery.weights(
                model, change.apply(Files.readAllBytes(model.resolve(ModelFiles.WEIGHTS)))),
        words);
  }

  /** Replaces a text of the header by one of the same length. */
  private static UnaryOperator<byte[]> header(String from, String to) {
    return bytes ->
        new String(bytes, StandardCharsets.ISO_8859_1)
            .replace(from, to)
            .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] headerLength(byte[] bytes, long length) {
    byte[] changed = bytes.clone();
    ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
    return changed;
  }

  static List<BadInput> weights() {
    String file = ModelFiles.WEIGHTS;
    byte[] text = "not safetensors at all".getBytes(StandardCharsets.UTF_8);
    return List.of(
        weights(MALFORMED, bytes -> text, file, "damaged"),
        weights(MALFORMED, header("\"theta.2\":", "\"theta.2\"="), file, "not JSON"),
        weights(TRUNCATED, bytes -> Arrays.copyOf(bytes, bytes.length - 3), file, "cut off"),
        weights(TRUNCATED, bytes -> Arrays.copyOf(bytes, 5), file, "cut off: it has 5 bytes"),
        weights(OUT_OF_RANGE, ModelCells::lastNumberIsNaN, file, "NaN"),
        weights(OUT_OF_RANGE, header("\"shape\":[2,3]", "\"shape\":[-2,3"), file),
        weights(CONTRADICTORY, header("\"shape\":[2,3]", "\"shape\":[3,2]"), file, "[3, 2]"),
        weights(CONTRADICTORY, header("theta.1", "theta.2"), file, "theta.2"),
        weights(TOO_LARGE, bytes -> headerLength(bytes, Long.MAX_VALUE), file, "header"),
        weights(TOO_LARGE, bytes -> headerLength(bytes, 99_999_999), file, "header"),
        weights(WRONG_TYPE, header("\"F32\"", "\"I32\""), file, "expected F32 or F64"),
        weights(WRONG_ENCODING, header("theta.2", "theta.\u00f6"), file),
        cell(WEIGHTS, MISSING, model -> Files.delete(model.resolve(file)), "there is no " + file),
        cell(WEIGHTS, NOT_PERMITTED, model -> replacedByADirectory(model.resolve(file)), file));
  }

  private static byte[] lastNumberIsNaN(byte[] bytes) {
    byte[] changed = bytes.clone();
    ByteBuffer.wrap(changed)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putFloat(changed.length - Float.BYTES, Float.NaN);
    return changed;
  }
}
