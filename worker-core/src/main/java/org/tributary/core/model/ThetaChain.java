package org.tributary.core.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A chain of hashes of the parameters of a training, from the initial ones to those of the last
 * epoch, with which a repetition of the training is compared.
 *
 * <pre>
 *   h_0 = SHA-256(0, Theta_0)
 *   h_k = SHA-256(h_(k-1), e_k, Theta_(e_k))
 * </pre>
 *
 * <p>e is an epoch in 4 bytes, Theta the parameters in 8 bytes each, IEEE 754 and little-endian; a
 * hash goes into the next one as 32 bytes. So a link confirms all links before it. Immutable.
 *
 * @param links the links in order; none of a model whose training kept no chain
 */
public record ThetaChain(List<Link> links) {
  /** No links. */
  public static final ThetaChain NONE = new ThetaChain(List.of());

  private static final int CHUNK = 4096;

  /**
   * A link of the chain.
   *
   * @param epoch the epoch of the parameters; 0 for the initial ones
   * @param sha256 h, 64 lower-case hexadecimal digits
   */
  public record Link(int epoch, String sha256) {
    /** Refuses anything that is not a hash. */
    public Link {
      if (epoch < 0 || !sha256.matches("[0-9a-f]{64}")) {
        throw new IllegalArgumentException(
            "Invalid link of epoch %d: %s (expected 64 hexadecimal digits)"
                .formatted(epoch, sha256));
      }
    }
  }

  /** Copies the list; refuses epochs that do not ascend. */
  public ThetaChain {
    links = List.copyOf(links);
    for (int i = 1; i < links.size(); i++) {
      if (links.get(i).epoch <= links.get(i - 1).epoch) {
        throw new IllegalArgumentException(
            "Invalid chain: epoch %d after %d (expected ascending epochs)"
                .formatted(links.get(i).epoch, links.get(i - 1).epoch));
      }
    }
  }

  /** Returns the chain of the initial parameters, unrolled. */
  public static ThetaChain begin(double[] theta) {
    return NONE.with(0, theta);
  }

  /** Returns the chain with one link more, of the parameters of an epoch, unrolled. */
  public ThetaChain with(int epoch, double[] theta) {
    MessageDigest digest = sha256();
    if (!links.isEmpty()) {
      digest.update(HexFormat.of().parseHex(last().sha256));
    }
    ByteBuffer buffer =
        ByteBuffer.allocate(CHUNK * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(epoch);
    digest.update(buffer.flip());
    for (int from = 0; from < theta.length; from += CHUNK) {
      int count = Math.min(CHUNK, theta.length - from);
      buffer.clear();
      buffer.asDoubleBuffer().put(theta, from, count);
      digest.update(buffer.limit(count * Double.BYTES));
    }
    List<Link> longer = new ArrayList<>(links);
    longer.add(new Link(epoch, HexFormat.of().formatHex(digest.digest())));
    return new ThetaChain(longer);
  }

  /**
   * Returns the last link.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  public Link last() {
    return links.get(links.size() - 1);
  }

  /** Tells whether this chain is the beginning of another one, or all of it. */
  public boolean isPrefixOf(ThetaChain other) {
    return links.size() <= other.links.size() && links.equals(other.links.subList(0, links.size()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256", e);
    }
  }
}
