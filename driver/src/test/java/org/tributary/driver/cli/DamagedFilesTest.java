package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.driver.fuzz.Mutation;

/**
 * Files of every format with seeded random damage are read or refused: with one line that names the
 * file, and exit code 3.
 *
 * <p>{@code -Pfuzz} runs many more rounds, with new seeds.
 */
class DamagedFilesTest {
  private static final int ROUNDS = Integer.getInteger("test.fuzz.rounds", 12);
  private static final long SEED = Long.getLong("test.fuzz.seed", 1);

  /** Text formats report up to five rows, below a line with their number. */
  private static final int MOST_LINES = 7;

  @TempDir private static Path shared;
  private static final Map<String, byte[]> FILES = new TreeMap<>();

  @TempDir private Path directory;

  @BeforeAll
  static void writeFiles() {
    FILES.put("csv", TableFiles.csv());
    FILES.put("csv.gz", TableFiles.gzip(TableFiles.csv()));
    FILES.put("jsonl", TableFiles.json());
    FILES.put("libsvm", TableFiles.libsvm());
    FILES.put("idx3-ubyte", TableFiles.idxImages());
    FILES.put("avro", TableFiles.avro());
    FILES.put("parquet", TableFiles.spark("parquet", shared));
    FILES.put("orc", TableFiles.spark("orc", shared));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"csv", "csv.gz", "jsonl", "libsvm", "idx3-ubyte", "avro", "parquet", "orc"})
  void damagedFileIsReadOrRefused(String kind) throws IOException {
    byte[] whole = FILES.get(kind);
    Random random = new Random(SEED * 31 + kind.hashCode());
    for (int round = 0; round < ROUNDS; round++) {
      long seed = random.nextLong();
      byte[] damaged = Mutation.of(whole, new Random(seed));
      Path file = Files.write(directory.resolve("table-" + round + "." + kind), damaged);
      CommandResult ran = InSession.train(settings(file, kind, round));
      assertThat(ran.code())
          .as("%s, round %d, seed %d: %s", kind, round, seed, ran.err())
          .isIn(ExitCode.OK.code(), ExitCode.DATA.code());
      if (ran.code() != ExitCode.OK.code()) {
        assertThat(ran.err())
            .as("%s, round %d, seed %d", kind, round, seed)
            .startsWith("Cannot ")
            .contains(".")
            .doesNotContain("\tat ", "internal error", "java.lang.")
            .doesNotContainPattern(": null(\n| \\()");
        assertThat(ran.err().lines().count()).isLessThanOrEqualTo(MOST_LINES);
        assertThat(directory.resolve("model-" + round)).doesNotExist();
      }
    }
  }

  private List<String> settings(Path file, String kind, int round) throws IOException {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "data.path=" + file,
                "train.epochs=1",
                "train.preset=plain",
                "network.output=softmax-cross-entropy",
                "network.hidden=[2]",
                "output.model=" + directory.resolve("model-" + round)));
    if (kind.startsWith("idx")) {
      Path labels = Files.write(directory.resolve("labels-idx1-ubyte"), TableFiles.idxLabels());
      settings.add("data.idx.labels=" + labels);
      settings.add("data.format=idx");
    } else if (!kind.equals("libsvm")) {
      settings.add("data.label=kind");
    }
    return settings;
  }
}
