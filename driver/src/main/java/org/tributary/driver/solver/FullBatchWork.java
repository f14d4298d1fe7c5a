package org.tributary.driver.solver;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.tributary.core.data.Block;
import org.tributary.core.data.ColumnSums;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.network.Backpropagation;
import org.tributary.core.network.MaskDraws;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Parameters;
import org.tributary.core.network.Regularization;
import org.tributary.core.network.Topology;
import org.tributary.core.summation.LeafSums;
import org.tributary.core.summation.PartialSum;
import org.tributary.core.summation.Rounding;
import org.tributary.driver.dataset.LeafRange;

/**
 * Sums Delta^(l), loss and weight over all samples, starting from Theta.
 *
 * @param <A> {@code float[]} or {@code double[]}
 * @param topology the network
 * @param maxRows the most rows that a block has
 * @param regularization what training does to samples
 * @param range a group for each leaf
 * @param sparse whether inputs are sparse, and Delta^(1) is summed by its columns
 */
record FullBatchWork<A>(
    Topology topology, int maxRows, Regularization regularization, LeafRange range, boolean sparse)
    implements RoundWork<A, A, FullBatchWork.Step> {

  /**
   * Which dropout masks a round draws.
   *
   * @param seed seed of the masks
   * @param number which step of the run
   */
  record Step(long seed, long number) implements Serializable {}

  @Override
  public boolean wholeGroups() {
    return false;
  }

  @Override
  public RoundWorker<A, A, Step> worker(KernelFactory<A> kernels) {
    return new Worker<>(this, kernels.create());
  }

  private static final class Worker<A> implements RoundWorker<A, A, Step> {
    private final Kernel<A> kernel;
    private final ParameterLayout layout;
    private final Backpropagation<A> backpropagation;
    private final LeafSums<A> sums;
    private Optional<Parameters<A>> parameters = Optional.empty();
    private MaskDraws draws = new MaskDraws(0, 0);

    Worker(FullBatchWork<A> work, Kernel<A> kernel) {
      this.kernel = kernel;
      this.layout = new ParameterLayout(work.topology());
      this.backpropagation =
          new Backpropagation<>(layout, kernel, work.maxRows(), work.regularization());
      this.sums =
          work.sparse()
              ? new LeafSums<>(kernel, layout.restSize(), new ByColumn())
              : new LeafSums<>(kernel, layout.size(), this::gradient);
    }

    private final class ByColumn implements LeafSums.Term<A> {
      @Override
      public double sum(Block<A> block, A values) {
        return backpropagation.gradientByColumn(
            parameters.orElseThrow(), block, draws.next(block), values, kernel::allocate);
      }

      @Override
      public ColumnSums<A> columns() {
        return backpropagation.columnSums();
      }
    }

    private double gradient(Block<A> block, A values) {
      return backpropagation.gradient(parameters.orElseThrow(), block, draws.next(block), values);
    }

    @Override
    public void begin(A theta, Step step, Rounding rounding) {
      parameters = Optional.of(Parameters.forManyBlocks(layout, kernel, theta));
      draws = new MaskDraws(step.seed(), step.number());
      sums.clear(rounding);
    }

    @Override
    public void add(int leaf, List<Block<A>> blocks) {
      for (Block<A> block : blocks) {
        sums.add(block);
      }
    }

    @Override
    public PartialSum<A> partialSum() {
      return sums.partialSum();
    }
  }
}
