package org.tributary.driver.run;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.SparkSession;
import org.tributary.core.model.Sha256;
import org.tributary.driver.checkpoint.RunSettings;
import org.tributary.driver.source.DataSource;
import org.tributary.driver.source.Sources;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.HoldoutSpec;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.JobSpec;

/** The name of a run that is not given one: a hash of its settings and of the files of its data. */
final class RetrainRunName {
  private static final int DIGITS = 16;

  private RetrainRunName() {}

  /**
   * Returns the name.
   *
   * @throws InvalidConfiguration if the data is no files, and has no version
   */
  static String of(SparkSession spark, JobSpec job, RunSettings settings) {
    List<String> parts = new ArrayList<>();
    new TreeMap<>(settings.values()).forEach((key, value) -> parts.add(key + "=" + value));
    Sources.Versioned read = Sources.versioned(spark, DataSource.of(job.data()));
    if (job.data().format() instanceof FormatSpec.Spark) {
      parts.add(
          read.version()
              .orElseThrow(
                  () ->
                      new InvalidConfiguration(
                          List.of(
                              "Missing retrain.run: set it to a name for this run; the table %s has no versions that would name it"
                                  .formatted(job.data().path())))));
    } else {
      files(spark, new DataSource.Files(job.data().paths(), job.data().format()), parts);
    }
    if (job.data().holdout() instanceof HoldoutSpec.Path holdout) {
      files(spark, new DataSource.Files(holdout.paths(), job.data().format()), parts);
    }
    byte[] text = String.join("\n", parts).getBytes(StandardCharsets.UTF_8);
    return "auto-" + Sha256.of(text).substring(0, DIGITS);
  }

  private static void files(SparkSession spark, DataSource.Files source, List<String> parts) {
    for (FileStatus file : Sources.files(spark.sparkContext().hadoopConfiguration(), source)) {
      parts.add(file.getPath() + " " + file.getLen() + " " + file.getModificationTime());
    }
  }
}
