package org.tributary.driver.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.tributary.driver.checkpoint.DataIdentity;
import org.tributary.driver.dataset.Blocks;
import org.tributary.driver.dataset.BlocksDigest;
import org.tributary.driver.dataset.PreparedData;
import org.tributary.driver.redaction.Credentials;
import org.tributary.driver.source.DataSource;
import org.tributary.driver.source.Sources;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.HoldoutSpec;

/** Determines the identity of the data of a run: the digests of its samples, and its files. */
final class DataFiles {
  /** Files that are listed; the digests cover all of them. */
  private static final int MOST = 10_000;

  private DataFiles() {}

  /**
   * Returns the identity; takes a pass over each set of samples.
   *
   * @param version version of the table, if it has versions
   */
  static <A> DataIdentity identity(
      JavaSparkContext spark,
      PreparedData<A> data,
      DataSource source,
      DataSpec spec,
      Optional<String> version) {
    List<Optional<Blocks<A>>> sets =
        List.of(Optional.of(data.training()), data.validation(), data.holdout());
    return new DataIdentity(
        sets.stream().map(set -> set.map(Blocks::rows).orElse(0L)).toList(),
        sets.stream()
            .map(set -> set.map(blocks -> BlocksDigest.of(spark, blocks)).orElse(""))
            .toList(),
        version,
        files(spark.hadoopConfiguration(), source, spec));
  }

  private static List<DataIdentity.File> files(
      Configuration configuration, DataSource source, DataSpec spec) {
    List<DataSource.Files> all = new ArrayList<>();
    if (source instanceof DataSource.Files named) {
      all.add(named);
      labels(named.format()).forEach(path -> all.add(new DataSource.Files(path, named.format())));
    }
    if (spec.holdout() instanceof HoldoutSpec.Path holdout) {
      all.add(new DataSource.Files(holdout.paths(), spec.format()));
    }
    return all.stream()
        .flatMap(files -> Sources.files(configuration, files).stream())
        .map(
            file ->
                new DataIdentity.File(
                    Credentials.hidden(file.getPath().toString()),
                    file.getLen(),
                    file.getModificationTime()))
        .distinct()
        .limit(MOST)
        .toList();
  }

  private static List<List<String>> labels(FormatSpec format) {
    return format instanceof FormatSpec.Idx idx
        ? idx.labels().map(path -> List.of(List.of(path))).orElse(List.of())
        : List.of();
  }
}
