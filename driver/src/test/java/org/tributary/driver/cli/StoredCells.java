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
import static org.tributary.driver.cli.InputReader.CHECKPOINT;
import static org.tributary.driver.cli.InputReader.REGISTRY;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Cells of checkpoints and registries. */
final class StoredCells {
  /** The number of epochs of the checkpoint; further ones are in its state. */
  private static final String EPOCH = "\"epoch\": 1,\n  \"loss\"";

  private StoredCells() {}

  /** Changes files. */
  @FunctionalInterface
  private interface Damage {
    void to(Path file) throws IOException;
  }

  private static BadInput manifest(FaultKind fault, Damage damage, String... words) {
    return checkpoint(fault, ExitCode.MODEL, damage, words);
  }

  private static BadInput numbers(FaultKind fault, Damage damage, String... words) {
    return checkpoint(
        fault, ExitCode.MODEL, manifest -> damage.to(StoredFiles.numbers(manifest)), words);
  }

  private static BadInput checkpoint(
      FaultKind fault, ExitCode code, Damage damage, String... words) {
    return BadInput.of(
        CHECKPOINT,
        fault,
        code,
        directory -> {
          Path checkpoints = StoredFiles.checkpoints(directory);
          damage.to(StoredFiles.manifest(checkpoints));
          return CommandResult.of(
              "verify",
              StoredFiles.model(directory).toString(),
              "--epochs",
              "4-4",
              "--from",
              checkpoints.toString());
        },
        words);
  }

  private static Damage cut(int parts) {
    return file -> {
      byte[] bytes = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(bytes, bytes.length - bytes.length / parts));
    };
  }

  private static Damage forged(String from, String to) {
    return file -> Forgery.edit(file, from, to);
  }

  private static Damage rewritten(String text) {
    return file -> Files.writeString(file, text);
  }

  private static Damage utf16() {
    return file -> Files.writeString(file, Files.readString(file), StandardCharsets.UTF_16);
  }

  private static Damage replacedByADirectory() {
    return file -> {
      Files.delete(file);
      Files.createDirectory(file);
    };
  }

  static List<BadInput> checkpoints() {
    return List.of(
        manifest(MALFORMED, rewritten("{\"format\" 1}"), "checkpoint-", "not JSON at line 1"),
        manifest(MALFORMED, rewritten("[]"), "checkpoint-", "a JSON object is expected"),
        manifest(TRUNCATED, cut(3), "checkpoint-", "not JSON at line"),
        numbers(TRUNCATED, cut(3), "checkpoint-", "numbers.safetensors has", "expected"),
        manifest(OUT_OF_RANGE, forged(EPOCH, "\"epoch\": -3,\n  \"loss\""), "checkpoint-"),
        manifest(
            CONTRADICTORY, forged("\"bytes\": ", "\"bytes\": 1"), "checkpoint-", "bytes (expected"),
        trained(
            CONTRADICTORY, ExitCode.USAGE, "train.seed=2", "train.seed is 2 (was 1)", "--fresh"),
        manifest(
            TOO_LARGE,
            forged(EPOCH, "\"epoch\": 99999999999999,\n  \"loss\""),
            "checkpoint-",
            "99999999999999"),
        numbers(
            TOO_LARGE,
            file -> {
              byte[] bytes = Files.readAllBytes(file);
              Arrays.fill(bytes, 0, 7, (byte) 0x7f);
              Files.write(file, bytes);
            },
            "checkpoint-",
            "its header"),
        manifest(
            WRONG_TYPE, forged(EPOCH, "\"epoch\": \"3\",\n  \"loss\""), "checkpoint-", "\"3\""),
        manifest(WRONG_ENCODING, utf16(), "checkpoint-"),
        numbers(MISSING, Files::delete, "checkpoint-", "numbers.safetensors is missing"),
        manifest(MISSING, Files::delete, "checkpoints", "none is sound"),
        manifest(
            MISSING,
            manifest -> StoredFiles.delete(manifest.getParent()),
            "checkpoints: it does not exist"),
        manifest(NOT_PERMITTED, replacedByADirectory(), "checkpoint-"),
        numbers(NOT_PERMITTED, replacedByADirectory(), "numbers.safetensors"));
  }

  /** A training that goes on from checkpoints of other settings. */
  private static BadInput trained(FaultKind fault, ExitCode code, String setting, String... words) {
    return BadInput.of(
        CHECKPOINT,
        fault,
        code,
        directory ->
            InSession.train(
                StoredFiles.training(
                    StoredFiles.checkpoints(directory),
                    directory.resolve(BadInput.OUTPUT),
                    setting)),
        words);
  }

  private static BadInput registry(FaultKind fault, String file, Damage damage, String... words) {
    return BadInput.of(
        REGISTRY,
        fault,
        ExitCode.MODEL,
        directory -> {
          Path registry = StoredFiles.registry(directory);
          damage.to(registry.resolve(file));
          return CommandResult.of("inspect", registry.toString());
        },
        words);
  }

  static List<BadInput> registries() {
    String current = "current.json";
    String marker = "_registry.json";
    return List.of(
        registry(MALFORMED, current, rewritten("{\"format\" 1}"), current, "not JSON at line 1"),
        listed(MALFORMED, marker, rewritten("{}"), marker, "format is missing"),
        registry(TRUNCATED, current, cut(3), current, "not JSON at line"),
        registry(TRUNCATED, current, rewritten(""), current),
        registry(OUT_OF_RANGE, current, replaced("\"version\": 2", "\"version\": 0"), current),
        registry(
            CONTRADICTORY,
            current,
            replaced("\"version\": 2", "\"version\": 1"),
            current,
            "the last of changes"),
        registry(
            CONTRADICTORY,
            "versions/2",
            StoredFiles::delete,
            "its current version 2 is not there",
            "--current VERSION"),
        registry(TOO_LARGE, current, rewritten(" ".repeat(1 << 21)), current, "bytes"),
        listed(TOO_LARGE, marker, rewritten("{\"format\": 99999999999}"), marker),
        registry(
            WRONG_TYPE,
            current,
            replaced("\"version\": 2", "\"version\": \"2\""),
            current,
            "\"2\""),
        registry(WRONG_ENCODING, current, utf16(), current),
        registry(MISSING, current, Files::delete, "no current version", "--current VERSION"),
        listed(MISSING, marker, Files::delete, "there is no _registry.json"),
        registry(NOT_PERMITTED, current, replacedByADirectory(), "directory"),
        listed(NOT_PERMITTED, marker, replacedByADirectory(), marker));
  }

  /** A registry that is listed, not read as a model. */
  private static BadInput listed(FaultKind fault, String file, Damage damage, String... words) {
    return BadInput.of(
        REGISTRY,
        fault,
        ExitCode.MODEL,
        directory -> {
          Path registry = StoredFiles.registry(directory);
          damage.to(registry.resolve(file));
          return CommandResult.of("models", registry.toString());
        },
        words);
  }

  /** Replaces the first occurrence of a text. */
  private static Damage replaced(String from, String to) {
    return file -> {
      String text = Files.readString(file);
      Files.writeString(file, text.replaceFirst(from, to));
    };
  }
}
