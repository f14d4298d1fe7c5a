package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.driver.spec.InvalidConfiguration;

/** Spark's settings are checked before Spark starts. */
class SparkSettingsTest {
  private static List<String> problems(String name, String value) {
    SparkConf conf = new SparkConf(false).set("spark.master", "local[2]").set(name, value);
    Map<String, String> own = new HashMap<>(Map.of(name, value));
    return catchThrowableOfType(
            InvalidConfiguration.class, () -> SparkSettings.requireValid(own, conf))
        .problems();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "spark.driver.port            | 1           | a port from 1024 to 65535",
        "spark.driver.port            | 99999       | a port from 1024 to 65535",
        "spark.blockManager.port      | -5          | a port from 1024 to 65535",
        "spark.ui.port                | 70000       | a port from 1024 to 65535",
        "spark.port.maxRetries        | -1          | an integer from 0 to 65535",
        "spark.driver.memory          | 1k          | a size from 1m to 1p",
        "spark.executor.memory        | 0           | a size from 1m to 1p",
        "spark.executor.cores         | 0           | an integer from 1 to 2147483647",
        "spark.executor.instances     | -1          | an integer from 1 to 2147483647",
        "spark.cores.max              | -2          | an integer from 1 to 2147483647",
        "spark.cores.max              | 1e9         | an integer from",
        "spark.task.maxFailures       | 0           | an integer from 1 to 2147483647",
        "spark.driver.maxResultSize   | 1           | a size of 1m or more, or 0 for no limit",
        "spark.broadcast.blockSize    | 0           | a size from 1k to 2047m",
        "spark.broadcast.blockSize    | -1          | a size from 1k to 2047m",
        "spark.broadcast.blockSize    | 9999999999g | a size",
        "spark.buffer.write.chunkSize | 0           | a size from 1k to 2047m",
        "spark.kryoserializer.buffer  | 0           | a size from 1k to 2047m",
        "spark.rpc.message.maxSize    | 99999       | an integer from 1 to 2047",
        "spark.shuffle.compress       | maybe       | true or false",
        "spark.memory.storageFraction | -1          | storageFraction",
        "spark.memory.fraction        | NaN         | expected a number",
        "spark.hadoop.mapreduce.input.fileinputformat.split.maxsize | 0 | an integer from 256 to",
        "spark.reducer.maxSizeInFlight | lots       | a size, such as 512m",
        "spark.network.timeout        | fast        | a duration, such as 30s",
        "spark.sql.shuffle.partitions | 99999999999 | an integer",
        "spark.serializer             | no.such.C   | no class no.such.C on the class path",
        "spark.io.compression.codec   | gzip        | short names: [lz4, lzf, snappy, zstd]",
        "spark.jars                   | /nope.jar   | there is no file /nope.jar",
        "spark.files                  | /nope.txt   | there is no file /nope.txt",
        "spark.local.dir              | /proc/none  | a directory that this user can create",
        "spark.master                 | local[0]    | local[N] with N from 1 to 100000",
        "spark.master                 | local[-1]   | local[N] with N from 1 to 100000",
        "spark.master                 | local[99999999999] | local[N] with N from 1 to 100000",
        "spark.master                 | local[2,0]  | local[N] with N from 1 to 100000",
        "spark.master                 | localhost   | local[N] with N from 1 to 100000"
      })
  void refusalNamesTheKeyTheValueAndWhatIsExpected(String name, String value, String expected) {
    assertThat(problems(name, value))
        .singleElement()
        .asString()
        .startsWith("Invalid " + name)
        .contains(value, expected)
        .doesNotContain("Exception")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.driver.port=0",
        "spark.driver.memory=4g",
        "spark.driver.maxResultSize=0",
        "spark.broadcast.blockSize=4m",
        "spark.executor.instances=2",
        "spark.kryoserializer.buffer=64k",
        "spark.master=local",
        "spark.master=local[*]",
        "spark.master=local[4,2]",
        "spark.master=spark://host:7077",
        "spark.jars=hdfs://host/x.jar"
      })
  void usualValueIsAccepted(String setting) {
    String name = setting.substring(0, setting.indexOf('='));
    String value = setting.substring(name.length() + 1);
    SparkConf conf = new SparkConf(false).set("spark.master", "local[2]").set(name, value);
    assertThatCode(() -> SparkSettings.requireValid(Map.of(name, value), conf))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.executor.extraJavaOptions",
        "spark.ssl.keyPassword",
        "spark.authenticate.secret",
        "spark.executorEnv.LOGIN",
        "spark.hadoop.fs.s3a.secret.key",
        "spark.hadoop.fs.s3a.endpoint"
      })
  void valueThatMayBeSecretIsNotShown(String name) {
    assertThat(SparkSettings.invalid(name, "xyzzy7", "no xyzzy7 is known"))
        .isEqualTo("Invalid " + name + " (no *** is known)");
  }

  @Test
  void failureWithinSparkNamesTheSettingsOfTheJob() {
    IllegalArgumentException within = new IllegalArgumentException("capacity < 0: (-1 < 0)");
    within.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("java.nio.Buffer", "<init>", "Buffer.java", 1),
          new StackTraceElement("org.apache.spark.util.io.Chunked", "get", "Chunked.scala", 2),
          new StackTraceElement("org.tributary.driver.run.TrainRun", "on", "TrainRun.java", 3)
        });
    Map<String, String> own =
        Map.of("spark.some.size", "-1", "spark.other", "x", "spark.executor.memory", "2g");
    assertThat(SparkStart.explained(new IllegalStateException("at", within), own).orElseThrow())
        .hasMessage(
            "Cannot run Spark with spark.other, spark.some.size: IllegalArgumentException: capacity"
                + " < 0: (-1 < 0) (expected settings that Spark supports; correct or remove them)");
  }

  @Test
  void failureOfTheProgramIsNotBlamedOnSettings() {
    IllegalStateException fault = new IllegalStateException("a bug");
    assertThat(SparkStart.explained(fault, Map.of("spark.some.size", "-1"))).isEmpty();
  }
}
