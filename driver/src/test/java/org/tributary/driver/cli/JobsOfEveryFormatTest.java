package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.driver.LocalSpark;

/** Files of formats other than CSV, through the command line. */
class JobsOfEveryFormatTest {
  @TempDir private Path directory;

  private Path file(String name) {
    return directory.resolve(name);
  }

  @Test
  void libsvmIsTrainedOnAndEvaluated() {
    Random random = new Random(3);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 120; i++) {
      int kind = random.nextInt(2);
      text.append(kind == 1 ? "+1 2:" : "-1 5:").append(1 + random.nextInt(9)).append(" 7:1\n");
    }
    Path data = TinyJobs.write(file("tiny.libsvm"), text.toString());
    CommandResult ran = TinyJobs.train(TinyJobs.job(data, "data.holdout.fraction = 0.25"));
    assertThat(ran.json().get("accuracy").asDouble()).isEqualTo(1);
    CommandResult all =
        CommandResult.of("evaluate", file("model").toString(), data.toString(), "--json").well();
    assertThat(all.json().get("accuracy").asDouble()).isEqualTo(1);
  }

  @Test
  void parquetIsTrainedOnAndEvaluated() {
    SparkSession spark = LocalSpark.session();
    Path csv = TinyJobs.halves(file("halves.csv"));
    Path data = file("halves.parquet");
    spark
        .read()
        .option("header", "true")
        .option("inferSchema", "true")
        .csv(csv.toString())
        .write()
        .parquet(data.toString());
    String[] lines = {"data.label = kind", "data.holdout.fraction = 0.25"};
    JsonNode fromParquet = TinyJobs.train(TinyJobs.job(data, lines)).json();
    assertThat(fromParquet.get("accuracy").asDouble()).isGreaterThanOrEqualTo(0.95);
    CommandResult.of("evaluate", file("model").toString(), data.toString(), "--rows", "held-out")
        .well();
    JsonNode fromCsv = TinyJobs.train(TinyJobs.job(csv, lines), "output.existing=replace").json();
    // The same rows: the order and the hold-out set depend on the values only.
    assertThat(fromParquet.get("loss")).isEqualTo(fromCsv.get("loss"));
  }

  @Test
  void idxIsTrainedOnAndEvaluated() throws IOException {
    int rows = 100;
    Random random = new Random(5);
    byte[] imageBytes = new byte[16 + rows * 4];
    byte[] labelBytes = new byte[8 + rows];
    ByteBuffer images = ByteBuffer.wrap(imageBytes);
    ByteBuffer labels = ByteBuffer.wrap(labelBytes);
    images.putInt(0x803).putInt(rows).putInt(2).putInt(2);
    labels.putInt(0x801).putInt(rows);
    for (int i = 0; i < rows; i++) {
      int kind = random.nextInt(4);
      for (int pixel = 0; pixel < 4; pixel++) {
        images.put((byte) (random.nextInt(50) + (pixel == kind ? 200 : 0)));
      }
      labels.put((byte) kind);
    }
    Path data = gzip(file("tiny-idx3-ubyte.gz"), imageBytes);
    Path target = gzip(file("tiny-idx1-ubyte.gz"), labelBytes);
    Path job =
        TinyJobs.job(
            data,
            "data.format = idx",
            "data.idx.labels = \"" + target + "\"",
            "data.holdout.fraction = 0.25");
    assertThat(TinyJobs.train(job).json().get("accuracy").asDouble()).isEqualTo(1);
    CommandResult.of(
            "evaluate", file("model").toString(), data.toString(), "data.idx.labels=" + target)
        .well();
  }

  private static Path gzip(Path path, byte[] bytes) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
      out.write(bytes);
    }
    return path;
  }
}
