package org.tributary.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program of a user that has Tributary's jar by {@code --jars} or {@code spark.jars} alone. */
class JarsTest {
  private static final String PROGRAM =
      """
      import org.apache.spark.sql.*;
      import org.tributary.ml.MultilayerPerceptronClassifier;

      public class Program {
        public static void main(String[] arguments) {
          SparkSession spark = SparkSession.builder().getOrCreate();
          Dataset<Row> digits =
              spark.read().option("header", true).option("inferSchema", true).csv(arguments[0]);
          String[] pixels =
              java.util.Arrays.stream(digits.columns()).filter(c -> !c.equals("digit")).toArray(String[]::new);
          Dataset<Row> predicted =
              new MultilayerPerceptronClassifier()
                  .setFeaturesCols(pixels)
                  .setLabelCol("digit")
                  .setMaxIter(30)
                  .fit(digits)
                  .transform(digits);
          System.out.println("RIGHT " + predicted.where("prediction = digit").count());
          spark.stop();
        }
      }
      """;

  @TempDir private static Path directory;
  private static Path program;

  @BeforeAll
  static void compile() throws IOException {
    Path source = Files.writeString(directory.resolve("Program.java"), PROGRAM);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String libraries = Project.JAR + ":" + Project.jars("spark-home/jars", ":");
    assertThat(compiler.run(null, null, null, "-proc:none", "-cp", libraries, source.toString()))
        .isZero();
    program = directory.resolve("program.jar");
    try (OutputStream out = Files.newOutputStream(program);
        JarOutputStream jar = new JarOutputStream(out)) {
      jar.putNextEntry(new JarEntry("Program.class"));
      Files.copy(directory.resolve("Program.class"), jar);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--jars=", "--conf=spark.jars="})
  void estimatorTrainsOnExecutorsThatHaveItsJarFromTheDriver(String option) throws IOException {
    Path cluster = Files.createTempDirectory(directory, "cluster");
    String submit = Project.sparkHome().resolve("bin/spark-submit").toString();
    try (StandaloneCluster spark = StandaloneCluster.of(cluster, 2, 1, "");
        Program run =
            Program.start(
                cluster,
                "program",
                DigitsJob.environment(),
                List.of(
                    submit,
                    "--master",
                    spark.url(),
                    "--executor-memory",
                    "700m",
                    option + Project.JAR,
                    "--class",
                    "Program",
                    program.toString(),
                    Project.DIGITS.toString()))) {
      String output = run.endsWith(0).output();
      assertThat(Integer.parseInt(output.replaceAll("(?s).*RIGHT (\\d+).*", "$1")))
          .isGreaterThan(1700);
    }
  }
}
