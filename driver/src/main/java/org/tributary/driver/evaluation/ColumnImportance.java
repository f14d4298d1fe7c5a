package org.tributary.driver.evaluation;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.tributary.core.data.Block;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.model.Model;
import org.tributary.core.preparation.Feature;
import org.tributary.core.summation.LeafTree;
import org.tributary.driver.spark.Broadcasts;
import org.tributary.driver.spark.Rdds;

/**
 * How much a model needs a column: the increase of its mean loss when the column's cells are
 * exchanged between rows (Breiman, Random Forests, 2001, for any model).
 *
 * <p>Of columns that say the same, each seems to matter less than both do.
 *
 * @param name of the column
 * @param increase of the mean loss; near 0, or below, if the model does not need the column
 */
public record ColumnImportance(String name, double increase) {
  private static final int FEWEST_ROWS = 1_000;
  private static final int MOST_ROWS = 20_000;
  private static final int CELLS = 4_000_000;

  /** Returns how many rows are looked at: fewer where there are many columns. */
  public static int rows(Model model) {
    int columns = model.columns().features().size();
    return Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, CELLS / Math.max(1, columns)));
  }

  /**
   * Measures every column that the model reads, in the order of the columns.
   *
   * @param blocks the rows, prepared for the model, in a random order that does not depend on
   *     partitions; their first {@link #rows} are looked at
   * @param maxRows the most rows of a block
   * @param seed of the exchanges
   */
  public static <A> List<ColumnImportance> of(
      JavaSparkContext spark,
      JavaRDD<Block<A>> blocks,
      KernelFactory<A> kernels,
      int maxRows,
      Model model,
      long seed) {
    int[] columnOfInput = columnOfInput(model);
    int columns = model.columns().features().size();
    // Each leaf has half the rows of the largest block at least.
    int leaves = Math.max(1, 2 * rows(model) / maxRows);
    ForwardPass.Maker<A> maker =
        new ForwardPass.Maker<>(kernels, maxRows, model.topology(), List.of());
    A theta = kernels.create().fromDoubles(model.theta());
    Losses losses =
        new Broadcasts(spark)
            .during(
                theta,
                shared ->
                    Rdds.reduce(
                        Rdds.mapPartitions(
                            blocks,
                            partition ->
                                List.of(
                                        losses(
                                            maker.with(shared.value(), 1),
                                            partition,
                                            leaves,
                                            columns,
                                            new ShuffledColumn<>(
                                                kernels.create(), columnOfInput, seed)))
                                    .iterator()),
                        Losses::merge));
    double[] sums = losses.tree.total(new double[columns + 2], Losses::join);
    boolean[] reads = new boolean[columns];
    IntStream.of(columnOfInput).forEach(column -> reads[column] = true);
    return IntStream.range(0, columns)
        .filter(column -> reads[column])
        .mapToObj(
            column ->
                new ColumnImportance(
                    model.columns().features().get(column).name(),
                    (sums[column] - sums[columns]) / sums[columns + 1]))
        .toList();
  }

  /** Returns the column that each input comes from. */
  private static int[] columnOfInput(Model model) {
    List<Feature> features = model.columns().features();
    int[] columnOfCell =
        IntStream.range(0, features.size())
            .flatMap(column -> IntStream.generate(() -> column).limit(features.get(column).width()))
            .toArray();
    return IntStream.range(0, model.topology().inputs())
        .map(input -> columnOfCell[model.preparation().cell(input)])
        .toArray();
  }

  private static <A> Losses losses(
      ForwardPass<A> pass,
      Iterator<Block<A>> blocks,
      int leaves,
      int columns,
      ShuffledColumn<A> shuffled) {
    Losses losses = new Losses();
    while (blocks.hasNext()) {
      Block<A> block = blocks.next();
      if (block.index() >= leaves || block.rows() == 0) {
        continue;
      }
      double[] sums = new double[columns + 2];
      for (int column = 0; column < columns; column++) {
        sums[column] = loss(pass, shuffled.of(block, column));
      }
      pass.forEach(
          List.of(block).iterator(),
          (rows, loss) -> {
            sums[columns] = loss;
            for (int r = 0; r < block.rows(); r++) {
              sums[columns + 1] += rows.weight(r);
            }
          });
      losses.tree.add(block.index(), sums, Losses::join);
    }
    return losses;
  }

  private static <A> double loss(ForwardPass<A> pass, Block<A> block) {
    double[] sum = new double[1];
    pass.forEach(List.of(block).iterator(), (rows, loss) -> sum[0] = loss);
    return sum[0];
  }

  /** The losses of a partition; a class because the Kryo of Spark refuses records. */
  private static final class Losses implements Serializable {
    private static final long serialVersionUID = 1;

    /** By column, the sum of losses without its cells; then that of all cells, and of weights. */
    private final LeafTree<double[]> tree;

    Losses() {
      this(new LeafTree<>());
    }

    private Losses(LeafTree<double[]> tree) {
      this.tree = tree;
    }

    Losses merge(Losses other) {
      return new Losses(tree.merge(other.tree, Losses::join));
    }

    static double[] join(double[] left, double[] right) {
      double[] sum = new double[left.length];
      for (int i = 0; i < sum.length; i++) {
        sum[i] = left[i] + right[i];
      }
      return sum;
    }
  }
}
