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
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.DataSource;
import org.tributary.driver.source.SourceRow;
import org.tributary.driver.source.Sources;
import org.tributary.driver.source.Table;
import org.tributary.driver.spec.DataSpec.ColumnsSpec;

/**
 * Rows with their labels, as a model takes them, in the order of their files: nothing is shuffled.
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
   * @throws DataException if a row cannot be read, or is of a class that the model does not know,
   *     or no row is chosen
   */
  public static <A> JavaRDD<Block<A>> blocks(
      SparkSession spark,
      DataSource source,
      ColumnsSpec columns,
      Model model,
      KernelFactory<A> kernels,
      Choice choice) {
    Table table = Sources.open(spark, source);
    ColumnPlan plan = ColumnPlan.forEvaluation(table, columns, model.preparation());
    SampleReader reader =
        new SampleReader(
            plan, DatasetPreparer.target(model.topology().outputLoss(), plan.labels().size()));
    Choice.OfSide wanted =
        choice instanceof Choice.OfSide some
            ? some
            : new Choice.OfSide(0, Split.NONE, Side.TRAINING);
    DataValidation validation = DataValidation.of(table, reader, wanted.seed(), wanted.split());
    validation.requireSound(table);
    Outcome outcome = model.columns().outcome();
    if (outcome instanceof Outcome.Classes classes) {
      validation.requireKnownClasses(table, classes.names());
    }
    long rows = validation.rows(wanted.side());
    if (rows == 0) {
      throw new DataException("Cannot evaluate on " + source.name() + ": no row was chosen");
    }
    long numbers = validation.numbers(wanted.side());
    boolean sparse = plan.makesSparse(rows, numbers) && model.preparation().keepsZeros();
    BlockBuilder<A> builder =
        new BlockBuilder<>(
            kernels, model.preparation(), outcome, model.topology().outputLoss(), sparse);
    int blockRows = blockRows(model.topology());
    return table
        .records()
        .mapPartitions(part -> new Batches<>(part, reader, wanted, builder, blockRows));
  }

  /** The chosen rows of a partition as blocks. */
  private static final class Batches<A> implements Iterator<Block<A>> {
    private final Iterator<SourceRow> rows;
    private final SampleReader reader;
    private final Choice.OfSide wanted;
    private final BlockBuilder<A> builder;
    private final int blockRows;
    private SampleBatch next;

    Batches(
        Iterator<SourceRow> rows,
        SampleReader reader,
        Choice.OfSide wanted,
        BlockBuilder<A> builder,
        int blockRows) {
      this.blockRows = blockRows;
      this.rows = rows;
      this.reader = reader;
      this.wanted = wanted;
      this.builder = builder;
      this.next = read();
    }

    private SampleBatch read() {
      SampleBatch samples = reader.batch();
      while (samples.rows() < blockRows && rows.hasNext()) {
        SourceRow row = rows.next();
        Sample sample = reader.sample(row);
        if (wanted.split().of(sample, wanted.seed()) == wanted.side()) {
          samples.add(sample);
        }
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
