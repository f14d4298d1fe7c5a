package org.tributary.driver.source;

import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.ColumnarToRowTransition;
import org.apache.spark.sql.execution.InputAdapter;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.WholeStageCodegenExec;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.tributary.driver.spark.Rdds;

/**
 * Reads numbers and vectors of a DataFrame as Spark holds them, without a {@code Row} and a boxed
 * value for each: from the batches of columns of a vectorized reader where the DataFrame is a scan
 * of files, else from Spark's internal rows.
 */
final class FrameNumbers implements NumericScan {
  private final DataSource.Frame frame;
  private final Dataset<Row> data;
  private final StructField[] fields;

  private FrameNumbers(DataSource.Frame frame) {
    this.frame = frame;
    this.data = frame.unchecked();
    this.fields = data.schema().fields();
  }

  /** Returns the scan of a DataFrame; empty if its columns cannot be chosen by their names. */
  static Optional<NumericScan> of(DataSource.Frame frame) {
    String[] names = frame.unchecked().columns();
    boolean unique =
        Arrays.stream(names).map(each -> each.toLowerCase(Locale.ROOT)).distinct().count()
            == names.length;
    return unique ? Optional.of(new FrameNumbers(frame)) : Optional.empty();
  }

  /** Returns the scan of what files hold; see {@link #of(DataSource.Frame)}. */
  static Optional<NumericScan> of(Dataset<Row> data, String name) {
    return of(new DataSource.Frame(name, data));
  }

  @Override
  public boolean takes(int column, int width) {
    return NumberCells.reads(fields[column].dataType(), width);
  }

  @Override
  public boolean takesOther(int column) {
    DataType type = fields[column].dataType();
    return NumberCells.isNumber(type) || type instanceof StringType;
  }

  @Override
  public Optional<int[]> firstWidths(int[] columns) {
    int[] chosen = Arrays.stream(columns).sorted().distinct().toArray();
    if (chosen.length == fields.length || frame.first().isRead()) {
      return frame.first().widths().map(all -> widths(columns, column -> all[column]));
    }
    return new FirstRow(wanted(chosen), frame.name())
        .widths()
        .map(some -> widths(columns, column -> some[place(chosen, column)]));
  }

  private static int[] widths(int[] columns, IntUnaryOperator width) {
    return IntStream.of(columns).map(width).map(each -> Math.max(1, each)).toArray();
  }

  @Override
  public JavaRDD<NumericRow> rows(int[] numbers, int[] widths, int other) {
    // In the order of the schema: of another order, Spark would make rows from the batches.
    int[] chosen =
        IntStream.concat(Arrays.stream(numbers), IntStream.of(other))
            .filter(column -> column != NO_OTHER)
            .sorted()
            .distinct()
            .toArray();
    Dataset<Row> wanted = wanted(chosen);
    NumberCells[] cells = new NumberCells[numbers.length];
    for (int i = 0; i < cells.length; i++) {
      cells[i] =
          NumberCells.of(place(chosen, numbers[i]), fields[numbers[i]].dataType(), widths[i]);
    }
    int otherPlace = other == NO_OTHER ? NO_OTHER : place(chosen, other);
    DataType otherType = other == NO_OTHER ? DataTypes.NullType : fields[other].dataType();
    SparkPlan plan = wanted.queryExecution().executedPlan();
    Optional<SparkPlan> columnar = columnar(plan);
    if (columnar.isPresent() && columnar.get().output().equals(plan.output())) {
      return Rdds.mapPartitions(
          columnar.get().executeColumnar().toJavaRDD(),
          batches -> new Rows(new OfBatches(batches), cells, otherPlace, otherType));
    }
    return Rdds.mapPartitions(
        wanted.queryExecution().toRdd().toJavaRDD(),
        rows -> new Rows(rows, cells, otherPlace, otherType));
  }

  /** Returns the chosen columns; all of them are the DataFrame itself, which is planned once. */
  private Dataset<Row> wanted(int[] chosen) {
    return chosen.length == fields.length
        ? data
        : data.select(
            Arrays.stream(chosen)
                .mapToObj(column -> column(fields[column].name()))
                .toArray(Column[]::new));
  }

  private static Column column(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }

  private static int place(int[] chosen, int column) {
    return Arrays.binarySearch(chosen, column);
  }

  /** Returns the plan below the nodes that only turn its batches into rows. */
  private static Optional<SparkPlan> columnar(SparkPlan plan) {
    if (plan instanceof WholeStageCodegenExec stage) {
      return columnar(stage.child());
    }
    if (plan instanceof InputAdapter adapter) {
      return columnar(adapter.child());
    }
    if (plan instanceof ColumnarToRowTransition transition) {
      return columnar(transition.children().head());
    }
    return plan.supportsColumnar() ? Optional.of(plan) : Optional.empty();
  }

  /** The rows of batches, as views of them. */
  private static final class OfBatches implements Iterator<InternalRow> {
    private final Iterator<ColumnarBatch> batches;
    private Iterator<InternalRow> rows = Collections.emptyIterator();

    OfBatches(Iterator<ColumnarBatch> batches) {
      this.batches = batches;
    }

    @Override
    public boolean hasNext() {
      while (!rows.hasNext() && batches.hasNext()) {
        rows = batches.next().rowIterator();
      }
      return rows.hasNext();
    }

    @Override
    public InternalRow next() {
      return rows.next();
    }
  }

  /** The numbers of internal rows. */
  private static final class Rows implements Iterator<NumericRow>, NumericRow {
    private final Iterator<InternalRow> rows;
    private final NumberCells[] cells;
    private final double[] numbers;
    private final int other;
    private final DataType otherType;
    private InternalRow row = InternalRow.empty();

    Rows(Iterator<InternalRow> rows, NumberCells[] cells, int other, DataType otherType) {
      this.rows = rows;
      this.cells = cells;
      this.numbers = new double[Arrays.stream(cells).mapToInt(NumberCells::width).sum()];
      this.other = other;
      this.otherType = otherType;
    }

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public NumericRow next() {
      row = rows.next();
      int at = 0;
      for (NumberCells each : cells) {
        each.read(row, numbers, at);
        at += each.width();
      }
      return this;
    }

    @Override
    public double[] numbers() {
      return numbers;
    }

    @Override
    public Object other() {
      if (other == NO_OTHER || row.isNullAt(other)) {
        return null;
      }
      return otherType instanceof StringType
          ? row.getUTF8String(other).toString()
          : NumberCells.boxed(row, other, otherType);
    }

    @Override
    public Optional<SourceRow> row() {
      return Optional.empty();
    }
  }
}
