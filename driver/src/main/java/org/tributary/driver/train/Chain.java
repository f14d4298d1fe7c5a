package org.tributary.driver.train;

import java.util.Optional;
import org.tributary.core.model.ThetaChain;

/**
 * The chain of hashes of a run: makes a link every few epochs, and compares it if the run repeats
 * another one. Mutable.
 */
final class Chain {
  private final int interval;
  private final Optional<ThetaChain> expected;
  private ThetaChain links;

  /**
   * Continues a chain.
   *
   * @param interval epochs between two links
   * @param links the links so far, at least one
   * @param expected the chain of the run that this one repeats, if it does
   * @throws ChainBroken if a link differs from that of the same epoch that is expected
   */
  Chain(int interval, ThetaChain links, Optional<ThetaChain> expected) {
    this.interval = interval;
    this.links = links;
    this.expected = expected;
    links.links().forEach(this::requireExpected);
  }

  /**
   * Makes a link if one is due after an epoch.
   *
   * @throws ChainBroken if it differs from that of the same epoch that is expected
   */
  void epochEnds(int epoch, double[] theta) {
    if (epoch % interval == 0) {
      append(epoch, theta);
    }
  }

  private void append(int epoch, double[] theta) {
    links = links.with(epoch, theta);
    requireExpected(links.last());
  }

  private void requireExpected(ThetaChain.Link link) {
    expected.stream()
        .flatMap(chain -> chain.links().stream())
        .filter(other -> other.epoch() == link.epoch() && !other.equals(link))
        .findFirst()
        .ifPresent(
            other -> {
              throw new ChainBroken(link, other);
            });
  }

  /** Returns the links so far. */
  ThetaChain links() {
    return links;
  }

  /**
   * Returns the whole chain, whose last link is of the last epoch.
   *
   * @param theta the parameters of that epoch
   * @throws ChainBroken if that link differs from the one that is expected
   */
  ThetaChain end(int epoch, double[] theta) {
    if (links.last().epoch() < epoch) {
      append(epoch, theta);
    }
    return links;
  }
}
