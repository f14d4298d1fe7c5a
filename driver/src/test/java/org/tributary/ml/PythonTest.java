package org.tributary.ml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The Python file has the parameters of the Java classes, and the document names them. */
class PythonTest {
  private static final Path FILE = Path.of("../deploy/python/tributary_ml.py");
  private static final Path DOCUMENT = Path.of("docs/spark-ml.md");

  /** Parameters that the Python classes take from mix-ins of PySpark. */
  private static final Set<String> SHARED =
      Set.of(
          "featuresCol",
          "labelCol",
          "predictionCol",
          "probabilityCol",
          "rawPredictionCol",
          "thresholds");

  private static Set<String> names(Params owner) {
    return Arrays.stream(owner.params()).map(Param::name).collect(Collectors.toSet());
  }

  @Test
  void everyParameterOfTheJavaClassesIsInPython() throws IOException {
    Matcher found =
        Pattern.compile("(\\w+) = _param\\(\\s*\"(\\w+)\"").matcher(Files.readString(FILE));
    Set<String> python = new TreeSet<>();
    while (found.find()) {
      assertThat(found.group(1)).isEqualTo(found.group(2));
      python.add(found.group(1));
    }
    Set<String> java = new TreeSet<>(names(new MultilayerPerceptronClassifier()));
    java.addAll(names(new MultilayerPerceptronRegressor()));
    java.removeAll(SHARED);
    assertThat(python).isEqualTo(java);
  }

  @Test
  void everyParameterHasASetterInPython() throws IOException {
    String python = Files.readString(FILE);
    for (Params owner :
        List.<Params>of(
            new MultilayerPerceptronClassifier(), new MultilayerPerceptronRegressor())) {
      for (String name : names(owner)) {
        assertThat(python).contains("self._set(" + name + "=value)");
      }
    }
  }

  @Test
  void modelsHaveTheParametersOfTheirEstimators() {
    assertThat(names(new MultilayerPerceptronClassificationModel("m")))
        .isEqualTo(names(new MultilayerPerceptronClassifier()));
    assertThat(names(new MultilayerPerceptronRegressionModel("m")))
        .isEqualTo(names(new MultilayerPerceptronRegressor()));
  }

  @Test
  void documentNamesEveryParameter() throws IOException {
    String document = Files.readString(DOCUMENT);
    for (String name : names(new MultilayerPerceptronClassifier())) {
      assertThat(document).contains("`" + name + "`");
    }
  }

  @Test
  void pythonFileRunsWithAStandInForPySpark() throws IOException, InterruptedException {
    Process python;
    try {
      python =
          new ProcessBuilder("python3", "../deploy/test/python-estimators.py")
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      Assumptions.abort("there is no python3: " + e.getMessage());
      return;
    }
    String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).as(output).isZero();
    assertThat(output).isEqualToIgnoringNewLines("PASSED");
  }
}
