package org.tributary.driver.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tributary.core.model.ModelException;
import org.tributary.driver.files.UserPath;

/**
 * A model that Spark's MultilayerPerceptronClassifier saved: a network with sigmoid hidden layers
 * and a softmax output, for numbers as they are. Reads both formats, that of Spark 2 with layers
 * and weights in Parquet and that since Spark 3.0 with weights alone, without Spark's classes.
 *
 * @param layers sizes of all layers, from the inputs to the outputs
 * @param weights all parameters, in {@link SparkOrder}, finite
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
record SparkClassifier(List<Integer> layers, double[] weights) {
  private static final String CLASS =
      "org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel";
  private static final String OWN = "org.tributary.ml.";
  private static final int MOST_METADATA = 1 << 24;
  private static final int SPARSE = 0;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A vector of Spark ML as it is stored. */
  private static final StructType VECTOR =
      new StructType()
          .add("type", DataTypes.ByteType)
          .add("size", DataTypes.IntegerType)
          .add("indices", DataTypes.createArrayType(DataTypes.IntegerType))
          .add("values", DataTypes.createArrayType(DataTypes.DoubleType));

  /**
   * Reads a model, if the directory is one that Spark ML wrote.
   *
   * @param path the directory, as given by the user
   * @return empty if Spark ML did not write it, or an estimator of Tributary did
   * @throws ModelException if it is a model of another class, or cannot be read
   */
  static Optional<SparkClassifier> read(String path, SparkSession spark) {
    Path directory = UserPath.of(path);
    try {
      Path metadata = new Path(directory, "metadata");
      FileSystem files = UserPath.fileSystem(metadata, spark.sparkContext().hadoopConfiguration());
      if (!files.exists(metadata)) {
        return Optional.empty();
      }
      JsonNode described = described(files, metadata);
      String name = described.path("class").asText();
      if (name.startsWith(OWN) && name.endsWith("Model")) {
        return Optional.empty();
      }
      if (!name.equals(CLASS)) {
        throw new IllegalArgumentException(another(name));
      }
      return Optional.of(classifier(spark, new Path(directory, "data"), described));
    } catch (IOException | IllegalArgumentException e) {
      throw failed(path, e.getMessage(), e);
    } catch (ModelException e) {
      throw e;
    } catch (Exception e) {
      // Spark throws checked exceptions that it does not declare.
      String reason =
          e instanceof AnalysisException analysis
              ? analysis.getSimpleMessage()
              : String.valueOf(root(e).getMessage()).lines().findFirst().orElse("");
      throw failed(path, "its Parquet files cannot be read: " + reason, e);
    }
  }

  private static ModelException failed(String path, String reason, Exception cause) {
    return new ModelException("Cannot read model %s: %s".formatted(path, reason), cause);
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static String another(String name) {
    String found = name.isEmpty() ? "of no known class" : "a " + name;
    String expected = "expected a " + CLASS + ", or a model of Tributary";
    return name.endsWith(".PipelineModel")
        ? "it is %s (%s: name the directory of one of its stages)".formatted(found, expected)
        : "it is %s (%s)".formatted(found, expected);
  }

  /** Returns the first line of the text files of a directory, as Spark ML reads its metadata. */
  private static JsonNode described(FileSystem files, Path metadata) throws IOException {
    FileStatus[] parts = files.listStatus(metadata, path -> path.getName().startsWith("part-"));
    Arrays.sort(parts);
    for (FileStatus part : parts) {
      String line;
      try (InputStream in = files.open(part.getPath())) {
        line =
            new String(in.readNBytes(MOST_METADATA), StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElse("");
      }
      if (!line.isBlank()) {
        try {
          return JSON.readTree(line);
        } catch (JsonProcessingException e) {
          throw new IOException(
              "%s is not JSON (is the file damaged?)".formatted(part.getPath()), e);
        }
      }
    }
    throw new IOException(metadata + " has no file part-00000 with a line of JSON");
  }

  private static SparkClassifier classifier(SparkSession spark, Path data, JsonNode described) {
    boolean inParquet = described.path("sparkVersion").asText().startsWith("2.");
    StructType schema = new StructType().add("weights", VECTOR);
    if (inParquet) {
      schema = schema.add("layers", DataTypes.createArrayType(DataTypes.IntegerType));
    }
    List<Row> rows =
        spark
            .read()
            .schema(schema)
            .option("parquet.page.verify-checksum.enabled", "true")
            .parquet(data.toString())
            // A second row is wrong, however many there are.
            .limit(2)
            .collectAsList();
    if (rows.size() != 1 || rows.get(0).anyNull()) {
      String found =
          rows.size() > 1 ? "more than one row" : rows.isEmpty() ? "no row" : "a row with a null";
      throw new IllegalArgumentException(
          "%s holds %s (expected one, with %s)"
              .formatted(data, found, String.join(" and ", schema.fieldNames())));
    }
    Row row = rows.get(0);
    List<Integer> layers = inParquet ? row.getList(1) : layers(described);
    return new SparkClassifier(layers, weights(row.getStruct(0), layers));
  }

  private static List<Integer> layers(JsonNode described) {
    List<Integer> layers = new ArrayList<>();
    described.path("paramMap").path("layers").forEach(size -> layers.add(size.asInt()));
    return layers;
  }

  /** Returns the numbers of a vector, of which a sparse one may claim any size. */
  private static double[] weights(Row vector, List<Integer> layers) {
    long expected = parameters(layers);
    List<Double> values = vector.getList(3);
    boolean sparse = vector.getByte(0) == SPARSE;
    int size = sparse ? vector.getInt(1) : values.size();
    if (sparse && size != expected) {
      throw new IllegalArgumentException(otherSize(size, expected, layers));
    }
    double[] weights = new double[size];
    List<Integer> indices = sparse ? vector.getList(2) : List.of();
    for (int i = 0; i < values.size(); i++) {
      weights[sparse ? indices.get(i) : i] = values.get(i);
    }
    return weights;
  }

  /** Checks that the numbers are those of the layers. */
  SparkClassifier {
    layers = List.copyOf(layers);
    if (layers.size() < 2 || layers.stream().anyMatch(size -> size < 1)) {
      throw new IllegalArgumentException(
          "its layers are %s (expected two or more positive sizes)".formatted(layers));
    }
    long expected = parameters(layers);
    if (weights.length != expected) {
      throw new IllegalArgumentException(otherSize(weights.length, expected, layers));
    }
    for (double weight : weights) {
      if (!Double.isFinite(weight)) {
        throw new IllegalArgumentException(
            "a weight is %s (expected finite numbers)".formatted(weight));
      }
    }
  }

  private static long parameters(List<Integer> layers) {
    long parameters = 0;
    for (int l = 1; l < layers.size(); l++) {
      parameters += (layers.get(l - 1) + 1L) * layers.get(l);
    }
    return parameters;
  }

  private static String otherSize(int size, long expected, List<Integer> layers) {
    return "it has %d weights (expected %d for its layers %s)".formatted(size, expected, layers);
  }
}
