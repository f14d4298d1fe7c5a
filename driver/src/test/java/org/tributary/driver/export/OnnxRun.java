package org.tributary.driver.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tributary.core.model.Model;
import org.tributary.core.preparation.CellValues;
import org.tributary.core.preparation.Encoding;
import org.tributary.core.preparation.Feature;

/** Runs exported models with onnxruntime. */
final class OnnxRun {
  private OnnxRun() {}

  /** Returns the outputs of a model's file for some rows, by name, as rows of values. */
  static Map<String, List<Object[]>> of(Model model, List<Map<String, Object>> rows)
      throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    boolean[] reads = model.preparation().reads();
    int cell = 0;
    for (Feature feature : model.columns().features()) {
      if (reads[cell]) {
        inputs.put(feature.name(), tensor(environment, feature, rows));
      }
      cell += feature.width();
    }
    Map<String, List<Object[]>> outputs = new LinkedHashMap<>();
    try (OrtSession session = environment.createSession(OnnxExport.of(model));
        OrtSession.Result result = session.run(inputs)) {
      for (var output : result) {
        outputs.put(output.getKey(), rows(output.getValue().getValue()));
      }
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
    return outputs;
  }

  private static OnnxTensor tensor(
      OrtEnvironment environment, Feature feature, List<Map<String, Object>> rows)
      throws OrtException {
    int count = rows.size();
    if (feature.encoding() instanceof Encoding.Categories) {
      String[] texts = new String[count];
      for (int r = 0; r < count; r++) {
        texts[r] = CellValues.categoryName(rows.get(r).get(feature.name()));
      }
      return OnnxTensor.createTensor(environment, texts, new long[] {count, 1});
    }
    double[][] numbers = new double[count][feature.width()];
    for (int r = 0; r < count; r++) {
      Object value = rows.get(r).get(feature.name());
      for (int i = 0; i < feature.width(); i++) {
        Object element = value instanceof List<?> list ? list.get(i) : value;
        numbers[r][i] = CellValues.encoded(element, feature.encoding());
      }
    }
    return OnnxTensor.createTensor(environment, numbers);
  }

  private static List<Object[]> rows(Object value) {
    List<Object[]> rows = new ArrayList<>();
    if (value instanceof String[] texts) {
      for (String text : texts) {
        rows.add(new Object[] {text});
      }
    } else if (value instanceof float[][] numbers) {
      for (float[] row : numbers) {
        Object[] doubles = new Object[row.length];
        for (int i = 0; i < row.length; i++) {
          doubles[i] = (double) row[i];
        }
        rows.add(doubles);
      }
    } else {
      for (double[] row : (double[][]) value) {
        Object[] doubles = new Object[row.length];
        for (int i = 0; i < row.length; i++) {
          doubles[i] = row[i];
        }
        rows.add(doubles);
      }
    }
    return rows;
  }
}
