package org.tributary.driver.run;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.tributary.core.data.Block;
import org.tributary.core.data.Outcome;
import org.tributary.core.model.FileFailure;
import org.tributary.core.model.Model;
import org.tributary.core.model.ModelException;
import org.tributary.core.model.Safetensors;
import org.tributary.core.model.Tensor;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;
import org.tributary.core.preparation.ColumnPreparation;
import org.tributary.core.preparation.Preparation;
import org.tributary.core.preparation.PreparationKind;
import org.tributary.driver.dataset.PreparedData;
import org.tributary.driver.files.UserPath;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.store.ModelStore;
import org.tributary.driver.train.InitialParameters;

/**
 * Weights to begin a training with: those of an earlier model, of a model of Spark, or of a
 * safetensors file.
 */
final class InitialWeights {
  private static final String ENDING = ".safetensors";
  private static final String KEY = "network.initialWeights";

  private final String path;
  private final Optional<Model> model;
  private final Optional<SparkClassifier> sparks;
  private final Map<String, Tensor> tensors;

  private InitialWeights(
      String path,
      Optional<Model> model,
      Optional<SparkClassifier> sparks,
      Map<String, Tensor> tensors) {
    this.path = path;
    this.model = model;
    this.sparks = sparks;
    this.tensors = tensors;
  }

  /**
   * Reads the weights.
   *
   * @param path the directory of a model, or of a model of Spark's MultilayerPerceptronClassifier,
   *     or a file whose name ends with {@code .safetensors}
   * @throws ModelException if they cannot be read
   */
  static InitialWeights load(String path, SparkSession spark) {
    Configuration configuration = spark.sparkContext().hadoopConfiguration();
    if (!path.toLowerCase(Locale.ROOT).endsWith(ENDING)) {
      Optional<SparkClassifier> sparks = SparkClassifier.read(path, spark);
      Optional<Model> model =
          sparks.isPresent() ? Optional.empty() : Optional.of(ModelStore.load(path, configuration));
      return new InitialWeights(path, model, sparks, Map.of());
    }
    Path file = UserPath.of(path);
    try (InputStream in = UserPath.fileSystem(file, configuration).open(file)) {
      Map<String, Tensor> tensors = Safetensors.decode(in.readNBytes(Block.MOST_NUMBERS));
      return new InitialWeights(path, Optional.empty(), Optional.empty(), tensors);
    } catch (IOException | IllegalArgumentException e) {
      throw new ModelException(
          "Cannot read the weights of %s, %s: %s".formatted(KEY, path, FileFailure.reason(e)), e);
    }
  }

  /**
   * Returns the initial parameters of the network for some data.
   *
   * @throws InvalidConfiguration if the weights are those of another network
   */
  InitialParameters parameters(PreparedData<?> data) {
    return layout -> {
      if (sparks.isPresent()) {
        return ofSpark(sparks.get(), data, layout);
      }
      return model.isPresent() ? ofModel(model.get(), data, layout) : ofTensors(layout);
    };
  }

  private double[] ofSpark(SparkClassifier earlier, PreparedData<?> data, ParameterLayout layout) {
    try {
      return new SparkBeginning(earlier, data.preparation(), data.outcome()).theta(layout);
    } catch (IllegalArgumentException e) {
      throw refused(e.getMessage());
    }
  }

  private double[] ofTensors(ParameterLayout layout) {
    double[] theta = new double[layout.size()];
    for (int l = 0; l < layout.layers(); l++) {
      String name = "theta." + (l + 1);
      List<Integer> shape = List.of(layout.rows(l), layout.columns(l));
      if (!tensors.containsKey(name)) {
        throw refused(
            "there is no tensor %s in it (expected one of the shape %s)".formatted(name, shape));
      }
      Tensor tensor = tensors.get(name);
      if (!tensor.shape().equals(shape)) {
        throw refused(
            "the tensor %s is of the shape %s (expected %s for the network %s)"
                .formatted(name, tensor.shape(), shape, layout.topology()));
      }
      for (double value : tensor.values()) {
        if (!Double.isFinite(value)) {
          throw refused("the tensor %s holds %s (expected finite numbers)".formatted(name, value));
        }
      }
      System.arraycopy(tensor.values(), 0, theta, layout.offset(l), tensor.values().length);
    }
    if (tensors.containsKey("theta." + (layout.layers() + 1))) {
      throw refused(
          "it has a tensor theta.%d (expected %d for the network %s)"
              .formatted(layout.layers() + 1, layout.layers(), layout.topology()));
    }
    return theta;
  }

  private double[] ofModel(Model earlier, PreparedData<?> data, ParameterLayout layout) {
    requireSameNetwork(earlier.topology(), layout.topology());
    requireSameOutcome(earlier.columns().outcome(), data.outcome());
    double[] theta = new double[layout.size()];
    double[] old = earlier.theta();
    ParameterLayout from = earlier.layout();
    Map<String, Integer> columns = new HashMap<>();
    List<String> names = inputs(earlier.preparation());
    IntStream.range(0, names.size()).forEach(i -> columns.put(names.get(i), i + 1));
    List<String> wanted = inputs(data.preparation());
    if (wanted.stream().noneMatch(columns::containsKey)) {
      throw refused("none of its inputs are inputs of the network for this data");
    }
    for (int unit = 0; unit < layout.rows(0); unit++) {
      int to = layout.offset(0) + unit * layout.columns(0);
      int at = from.offset(0) + unit * from.columns(0);
      theta[to] = old[at];
      for (int i = 0; i < wanted.size(); i++) {
        if (columns.containsKey(wanted.get(i))) {
          theta[to + i + 1] = old[at + columns.get(wanted.get(i))];
        }
      }
    }
    if (layout.layers() > 1) {
      System.arraycopy(
          old, from.offset(1), theta, layout.offset(1), layout.size() - layout.offset(1));
    }
    return theta;
  }

  /** Returns names of inputs that do not depend on what their preparation has learned. */
  private static List<String> inputs(Preparation preparation) {
    List<String> names = new ArrayList<>();
    for (ColumnPreparation part : preparation.parts()) {
      Map<Integer, Integer> places = new HashMap<>();
      for (int i = 0; i < part.inputs(); i++) {
        String cell = preparation.layout().cellName(part.cell(i));
        int place = places.merge(part.cell(i), 1, Integer::sum);
        names.add(
            part.kind() == PreparationKind.ONE_HOT
                ? part.inputName(i)
                : scaling(part.kind()) + " " + cell + " " + place);
      }
    }
    return names;
  }

  /** The ways to scale a number are alike to a network. */
  private static String scaling(PreparationKind kind) {
    return switch (kind) {
      case IDENTITY, STANDARDIZATION, LOG_SCALING, ROBUST_SCALING -> "number";
      case PIECEWISE_LINEAR, MISSING_INDICATOR, ONE_HOT -> kind.id();
    };
  }

  private void requireSameNetwork(Topology earlier, Topology now) {
    boolean same =
        earlier.hidden().equals(now.hidden())
            && earlier.outputLoss() == now.outputLoss()
            && earlier.outputs() == now.outputs()
            && earlier.lossParameters().equals(now.lossParameters());
    if (!same) {
      throw refused(
          "its network is %s (expected %s, with the same activations, output and loss)"
              .formatted(described(earlier), described(now)));
    }
  }

  private static String described(Topology topology) {
    return "%s, %s, %s"
        .formatted(
            topology,
            topology.hidden().stream()
                .map(layer -> layer.activation().name().toLowerCase(Locale.ROOT))
                .distinct()
                .toList(),
            topology.outputLoss().name().toLowerCase(Locale.ROOT));
  }

  private void requireSameOutcome(Outcome earlier, Outcome now) {
    List<String> expected = now instanceof Outcome.Classes c ? c.names() : now.columns();
    List<String> found = earlier instanceof Outcome.Classes c ? c.names() : earlier.columns();
    if (!found.equals(expected)) {
      throw refused("it predicts %s (expected %s)".formatted(found, expected));
    }
  }

  private InvalidConfiguration refused(String reason) {
    return new InvalidConfiguration(
        List.of("Cannot begin with %s = %s: %s".formatted(KEY, path, reason)));
  }
}
