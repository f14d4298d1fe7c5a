package org.tributary.driver.spec;

import java.io.Serializable;
import java.util.List;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.Initialization;

/**
 * The network, but for the widths that the data decides.
 *
 * @param hidden hidden layers from the input on
 * @param output output function and loss
 * @param initialization how weights begin
 */
public record NetworkSpec(
    List<HiddenLayer> hidden, OutputLoss output, Initialization initialization)
    implements Serializable {
  /** Copies the list. */
  public NetworkSpec {
    hidden = List.copyOf(hidden);
  }
}
