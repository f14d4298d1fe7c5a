package org.tributary.driver.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import java.util.List;
import java.util.Set;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.model.Model;
import org.tributary.core.model.ModelException;
import org.tributary.core.preparation.Feature;
import org.tributary.core.scoring.PredictionColumns;

/**
 * A model as an ONNX file, with its preparation: raw columns in, predictions out.
 *
 * <p>Operators are those of version {@value #OPSET} of the core set, which all runtimes since 2020
 * have, and LabelEncoder of version {@value #ML_OPSET} of {@code ai.onnx.ml} for categories.
 */
public final class OnnxExport {
  /** Version of the core set of operators. */
  public static final int OPSET = 13;

  /** Version of the set of operators {@code ai.onnx.ml}. */
  public static final int ML_OPSET = 2;

  /** Version of the file format, the oldest for these operators. */
  private static final int IR_VERSION = 7;

  /** The name by which a file says that this project wrote it. */
  static final String PRODUCER = "Tributary";

  private static final long LARGEST = Integer.MAX_VALUE - (1L << 20);

  private OnnxExport() {}

  /**
   * Returns the bytes of the file.
   *
   * @throws ModelException if ONNX cannot express the model, with the part that it cannot
   */
  public static byte[] of(Model model) {
    requireExpressible(model);
    OnnxGraph graph = new OnnxGraph();
    String inputs = new OnnxPreparation(graph, model.preparation()).add();
    OnnxNetwork network = new OnnxNetwork(graph, model);
    new OnnxOutputs(graph, network, model).add(network.add(inputs));
    ModelProto.Builder file =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName(PRODUCER)
            .setProducerVersion(model.provenance().platform().tributary())
            .setDocString(
                "%s, trained on %s".formatted(model.topology(), model.provenance().data().path()))
            .setGraph(graph.build("tributary"));
    file.addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET));
    file.addOpsetImport(
        OperatorSetIdProto.newBuilder().setDomain(OnnxGraph.ML).setVersion(ML_OPSET));
    put(file, "tributary.target", String.join(",", model.columns().outcome().columns()));
    put(file, "tributary.outputs", String.join(",", outputNames(model)));
    put(file, "tributary.trained", model.provenance().trained().toString());
    return file.build().toByteArray();
  }

  private static void put(ModelProto.Builder file, String key, String value) {
    file.addMetadataProps(StringStringEntryProto.newBuilder().setKey(key).setValue(value));
  }

  /** Returns what each column of the last output is: classes, or predicted columns. */
  static List<String> outputNames(Model model) {
    return model.columns().outcome() instanceof Outcome.Classes classes
        ? classes.names()
        : PredictionColumns.of(model).names();
  }

  private static void requireExpressible(Model model) {
    Set<String> reserved = Set.of(OnnxOutputs.PREDICTION, OnnxOutputs.PROBABILITIES);
    for (Feature feature : model.preparation().layout().features()) {
      if (reserved.contains(feature.name()) || feature.name().startsWith(OnnxGraph.PREFIX)) {
        throw refused(
            "column %s has the name of a value of the ONNX graph; rename it and train again"
                .formatted(feature.name()));
      }
    }
    if (model.columns().outcome() instanceof Outcome.Classes
        && !areProbabilities(model.topology().outputLoss())) {
      throw refused(
          "classes with the output %s have no probabilities"
              .formatted(model.topology().outputLoss().name().toLowerCase(java.util.Locale.ROOT)));
    }
    long bytes =
        (long) model.layout().size()
            * switch (model.precision()) {
              case FLOAT32 -> Float.BYTES;
              case FLOAT64 -> Double.BYTES;
            };
    if (bytes > LARGEST) {
      throw refused("its weights take %d bytes, and an ONNX file less than 2 GiB".formatted(bytes));
    }
  }

  private static boolean areProbabilities(OutputLoss output) {
    return switch (output) {
      case SOFTMAX_CROSS_ENTROPY, SIGMOID_CROSS_ENTROPY, SIGMOID_SQUARED_ERROR -> true;
      case IDENTITY_SQUARED_ERROR,
          IDENTITY_ABSOLUTE_ERROR,
          IDENTITY_HUBER,
          EXPONENTIAL_POISSON,
          QUANTILES_PINBALL ->
          false;
    };
  }

  private static ModelException refused(String reason) {
    return new ModelException("Cannot export the model to ONNX: " + reason);
  }
}
