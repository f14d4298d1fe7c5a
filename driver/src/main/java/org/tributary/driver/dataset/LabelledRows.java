package org.tributary.driver.dataset;

import java.io.Serializable;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.tributary.core.data.Block;
import org.tributary.core.data.Outcome;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.model.Model;
import org.tributary.core.network.Topology;
import org.tributary.driver.dataset.SampleReader.TargetKind;
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.DataSource;
import org.tributary.driver.source.Parallelism;
import org.tributary.driver.source.SourceRow;
import org.tributary.driver.source.Sources;
import org.tributary.driver.source.Table;
import org.tributary.driver.spark.Rdds;
import org.tributary.driver.spec.DataSpec.ColumnsSpec;

/**
 * Rows with their labels, as a model takes them: all of them in the order of their files, or those
 * of one set of a training.
 */
public final class LabelledRows {
  /** The most rows of a block, for any network. */
  public static final int BLOCK_ROWS = 1024;

  private LabelledRows() {}

  /** Returns the most rows of a block: {@value #BLOCK_ROWS}, or fewer for a wide network. */
  public static int blockRows(Topology topology) {
    return Block.rowsThatFit(BLOCK_ROWS, topology.widest());
  }

  /** Which rows are wanted. */
  public sealed interface Choice extends Serializable {
    /** Every row. */
    record All() implements Choice {}

    /**
     * The rows that a training with this seed has in one of its sets.
     *
     * @param split how it divides rows
     * @param side which of the sets
     */
    record OfSide(long seed, Split split, Side side) implements Choice {}
  }

  /**
   * Returns the rows as blocks of the model's precision, prepared, of {@link #blockRows} rows at
   * most.
   *
   * @param columns the label and weight columns
   * @param unreadable leaves out rows that cannot be read, if they may be
   * @throws DataException if a row cannot be read, or is of a class that the model does not know,
   *     or no row is chosen
   */
  public static <A> JavaRDD<Block<A>> blocks(
      SparkSession spark,
      DataSource source,
      ColumnsSpec columns,
      Model model,
      KernelFactory<A> kernels,
      Choice choice,
      UnreadableRows unreadable) {
    Table whole = Sources.open(spark, source);
    ColumnPlan plan = ColumnPlan.forEvaluation(whole, columns, model.preparation());
    TargetKind target = OutcomeFit.target(model.topology().outputLoss(), plan.labels().size());
    if (choice instanceof Choice.OfSide wanted) {
      SplitColumn divided = SplitColumn.of(whole, wanted.split().by(), wanted.seed());
      SampleReader reader = new SampleReader(plan, target, divided);
      return ofSide(unreadable.read(whole, reader), reader, model, kernels, wanted);
    }
    SampleReader reader = new SampleReader(plan, target);
    Table table = unreadable.read(whole, reader);
    DataValidation validation = DataValidation.of(table, reader);
    validation.requireSound(table);
    requireKnownClasses(model, validation, table);
    boolean sparse = plan.makesSparse(validation.rows(), validation.numbers());
    BlockBuilder<A> builder = builder(model, kernels, sparse);
    int blockRows = blockRows(model.topology());
    return Rdds.mapPartitions(
        table.records(), part -> new Batches<>(part, reader, builder, blockRows));
  }

  /** Returns the rows of a set, in canonical order. */
  private static <A> JavaRDD<Block<A>> ofSide(
      Table table,
      SampleReader reader,
      Model model,
      KernelFactory<A> kernels,
      Choice.OfSide wanted) {
    int partitions = Parallelism.of(table.records().context());
    SampleShuffle samples = SampleShuffle.of(table, reader, wanted.seed(), partitions);
    DataValidation validation = samples.validation();
    validation.requireSound(table);
    if (model.columns().outcome() instanceof Outcome.Classes classes
        && !validation.hasOnly(classes.names())) {
      samples.validationWithPlaces().requireKnownClasses(table, classes.names());
    }
    int blockRows = blockRows(model.topology());
    int meanRows = Math.max(1, blockRows / 2);
    DividedSamples divided =
        DividedSamples.of(table, samples, validation, wanted.split(), meanRows);
    long rows = divided.rows(wanted.side());
    if (rows == 0) {
      throw new DataException("Cannot evaluate on " + table.path() + ": no row was chosen");
    }
    boolean sparse = reader.plan().makesSparse(rows, divided.numbers(wanted.side()));
    BlockBuilder<A> builder = builder(model, kernels, sparse);
    int leaves = LeafRange.leavesOf(rows, meanRows);
    LeafRange range = LeafRange.even(leaves, leaves, partitions);
    SampleBatch batch = reader.batch();
    return Rdds.mapPartitionsWithIndex(
        divided.sorted(range, wanted.side()),
        (partition, buckets) ->
            new BlockIterator<>(
                new LeafReader(buckets, batch.empty(), range, partition, blockRows), builder));
  }

  private static void requireKnownClasses(Model model, DataValidation validation, Table table) {
    if (model.columns().outcome() instanceof Outcome.Classes classes) {
      validation.requireKnownClasses(table, classes.names());
    }
  }

  private static <A> BlockBuilder<A> builder(
      Model model, KernelFactory<A> kernels, boolean sparse) {
    return new BlockBuilder<>(
        kernels,
        model.preparation(),
        model.columns().outcome(),
        model.topology().outputLoss(),
        sparse && model.preparation().keepsZeros());
  }

  /** The rows of a partition as blocks. */
  private static final class Batches<A> implements Iterator<Block<A>> {
    private final Iterator<SourceRow> rows;
    private final SampleReader reader;
    private final BlockBuilder<A> builder;
    private final int blockRows;
    private SampleBatch next;

    Batches(Iterator<SourceRow> rows, SampleReader reader, BlockBuilder<A> builder, int blockRows) {
      this.blockRows = blockRows;
      this.rows = rows;
      this.reader = reader;
      this.builder = builder;
      this.next = read();
    }

    private SampleBatch read() {
      SampleBatch samples = reader.batch();
      while (samples.rows() < blockRows && rows.hasNext()) {
        samples.add(reader.sample(rows.next()));
      }
      return samples;
    }

    @Override
    public boolean hasNext() {
      return next.rows() > 0;
    }

    @Override
    public Block<A> next() {
      if (next.rows() == 0) {
        throw new NoSuchElementException();
      }
      Block<A> block = builder.build(0, next);
      next = read();
      return block;
    }
  }
}
