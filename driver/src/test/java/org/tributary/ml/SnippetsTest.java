package org.tributary.ml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.driver.LocalSpark;

/** The code in the document compiles, and what it calls runnable runs. */
class SnippetsTest {
  private static final Path DOCUMENT = Path.of("docs/spark-ml.md");

  /** What the code of the document takes for granted. */
  private static final String SCALA =
      """
      class Snippet(val spark: org.apache.spark.sql.SparkSession) {
        def run(training: org.apache.spark.sql.DataFrame, test: org.apache.spark.sql.DataFrame): Any = {
      %s
        }
      }
      """;

  private static final String JAVA =
      """
      %s
      import java.util.*;
      import org.apache.spark.ml.*;
      import org.apache.spark.ml.feature.*;
      import org.apache.spark.sql.*;
      import org.tributary.ml.*;
      class Snippet {
        void run(Dataset<Row> training, Dataset<Row> test, Dataset<Row> houses) throws Exception {
      %s
        }
      }
      """;

  @TempDir private Path directory;

  private static List<String> code(String language) throws IOException {
    Matcher blocks =
        Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(DOCUMENT));
    List<String> code = new ArrayList<>();
    while (blocks.find()) {
      code.add(blocks.group(1));
    }
    return code;
  }

  private Path classes(int number) throws IOException {
    return Files.createDirectories(directory.resolve("classes" + number));
  }

  private Path scala(String code, int number) throws IOException {
    Path classes = classes(number);
    Path source = Files.writeString(classes.resolve("Snippet.scala"), SCALA.formatted(code));
    boolean compiled =
        scala.tools.nsc.Main.process(
            new String[] {
              "-classpath",
              System.getProperty("java.class.path"),
              "-d",
              classes.toString(),
              source.toString()
            });
    assertThat(compiled).as(code).isTrue();
    return classes;
  }

  @Test
  void scalaCodeCompiles() throws IOException {
    List<String> code = code("scala");
    assertThat(code).hasSizeGreaterThanOrEqualTo(2);
    for (int i = 0; i < code.size(); i++) {
      assertThat(scala(code.get(i), i).resolve("Snippet.class")).exists();
    }
  }

  @Test
  void runnablePipelineRuns() throws Exception {
    String code =
        code("scala").stream()
            .filter(block -> block.contains("spark.range"))
            .findFirst()
            .orElseThrow()
            .replace("\"models/", "\"" + directory + "/");
    Path classes = scala(code + "\n    model\n", 0);
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())) {
      Class<?> snippet = loader.loadClass("Snippet");
      Object made = snippet.getConstructor(SparkSession.class).newInstance(LocalSpark.session());
      Object model =
          snippet
              .getMethod(
                  "run", org.apache.spark.sql.Dataset.class, org.apache.spark.sql.Dataset.class)
              .invoke(made, TestRows.xor(), TestRows.xor());
      assertThat(model).isInstanceOf(org.apache.spark.ml.PipelineModel.class);
    }
    assertThat(directory.resolve("shapes/metadata")).exists();
  }

  @Test
  void javaCodeCompiles() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> code = code("java");
    assertThat(code).isNotEmpty();
    for (int i = 0; i < code.size(); i++) {
      List<String> imports = code.get(i).lines().filter(l -> l.startsWith("import ")).toList();
      List<String> rest = code.get(i).lines().filter(l -> !l.startsWith("import ")).toList();
      Path classes = classes(i);
      Path source =
          Files.writeString(
              classes.resolve("Snippet.java"),
              JAVA.formatted(String.join("\n", imports), String.join("\n", rest)));
      StringWriter messages = new StringWriter();
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  null,
                  null,
                  List.of(
                      "-proc:none",
                      "-classpath",
                      System.getProperty("java.class.path"),
                      "-d",
                      classes.toString()),
                  null,
                  compiler
                      .getStandardFileManager(null, null, null)
                      .getJavaFileObjects(source.toFile()))
              .call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
  }
}
