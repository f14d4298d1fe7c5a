package org.tributary.driver.source;

import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * Reads columns of a DataFrame as Spark holds them, without a {@code Row} and a boxed value for
 * each: from the batches of columns of a vectorized reader where the DataFrame is a scan of files,
 * else from Spark's internal rows.
 */
final class FrameNumbers implements NumericScan {
  private static final Set<DataType> NUMBERS =
      Set.of(
          DataTypes.DoubleType,
          DataTypes.FloatType,
          DataTypes.IntegerType,
          DataTypes.LongType,
          DataTypes.ShortType,
          DataTypes.ByteType);

  private final Dataset<Row> data;
  private final StructField[] fields;

  private FrameNumbers(Dataset<Row> data) {
    this.data = data;
    this.fields = data.schema().fields();
  }

  /** Returns the scan of a DataFrame; empty if its columns cannot be chosen by their names. */
  static Optional<NumericScan> of(Dataset<Row> data) {
    String[] names = data.columns();
    boolean unique =
        Arrays.stream(names).map(name -> name.toLowerCase(Locale.ROOT)).distinct().count()
            == names.length;
    return unique ? Optional.of(new FrameNumbers(data)) : Optional.empty();
  }

  @Override
  public boolean takes(int column) {
    DataType type = fields[column].dataType();
    return NUMBERS.contains(type) || type instanceof DecimalType;
  }

  @Override
  public boolean takesOther(int column) {
    DataType type = fields[column].dataType();
    return NUMBERS.contains(type) || type instanceof StringType;
  }

  @Override
  public JavaRDD<NumericRow> rows(int[] numbers, int other) {
    // In the order of the schema: of another order, Spark would make rows from the batches.
    int[] chosen =
        IntStream.concat(Arrays.stream(numbers), IntStream.of(other))
            .filter(column -> column != NO_OTHER)
            .sorted()
            .distinct()
            .toArray();
    Dataset<Row> wanted =
        data.select(
            Arrays.stream(chosen)
                .mapToObj(column -> column(fields[column].name()))
                .toArray(Column[]::new));
    StructType schema = wanted.schema();
    int[] places = Arrays.stream(numbers).map(column -> place(chosen, column)).toArray();
    int otherPlace = other == NO_OTHER ? NO_OTHER : place(chosen, other);
    SparkPlan plan = wanted.queryExecution().executedPlan();
    Optional<SparkPlan> columnar = columnar(plan);
    if (columnar.isPresent() && columnar.get().output().equals(plan.output())) {
      return columnar
          .get()
          .executeColumnar()
          .toJavaRDD()
          .mapPartitions(batches -> new Rows(new OfBatches(batches), schema, places, otherPlace));
    }
    return wanted
        .queryExecution()
        .toRdd()
        .toJavaRDD()
        .mapPartitions(rows -> new Rows(rows, schema, places, otherPlace));
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
    private final int[] places;
    private final DataType[] types;
    private final double[] numbers;
    private final int other;
    private final DataType otherType;
    private InternalRow row = InternalRow.empty();

    Rows(Iterator<InternalRow> rows, StructType schema, int[] places, int other) {
      this.rows = rows;
      this.places = places;
      this.types =
          Arrays.stream(places)
              .mapToObj(place -> schema.fields()[place].dataType())
              .toArray(DataType[]::new);
      this.numbers = new double[places.length];
      this.other = other;
      this.otherType = other == NO_OTHER ? DataTypes.NullType : schema.fields()[other].dataType();
    }

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public NumericRow next() {
      row = rows.next();
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = row.isNullAt(places[i]) ? Double.NaN : number(places[i], types[i]);
      }
      return this;
    }

    private double number(int place, DataType type) {
      if (type == DataTypes.FloatType) {
        return row.getFloat(place);
      }
      if (type == DataTypes.DoubleType) {
        return row.getDouble(place);
      }
      if (type instanceof DecimalType decimal) {
        return row.getDecimal(place, decimal.precision(), decimal.scale())
            .toJavaBigDecimal()
            .doubleValue();
      }
      return integer(place, type);
    }

    private long integer(int place, DataType type) {
      if (type == DataTypes.IntegerType) {
        return row.getInt(place);
      }
      if (type == DataTypes.LongType) {
        return row.getLong(place);
      }
      return type == DataTypes.ShortType ? row.getShort(place) : row.getByte(place);
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
      if (otherType instanceof StringType) {
        return row.getUTF8String(other).toString();
      }
      return row.get(other, otherType);
    }

    @Override
    public Optional<SourceRow> row() {
      return Optional.empty();
    }
  }
}
