package org.tributary.driver.source;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.tributary.driver.spec.FormatSpec;

/**
 * Reads IDX, gzipped or not: {@code features}, the elements of a row in one cell, and {@code
 * label}, a number, where there is a file of labels.
 *
 * <p>The features are a {@code float[]} where every element is a float, else a dense vector. Each
 * task reads a range of rows; of a gzipped file it reads what is before them, too.
 */
final class IdxSource {
  private IdxSource() {}

  static Table open(SparkSession spark, FoundFiles files, FormatSpec.Idx format) {
    JavaSparkContext sc = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Configuration conf = sc.hadoopConfiguration();
    IdxFile features = IdxFile.open(conf, files.only());
    if (features.dimensions() == 1) {
      throw new DataException(
          "Cannot read %s: one dimension (expected two or more; one is what a file of labels has)"
              .formatted(features.path()));
    }
    List<IdxFile> parts = new ArrayList<>(List.of(features));
    StructType schema =
        new StructType().add("features", DataTypes.createArrayType(featureType(features)));
    if (format.labels().isPresent()) {
      IdxFile labels = labels(conf, format.labels().get(), features);
      parts.add(labels);
      schema = schema.add("label", labelType(labels));
    }
    Broadcast<SerializableConfiguration> settings =
        sc.broadcast(new SerializableConfiguration(conf));
    int rows = features.rows();
    int ranges = Math.max(1, Math.min(Parallelism.of(sc.sc()), rows));
    JavaRDD<SourceRow> records =
        sc.parallelize(IntStream.range(0, ranges).boxed().toList(), ranges)
            .flatMap(
                range ->
                    new IdxRows(
                        settings.value().value(),
                        parts,
                        bound(rows, range, ranges),
                        bound(rows, range + 1, ranges)));
    return new Table(
        files.name(), schema, records, Table.Positions.ROW, (long) rows * features.width());
  }

  private static int bound(int rows, int range, int ranges) {
    return (int) ((long) rows * range / ranges);
  }

  private static IdxFile labels(Configuration conf, String path, IdxFile features) {
    IdxFile labels = IdxFile.open(conf, SourceFiles.find(conf, List.of(path)).only());
    if (labels.dimensions() != 1) {
      throw new DataException(
          "Cannot read %s as labels: %d dimensions (expected one)"
              .formatted(labels.path(), labels.dimensions()));
    }
    if (labels.rows() != features.rows()) {
      throw new DataException(
          "Cannot read %s as labels: %d labels, but %d rows in %s"
              .formatted(labels.path(), labels.rows(), features.rows(), features.path()));
    }
    return labels;
  }

  private static DataType featureType(IdxFile features) {
    return features.element().fitsFloat() ? DataTypes.FloatType : DataTypes.DoubleType;
  }

  private static DataType labelType(IdxFile labels) {
    return switch (labels.element()) {
      case UBYTE, BYTE, SHORT, INT -> DataTypes.IntegerType;
      case FLOAT -> DataTypes.FloatType;
      case DOUBLE -> DataTypes.DoubleType;
    };
  }
}
