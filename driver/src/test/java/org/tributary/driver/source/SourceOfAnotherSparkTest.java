package org.tributary.driver.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.spec.FormatSpec.Spark;
import org.tributary.driver.spec.FormatSpec.Spark.Location;

/** Connectors that were compiled for a Spark that has what this one does not have. */
class SourceOfAnotherSparkTest {
  private final SparkSession spark = LocalSpark.session();
  @TempDir private Path dir;

  /** Compiles the connector with what it needs, which is then removed. */
  @BeforeEach
  void compile() throws IOException {
    List<Path> files = new ArrayList<>();
    files.add(source("Removed", "public class Removed { public static void method() {} }"));
    files.add(source("Extending", "public class Extending extends Removed {}"));
    files.add(
        source(
            "Calling",
            """
            import org.apache.spark.sql.SQLContext;
            import org.apache.spark.sql.sources.BaseRelation;
            import org.apache.spark.sql.sources.DataSourceRegister;
            import org.apache.spark.sql.sources.RelationProvider;
            import scala.collection.immutable.Map;

            public class Calling implements RelationProvider, DataSourceRegister {
              @Override
              public String shortName() {
                return "calling";
              }

              @Override
              public BaseRelation createRelation(SQLContext context, Map<String, String> options) {
                Removed.method();
                return null;
              }
            }
            """));
    List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", dir.toString()));
    arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
    files.forEach(file -> arguments.add(file.toString()));
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, arguments.toArray(String[]::new)))
        .isZero();
    Files.delete(dir.resolve("other/spark/Removed.class"));
  }

  private Path source(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name + ".java"), "package other.spark;\n" + text);
  }

  private void withConnector(ThrowingCallable work) throws Throwable {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {dir.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      work.call();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private void assertRefused(String source) {
    Spark format = new Spark(source, Map.of(), Location.OPTIONS);
    assertThatThrownBy(() -> Sources.open(spark, "t", format))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            "Cannot read t with the Spark source %s: its jar does not fit Spark %s (",
            source, spark.version())
        .hasMessageContaining("Removed")
        .hasMessageEndingWith("); use the one for this version")
        .message()
        .hasLineCount(1);
  }

  @Test
  void connectorWhoseClassCannotBeLoadedIsRefused() throws Throwable {
    withConnector(() -> assertRefused("other.spark.Extending"));
  }

  @Test
  void connectorThatCallsWhatIsMissingIsRefused() throws Throwable {
    withConnector(() -> assertRefused("other.spark.Calling"));
  }

  @Test
  void registeredConnectorIsRefusedByItsShortName() throws Throwable {
    register("other.spark.Calling");
    withConnector(() -> assertRefused("calling"));
  }

  @Test
  void registeredConnectorThatCannotBeLoadedIsRefusedWhateverIsRead() throws Throwable {
    register("other.spark.Extending");
    withConnector(() -> assertRefused("no-such-source"));
  }

  private void register(String provider) throws IOException {
    Path services = Files.createDirectories(dir.resolve("META-INF/services"));
    Files.writeString(
        services.resolve("org.apache.spark.sql.sources.DataSourceRegister"), provider + "\n");
  }
}
