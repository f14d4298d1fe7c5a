package org.tributary.driver.run;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;

/** The local scratch directories of Spark and the JVM. */
public final class ScratchDirectories {
  private static final String KEY = "spark.local.dir";
  private static final String VARIABLE = "SPARK_LOCAL_DIRS";

  private ScratchDirectories() {}

  /** Returns {@code spark.local.dir} as resolved by Spark, then the JVM's temporary directory. */
  public static List<Path> of(SparkConf conf) {
    return Stream.concat(ofSpark(conf).stream(), Stream.of(System.getProperty("java.io.tmpdir")))
        .map(Path::of)
        .toList();
  }

  /** Returns Spark's directories; the environment overrides the setting. */
  public static List<String> ofSpark(SparkConf conf) {
    String variable = System.getenv(VARIABLE);
    String names = variable == null ? conf.get(KEY, "") : variable;
    return Arrays.stream(names.split(",", -1))
        .map(String::strip)
        .filter(n -> !n.isEmpty())
        .toList();
  }
}
