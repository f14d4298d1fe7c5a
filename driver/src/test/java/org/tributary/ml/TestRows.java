package org.tributary.ml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tributary.driver.LocalSpark;

/** Small datasets of vectors and labels. */
final class TestRows {
  static final StructType SCHEMA =
      new StructType()
          .add("features", SQLDataTypes.VectorType())
          .add("label", DataTypes.DoubleType);

  private TestRows() {}

  static Dataset<Row> of(StructType schema, List<Row> rows) {
    return LocalSpark.session().createDataFrame(rows, schema);
  }

  /** Returns the values of all parameters that have any, by name. */
  static Map<String, Object> values(Params owner) {
    Map<String, Object> values = new TreeMap<>();
    for (Param<?> param : owner.params()) {
      if (owner.isDefined(param)) {
        Object value = owner.getOrDefault(param);
        values.put(
            param.name() + (owner.isSet(param) ? "" : " by default"),
            value instanceof int[] sizes
                ? Arrays.toString(sizes)
                : value instanceof Object[] names ? Arrays.toString(names) : value);
      }
    }
    return values;
  }

  /** Returns the four rows of exclusive or. */
  static Dataset<Row> xor() {
    List<Row> rows = new ArrayList<>();
    for (int a = 0; a < 2; a++) {
      for (int b = 0; b < 2; b++) {
        rows.add(RowFactory.create(Vectors.dense(a, b), (double) (a ^ b)));
      }
    }
    return of(SCHEMA, rows);
  }

  /** Returns rows of three classes, noisy points around three centers in four dimensions. */
  static Dataset<Row> threeClasses(int count) {
    Random random = new Random(5);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int k = i % 3;
      double[] x = new double[4];
      for (int j = 0; j < 4; j++) {
        x[j] = (j == k ? 2 : 0) + random.nextGaussian();
      }
      rows.add(RowFactory.create(Vectors.dense(x), (double) k));
    }
    return of(SCHEMA, rows);
  }
}
