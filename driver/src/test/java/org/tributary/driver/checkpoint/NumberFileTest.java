package org.tributary.driver.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tributary.core.model.Safetensors;
import org.tributary.core.model.Tensor;
import org.tributary.core.optim.ParameterVector;
import org.tributary.driver.checkpoint.NumberFile.Numbers;

class NumberFileTest {
  private static byte[] bytes(Map<String, double[]> vectors) throws Exception {
    Map<String, Numbers> numbers = new LinkedHashMap<>();
    vectors.forEach(
        (name, values) -> numbers.put(name, Numbers.of(ParameterVector.copyOf(values))));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NumberFile.write(numbers, out);
    return out.toByteArray();
  }

  private static Map<String, double[]> vectors() {
    double[] many = new double[20_001];
    Arrays.setAll(many, i -> Math.sin(i));
    double[] single = new double[20_001];
    Arrays.setAll(single, i -> (float) Math.cos(i));
    Map<String, double[]> vectors = new LinkedHashMap<>();
    vectors.put("single", single);
    vectors.put("many", many);
    vectors.put("empty", new double[0]);
    vectors.put("special", new double[] {Double.NaN, -0.0, Double.NEGATIVE_INFINITY, 1e-310});
    return vectors;
  }

  @Test
  void readsTheBitsThatWereWritten() throws Exception {
    byte[] file = bytes(vectors());
    Map<String, double[]> read = NumberFile.read(new ByteArrayInputStream(file), file.length);
    assertThat(read).containsOnlyKeys(vectors().keySet());
    vectors().forEach((name, values) -> assertThat(read.get(name)).containsExactly(values));
  }

  @Test
  void fileIsOneOfSafetensorsWithNarrowVectorsWhereTheyAreExact() throws Exception {
    Map<String, Tensor> tensors = Safetensors.decode(bytes(vectors()));
    assertThat(tensors.get("single").type()).isEqualTo(Tensor.Type.F32);
    assertThat(tensors.get("many").type()).isEqualTo(Tensor.Type.F64);
    vectors()
        .forEach((name, values) -> assertThat(tensors.get(name).values()).containsExactly(values));
  }

  @Test
  void fileThatIsCutOffAnywhereIsDamaged() throws Exception {
    byte[] file = bytes(Map.of("a", new double[] {1, 2, 3.3}, "b", new double[] {4}));
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> NumberFile.read(new ByteArrayInputStream(cut), cut.length))
          .as("cut to %d bytes", length)
          .isInstanceOf(DamagedCheckpoint.class);
      assertThatThrownBy(() -> NumberFile.read(new ByteArrayInputStream(cut), file.length))
          .as("cut to %d bytes while it is read", length)
          .isInstanceOf(DamagedCheckpoint.class);
    }
  }
}
