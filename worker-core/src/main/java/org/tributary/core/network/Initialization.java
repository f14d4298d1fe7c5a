package org.tributary.core.network;

import org.tributary.core.function.Activation;
import org.tributary.core.random.RandomStream;

/**
 * Initialization of the weights. Initial biases are 0.
 *
 * <p>L_in and L_out are the widths on either side of the weights. Every number comes from the run's
 * seed and the layer alone.
 */
public enum Initialization {
  /**
   * By the layer's activation: {@link #HE} for the relu family, {@link #LECUN} for selu, {@link
   * #XAVIER} for the others.
   */
  AUTO,
  /** Uniform in +-sqrt(6) / sqrt(L_in + L_out). Glorot and Bengio, AISTATS 2010. */
  XAVIER,
  /** Normal of variance 2 / L_in. He et al., arXiv:1502.01852. */
  HE,
  /** Normal of variance 1 / L_in. LeCun et al., Efficient BackProp, 1998. */
  LECUN;

  /** Returns the unrolled initial parameters of a network. */
  public double[] parameters(ParameterLayout layout, long seed) {
    double[] theta = new double[layout.size()];
    for (int l = 0; l < layout.layers(); l++) {
      RandomStream random = RandomStream.of(seed, "weights", l);
      Initialization rule = ruleOf(layout.topology(), l);
      int in = layout.columns(l) - 1;
      int out = layout.rows(l);
      for (int i = 0; i < out; i++) {
        int row = layout.offset(l) + i * (in + 1);
        for (int j = 1; j <= in; j++) {
          theta[row + j] = rule.draw(random, in, out);
        }
      }
    }
    return theta;
  }

  private Initialization ruleOf(Topology topology, int l) {
    if (this != AUTO) {
      return this;
    }
    if (l == topology.hidden().size()) {
      return XAVIER;
    }
    Activation g = topology.hidden().get(l).activation();
    return switch (g) {
      case RELU, LEAKY_RELU, ELU, GELU, MISH -> HE;
      case SELU -> LECUN;
      case SIGMOID, TANH, SOFTPLUS, IDENTITY -> XAVIER;
    };
  }

  private double draw(RandomStream random, int in, int out) {
    return switch (this) {
      case XAVIER -> random.uniform(Math.sqrt(6) / Math.sqrt(in + out));
      case HE -> random.normal() * Math.sqrt(2.0 / in);
      case LECUN -> random.normal() * Math.sqrt(1.0 / in);
      case AUTO -> throw new AssertionError("AUTO is resolved a layer at a time");
    };
  }
}
