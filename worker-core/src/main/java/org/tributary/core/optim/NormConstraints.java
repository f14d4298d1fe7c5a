package org.tributary.core.optim;

import java.io.Serializable;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.ParameterLayout;

/**
 * What holds the steps of a first-order rule back, and the weights that they lead to.
 *
 * <pre>
 *   before the rule:  g = g min(1, clipNorm / ||g||), g the gradient of J with its penalties, but
 *                     for an L1 penalty that a proximal step takes up
 *   after the step:   theta_i = theta_i min(1, maxNorm / ||theta_i||), theta_i the weights into
 *                     unit i of any layer, without its bias
 * </pre>
 *
 * <p>Norms are Euclidean, summed in double precision in a fixed order, so they have the same bits
 * everywhere. Sources: Pascanu, Mikolov and Bengio, ICML 2013; Srivastava et al., JMLR 15, 2014,
 * section 5.1.
 *
 * @param clipNorm the longest gradient that goes into the rule; 0 for any
 * @param maxNorm the longest that the weights into a unit may be; 0 for any
 */
public record NormConstraints(double clipNorm, double maxNorm) implements Serializable {
  /** No constraint. */
  public static final NormConstraints NONE = new NormConstraints(0, 0);

  /** Refuses norms that are negative or not finite. */
  public NormConstraints {
    Bounds.notNegative("norm to clip gradients to", clipNorm);
    Bounds.notNegative("maximum norm of weights", maxNorm);
  }

  /** Scales a gradient that is too long. */
  <A> void clip(Kernel<A> kernel, A gradient) {
    if (clipNorm > 0) {
      int length = kernel.length(gradient);
      shorten(kernel, gradient, 0, length, clipNorm);
    }
  }

  /** Scales weights into a unit that are too long together. */
  <A> void project(Kernel<A> kernel, ParameterLayout layout, A theta) {
    if (maxNorm > 0) {
      int end;
      int first = 0;
      if (layout.isByFeature()) {
        projectByFeature(kernel, layout, theta);
        first = layout.offset(1);
      }
      for (int bias = first; bias < layout.size(); bias = end) {
        end = layout.rowEnd(bias);
        shorten(kernel, theta, bias + 1, end, maxNorm);
      }
    }
  }

  /** Goes over a transposed copy of Theta^(1), in which the weights into a unit are contiguous. */
  private <A> void projectByFeature(Kernel<A> kernel, ParameterLayout layout, A theta) {
    int units = layout.rows(0);
    int width = layout.columns(0);
    A plain = kernel.allocate(layout.offset(1));
    kernel.transpose(theta, 0, width, units, plain, 0);
    for (int i = 0; i < units; i++) {
      shorten(kernel, plain, i * width + 1, (i + 1) * width, maxNorm);
    }
    kernel.transpose(plain, 0, units, width, theta, 0);
  }

  /** A norm that is not a number is not longer: what has come apart must not look sound. */
  private static <A> void shorten(Kernel<A> kernel, A x, int from, int to, double longest) {
    double norm = Math.sqrt(kernel.squares(x, from, to));
    if (norm > longest) {
      kernel.blend(x, longest / norm, x, 0, from, to);
    }
  }
}
