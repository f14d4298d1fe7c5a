import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Precision;
import org.tributary.core.model.Columns;
import org.tributary.core.model.Model;
import org.tributary.core.model.Platform;
import org.tributary.core.model.Provenance;
import org.tributary.core.model.TrainingData;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.Initialization;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;
import org.tributary.core.preparation.ColumnPreparation;
import org.tributary.core.preparation.Encoding;
import org.tributary.core.preparation.Feature;
import org.tributary.core.preparation.OneHot;
import org.tributary.core.preparation.Preparation;
import org.tributary.core.preparation.RowLayout;
import org.tributary.core.preparation.Standardization;
import org.tributary.core.scoring.Scorer;
import org.tributary.driver.export.OnnxExport;

/**
 * Microseconds of CPU time per row on one thread: Tributary's scorer, onnxruntime with the exported
 * model, and XGBoost with 100 rounds of trees of depth 6. Started by scoring.sh.
 *
 * <p>Systems take turns; each figure is the median of the turns.
 */
final class Scoring {
  private static final int TURNS = 5;
  private static final long TURN_NANOS = 200_000_000L;
  private static final int ROWS = 512;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  interface Call {
    void row(int r) throws Exception;
  }

  public static void main(String[] arguments) throws Exception {
    System.out.printf("| work | rows per call | system | us per row | least |%n|---|---:|---|---:|---:|%n");
    pixels(1);
    pixels(256);
    table();
  }

  /** 784 numbers, 128 relu, 10 classes. */
  private static void pixels(int batch) throws Exception {
    RowLayout layout = new RowLayout(List.of(new Feature("pixels", 784)));
    double[] mean = new double[784];
    double[] deviation = new double[784];
    Arrays.fill(mean, 33);
    Arrays.fill(deviation, 78);
    Model model =
        model(
            layout,
            List.of(new Standardization(layout, layout.names(), mean, deviation)),
            List.of(128),
            10);
    SplittableRandom random = new SplittableRandom(1);
    int calls = ROWS / batch;
    double[][] rows = new double[calls][batch * 784];
    float[][] floats = new float[calls][batch * 784];
    for (int r = 0; r < calls; r++) {
      for (int j = 0; j < batch * 784; j++) {
        rows[r][j] = random.nextInt(256);
        floats[r][j] = (float) rows[r][j];
      }
    }
    Scorer scorer = Scorer.of(model);
    double[] outputs = new double[batch * 10];
    OrtSession session = session(model);
    double[][][] shaped = new double[calls][batch][784];
    for (int r = 0; r < calls; r++) {
      for (int i = 0; i < batch; i++) {
        System.arraycopy(rows[r], i * 784, shaped[r][i], 0, 784);
      }
    }
    Booster trees = trees(floats[0].length / batch, 10);
    Map<String, Call> systems = new LinkedHashMap<>();
    systems.put("Tributary", r -> scorer.outputs(rows[r], batch, outputs));
    systems.put(
        "onnxruntime",
        r -> {
          try (OnnxTensor tensor = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), shaped[r]);
              OrtSession.Result result = session.run(Map.of("pixels", tensor))) {
            result.get(1).getValue();
          }
        });
    systems.put("XGBoost", r -> trees.inplace_predict(floats[r], batch, 784, Float.NaN));
    measure("784-128-10", batch, calls, systems);
  }

  /** 12 numbers, 8 categories of 10, 128 and 64 relu, 2 classes. */
  private static void table() throws Exception {
    List<Feature> features = new ArrayList<>();
    List<String> numbers = new ArrayList<>();
    List<String> categories = new ArrayList<>();
    List<String> names = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
    for (int i = 0; i < 20; i++) {
      boolean number = i < 12;
      String name = (number ? "number" : "category") + i;
      features.add(number ? new Feature(name, 1) : new Feature(name, 1, new Encoding.Categories(names)));
      (number ? numbers : categories).add(name);
    }
    RowLayout layout = new RowLayout(features);
    double[] mean = new double[12];
    double[] deviation = new double[12];
    Arrays.fill(deviation, 2);
    int[][] codes = new int[8][];
    Arrays.setAll(codes, c -> new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
    Model model =
        model(
            layout,
            List.of(
                new Standardization(layout, numbers, mean, deviation, mean),
                new OneHot(layout, categories, codes)),
            List.of(128, 64),
            2);
    SplittableRandom random = new SplittableRandom(2);
    List<Map<String, Object>> rows = new ArrayList<>();
    float[][] floats = new float[ROWS][20];
    double[][][] numeric = new double[ROWS][12][];
    String[][] texts = new String[ROWS][8];
    for (int r = 0; r < ROWS; r++) {
      Map<String, Object> row = new HashMap<>();
      for (int i = 0; i < 20; i++) {
        int code = random.nextInt(10);
        double number = random.nextDouble();
        row.put(features.get(i).name(), i < 12 ? (Object) number : names.get(code));
        floats[r][i] = i < 12 ? (float) number : code;
        if (i < 12) {
          numeric[r][i] = new double[] {number};
        } else {
          texts[r][i - 12] = names.get(code);
        }
      }
      rows.add(row);
    }
    Scorer scorer = Scorer.of(model);
    OrtSession session = session(model);
    Booster trees = trees(20, 2);
    Map<String, Call> systems = new LinkedHashMap<>();
    systems.put("Tributary, from a map", r -> scorer.predict(rows.get(r)));
    systems.put(
        "onnxruntime",
        r -> {
          Map<String, OnnxTensor> tensors = new HashMap<>();
          OrtEnvironment environment = OrtEnvironment.getEnvironment();
          for (int i = 0; i < 20; i++) {
            tensors.put(
                features.get(i).name(),
                i < 12
                    ? OnnxTensor.createTensor(environment, new double[][] {numeric[r][i]})
                    : OnnxTensor.createTensor(
                        environment, new String[] {texts[r][i - 12]}, new long[] {1, 1}));
          }
          try (OrtSession.Result result = session.run(tensors)) {
            result.get(1).getValue();
          }
          tensors.values().forEach(OnnxTensor::close);
        });
    systems.put("XGBoost, from floats", r -> trees.inplace_predict(floats[r], 1, 20, Float.NaN));
    measure("table of 20 columns", 1, ROWS, systems);
  }

  private static Model model(
      RowLayout layout, List<ColumnPreparation> parts, List<Integer> hidden, int classes) {
    Preparation preparation = new Preparation(layout, parts);
    Topology topology =
        new Topology(
            preparation.inputs(),
            hidden.stream().map(units -> new HiddenLayer(units, Activation.RELU)).toList(),
            classes,
            OutputLoss.SOFTMAX_CROSS_ENTROPY);
    List<String> names = new ArrayList<>();
    for (int k = 0; k < classes; k++) {
      names.add("class" + k);
    }
    return new Model(
        topology,
        Precision.FLOAT32,
        Initialization.AUTO.parameters(new ParameterLayout(topology), 1),
        preparation,
        new Columns(layout.features(), new Outcome.Classes("label", names, classes), Optional.empty()),
        new Provenance(
            Instant.EPOCH,
            new TrainingData("none", 0, 0),
            1,
            0,
            "none",
            Map.of(),
            new Platform("bench", "", "", ""),
            "{}",
            List.of()));
  }

  private static OrtSession session(Model model) throws Exception {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    return OrtEnvironment.getEnvironment().createSession(OnnxExport.of(model), options);
  }

  /** Trees on noise are as deep as those on data. */
  private static Booster trees(int columns, int classes) throws Exception {
    SplittableRandom random = new SplittableRandom(3);
    int rows = 2000;
    float[] data = new float[rows * columns];
    float[] labels = new float[rows];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) random.nextDouble() * 10;
    }
    for (int r = 0; r < rows; r++) {
      labels[r] = random.nextInt(classes);
    }
    DMatrix matrix = new DMatrix(data, rows, columns, Float.NaN);
    matrix.setLabel(labels);
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("objective", "multi:softprob");
    parameters.put("num_class", classes);
    parameters.put("max_depth", 6);
    parameters.put("nthread", 1);
    return XGBoost.train(matrix, parameters, 100, Map.of(), null, null);
  }

  private static void measure(String work, int batch, int different, Map<String, Call> systems) throws Exception {
    Map<String, List<Double>> figures = new LinkedHashMap<>();
    for (int turn = -3; turn < TURNS; turn++) {
      for (Map.Entry<String, Call> system : systems.entrySet()) {
        long begin = THREADS.getCurrentThreadCpuTime();
        long calls = 0;
        while (THREADS.getCurrentThreadCpuTime() - begin < TURN_NANOS) {
          for (int i = 0; i < 16; i++, calls++) {
            system.getValue().row((int) (calls % different));
          }
        }
        double micros = (THREADS.getCurrentThreadCpuTime() - begin) / 1e3 / calls / batch;
        if (turn >= 0) {
          figures.computeIfAbsent(system.getKey(), none -> new ArrayList<>()).add(micros);
        }
      }
    }
    figures.forEach(
        (system, turns) -> {
          turns.sort(null);
          System.out.printf(
              Locale.ROOT,
              "| %s | %d | %s | %.2f | %.2f |%n",
              work,
              batch,
              system,
              turns.get(TURNS / 2),
              turns.get(0));
        });
  }
}
