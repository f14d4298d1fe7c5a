package org.tributary.driver.train;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.tributary.core.data.Block;
import org.tributary.core.data.Inputs;
import org.tributary.core.kernel.Kernel;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.dataset.Blocks;
import org.tributary.driver.dataset.PreparedData;
import org.tributary.driver.spec.NetworkSpec;
import org.tributary.driver.spec.TrainSpec;

/** Trains on prepared data whose negative inputs are made 0, stored densely or sparsely. */
public final class SparseTraining {
  private SparseTraining() {}

  /** Trains on sparse blocks. */
  public static TrainingResult sparse(
      PreparedData<float[]> data, NetworkSpec network, TrainSpec spec, TrainingListener listener) {
    return trainer(data, network, spec, listener, true).train();
  }

  /** Trains on dense blocks of the same numbers. */
  public static TrainingResult dense(
      PreparedData<float[]> data, NetworkSpec network, TrainSpec spec) {
    return trainer(data, network, spec, new TrainingListener() {}, false).train();
  }

  /** Goes on from a state on sparse blocks. */
  public static TrainingResult resumed(
      PreparedData<float[]> data, NetworkSpec network, TrainSpec spec, TrainingState from) {
    return trainer(data, network, spec, new TrainingListener() {}, true).resume(from);
  }

  /** Returns a trainer on sparse or dense blocks. */
  private static Trainer<float[]> trainer(
      PreparedData<float[]> data,
      NetworkSpec network,
      TrainSpec spec,
      TrainingListener listener,
      boolean sparse) {
    PreparedData<float[]> thinned =
        new PreparedData<>(
            thinned(data.training(), sparse),
            Optional.empty(),
            data.holdout().map(blocks -> thinned(blocks, sparse)),
            data.preparation(),
            data.outcome(),
            data.output(),
            data.columns());
    return new Trainer<>(LocalSpark.context(), thinned, network, spec, List.of(listener));
  }

  private static Blocks<float[]> thinned(Blocks<float[]> blocks, boolean sparse) {
    JavaRDD<Block<float[]>> rdd =
        blocks.rdd().map(block -> thinned(block, sparse)).persist(StorageLevel.MEMORY_ONLY());
    OptionalLong nonZeros =
        sparse
            ? OptionalLong.of(
                rdd.map(b -> (long) ((Inputs.Csr<float[]>) b.inputs()).columns().length)
                    .reduce(Long::sum))
            : OptionalLong.empty();
    return new Blocks<>(
        rdd,
        blocks.kernels(),
        blocks.range(),
        blocks.maxRows(),
        blocks.rows(),
        blocks.weightSum(),
        nonZeros);
  }

  private static Block<float[]> thinned(Block<float[]> block, boolean sparse) {
    int features = block.features();
    float[] values = block.inputs().dense().values();
    int[] rowPointers = new int[block.rows() + 1];
    int[] columns = new int[block.rows() * features];
    float[] numbers = new float[columns.length];
    int at = 0;
    for (int r = 0; r < block.rows(); r++) {
      for (int j = 0; j < features; j++) {
        float value = values[r * (features + 1) + 1 + j];
        if (value > 0) {
          columns[at] = j;
          numbers[at++] = value;
        }
      }
      rowPointers[r + 1] = at;
    }
    Inputs.Csr<float[]> csr =
        new Inputs.Csr<>(
            features, rowPointers, Arrays.copyOf(columns, at), Arrays.copyOf(numbers, at));
    Inputs<float[]> inputs = sparse ? csr : csr.toDense(Kernel.float32());
    return new Block<>(block.index(), block.rows(), inputs, block.targets(), block.weights());
  }
}
