package org.tributary.core.model;

import java.nio.charset.StandardCharsets;

/**
 * The fingerprint of a model: the SHA-256 of {@code model.json} with its own digits replaced by
 * zeros. {@code model.json} holds the digest of the weights, so the fingerprint covers both files,
 * and a change of one byte in either is detected.
 *
 * <p>It tells a damaged or edited model from a whole one. It is no signature: whoever can write the
 * files can compute it.
 */
public final class Fingerprint {
  /** Stands for the fingerprint while it is computed. */
  public static final String BLANK = "0".repeat(64);

  private Fingerprint() {}

  /**
   * Returns {@code model.json} with its fingerprint in place of the first {@link #BLANK}.
   *
   * @param json with a blank fingerprint
   */
  public static byte[] sign(byte[] json) {
    return replaced(json, BLANK, Sha256.of(json));
  }

  /**
   * Checks {@code model.json} against the fingerprint that it holds.
   *
   * @throws IllegalArgumentException if they do not agree
   */
  public static void require(byte[] json, String claimed) {
    String found = Sha256.of(replaced(json, claimed, BLANK));
    if (!found.equals(claimed)) {
      throw new IllegalArgumentException(
          "the file was changed after it was written (fingerprint %s, expected %s); use the model as it was saved"
              .formatted(claimed, found));
    }
  }

  /** Replaces the first occurrence, byte for byte: Latin-1 maps each byte to one character. */
  private static byte[] replaced(byte[] json, String from, String to) {
    String text = new String(json, StandardCharsets.ISO_8859_1);
    int at = text.indexOf(from);
    return at < 0
        ? json
        : (text.substring(0, at) + to + text.substring(at + from.length()))
            .getBytes(StandardCharsets.ISO_8859_1);
  }
}
