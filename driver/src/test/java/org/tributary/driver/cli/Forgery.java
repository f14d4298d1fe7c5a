package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.tributary.core.model.Fingerprint;
import org.tributary.core.model.ModelFiles;

/** Changes files that hold digests of themselves, and makes the digests right again. */
final class Forgery {
  private Forgery() {}

  /** Replaces a text in a JSON file with a fingerprint. */
  static void edit(Path json, String from, String to) throws IOException {
    String text = Files.readString(json);
    assertThat(text).contains(from);
    write(json, text.replace(from, to));
  }

  /** Writes a JSON file with the fingerprint that belongs to it. */
  static void write(Path json, String text) throws IOException {
    String blank =
        text.replaceFirst("(\"fingerprint\"\\s*:\\s*\")[0-9a-f]{64}", "$1" + Fingerprint.BLANK);
    Files.deleteIfExists(json.resolveSibling("." + json.getFileName() + ".crc"));
    Files.write(json, Fingerprint.sign(blank.getBytes(StandardCharsets.UTF_8)));
  }

  /** Replaces the weights of a model, whose description holds their digest. */
  static void weights(Path model, byte[] bytes) throws IOException {
    Path file = model.resolve(ModelFiles.WEIGHTS);
    String before = sha256(Files.readAllBytes(file));
    Files.deleteIfExists(model.resolve("." + ModelFiles.WEIGHTS + ".crc"));
    Files.write(file, bytes);
    edit(model.resolve(ModelFiles.DESCRIPTION), before, sha256(bytes));
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
