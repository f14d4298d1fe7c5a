package org.tributary.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Precision;
import org.tributary.core.model.Columns;
import org.tributary.core.model.Model;
import org.tributary.core.model.ModelFiles;
import org.tributary.core.model.Platform;
import org.tributary.core.model.Provenance;
import org.tributary.core.model.TrainingData;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.Topology;
import org.tributary.core.preparation.Encoding;
import org.tributary.core.preparation.Feature;
import org.tributary.core.preparation.OneHot;
import org.tributary.core.preparation.Preparation;
import org.tributary.core.preparation.RowLayout;
import org.tributary.core.preparation.Standardization;
import org.tributary.core.scoring.Prediction;
import org.tributary.core.scoring.Scorer;

/** The jar scores by itself: in a JVM that has nothing else on its class path. */
class ScoringJarTest {
  private static final Path JAR = Path.of(System.getProperty("scoring.jar"));
  private static final Path README = Path.of("../../README.md");

  @TempDir private Path directory;
  private Path model;

  @BeforeEach
  void write() throws IOException {
    model = Files.createDirectory(directory.resolve("model"));
    ModelFiles.of(flowers()).write(file -> Files.newOutputStream(model.resolve(file)));
  }

  private static Model flowers() {
    RowLayout layout =
        new RowLayout(
            List.of(
                new Feature("petal_length", 1),
                new Feature("color", 1, new Encoding.Categories(List.of("white", "blue")))));
    Preparation preparation =
        new Preparation(
            layout,
            List.of(
                new Standardization(
                    layout, List.of("petal_length"), new double[] {3}, new double[] {2}),
                new OneHot(layout, List.of("color"), new int[][] {{0, 1}})));
    Topology topology =
        new Topology(
            3, List.of(new HiddenLayer(2, Activation.TANH)), 2, OutputLoss.SOFTMAX_CROSS_ENTROPY);
    double[] theta = {0.1, -1, 0.5, 0.25, -0.2, 1, -0.5, 0.75, 0.3, 2, -1, -0.3, -2, 1};
    return new Model(
        topology,
        Precision.FLOAT32,
        theta,
        preparation,
        new Columns(
            layout.features(),
            new Outcome.Classes("species", List.of("setosa", "virginica"), 2),
            Optional.empty()),
        new Provenance(
            Instant.EPOCH,
            new TrainingData("flowers.csv", 100, 20),
            1,
            10,
            "epochs",
            Map.of(),
            new Platform("test", "17", "4.2.0", "java"),
            "{}",
            List.of()));
  }

  /** Compiles and runs a class in a JVM of its own, and returns what it wrote. */
  private String run(String name, String source) throws IOException, InterruptedException {
    Path file = Files.writeString(directory.resolve(name + ".java"), source);
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            JAR.toString(),
            file.toString(),
            model.toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @Test
  void theExampleOfTheReadmeScoresWithNothingButTheJar() throws Exception {
    String text = Files.readString(README);
    int begin = text.indexOf("```java\nimport java.nio.file.Path;") + "```java\n".length();
    String example = text.substring(begin, text.indexOf("```", begin));
    assertThat(example.lines()).hasSizeLessThanOrEqualTo(12);
    Prediction expected = Scorer.load(model).predict(Map.of("petal_length", 1.4, "color", "white"));
    assertThat(run("Flowers", example))
        .isEqualTo("%s %s%n".formatted(expected.className(), expected.probability("setosa")));
  }

  @Test
  void aBatchFallsBackToPlainJavaWithoutAWord() throws Exception {
    String source =
        """
        import java.nio.file.Path;
        import java.util.Map;
        import org.tributary.core.gemm.Blas;
        import org.tributary.core.scoring.*;

        class Batch {
          public static void main(String[] arguments) {
            Map<String, ?> columns =
                Map.of("petal_length", new double[] {1.4, 5}, "color", new String[] {"white", "blue"});
            Scorer scorer = Scorer.load(Path.of(arguments[0]));
            System.out.println(scorer.predictAll(ColumnBatch.of(columns)).size() + " " + Blas.chosen());
          }
        }
        """;
    assertThat(run("Batch", source)).isEqualTo("2 JAVA%n".formatted());
  }

  @Test
  void theJarHoldsNoClassThatAnotherLibraryMayBring() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<String> others = new ArrayList<>();
      jar.stream()
          .filter(entry -> !entry.isDirectory())
          .map(ZipEntry::getName)
          .filter(name -> !name.startsWith("org/tributary/") && !name.startsWith("META-INF/"))
          .forEach(others::add);
      assertThat(others).isEmpty();
      assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
    }
    assertThat(Files.size(JAR)).as("bytes").isLessThan(4_000_000);
  }
}
