package org.tributary.driver.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tributary.driver.source.TestFiles.cells;
import static org.tributary.driver.source.TestFiles.open;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tributary.driver.spec.FormatSpec.Libsvm;

class LibsvmSourceTest {
  private static final Libsvm LARGEST_SEEN = new Libsvm(0);

  @TempDir private Path dir;

  @Test
  void labelIsTextAndFeaturesAreASparseVectorAsWideAsTheLargestIndex() throws IOException {
    Table table = open(file("+1 1:0.5 4:-2e3 # first\n\n# none\n2.0\t2:7 \r\n3\n"), LARGEST_SEEN);

    assertThat(table.schema().names()).containsExactly("label", "features");
    assertThat(cells(table))
        .containsExactly(
            List.of("+1", sparse(4, new int[] {0, 3}, 0.5, -2000)),
            List.of("2.0", sparse(4, new int[] {1}, 7)),
            List.of("3", sparse(4, new int[] {})));
  }

  @Test
  void numberOfFeaturesIsTakenFromTheFormat() throws IOException {
    assertThat(cells(open(file("1 2:1\n"), new Libsvm(9))))
        .containsExactly(List.of("1", sparse(9, new int[] {1}, 1)));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "'1:2 2:3', 'it has no label before \"1:2\" (expected label index:value ...)'",
        "'1 5', '\"5\" is not index:value'",
        "'1 0:5', '\"0:5\" is not index:value, with an index from 1 and a number'",
        "'1 -1:5', '\"-1:5\" is not index:value, with an index from 1 and a number'",
        "'1 :5', '\":5\" is not index:value, with an index from 1 and a number'",
        "'1 2:', '\"2:\" is not index:value, with an index from 1 and a number'",
        "'1 2:x', '\"2:x\" is not index:value, with an index from 1 and a number'",
        "'1 qid:3', '\"qid:3\" is not index:value, with an index from 1 and a number'",
        "'1 99999999999:1', 'index 99999999999 is above 67108864, the most features of a row (each takes a weight for every unit of the first layer)'",
        "'1 3:1 2:1', 'index 2 is after index 3 (expected ascending indices)'",
        "'1 3:1 3:1', 'index 3 is after index 3 (expected ascending indices)'",
        "'1 6:1', 'index 6 is above the number of features, 5'"
      })
  void lineThatIsNotLibsvmIsMalformedAndTheOthersAreRead(String line, String reason)
      throws IOException {
    List<SourceRow> rows =
        open(file("7 1:1\n" + line + "\n8 1:1\n"), new Libsvm(5)).records().collect();

    assertThat(rows).hasSize(3);
    assertThat(Malformed.in(rows.get(1))).map(Malformed::reason).hasValue(reason);
    assertThat(rows.get(1).position()).isEqualTo(6);
    assertThat(rows.get(2).cells()[0]).isEqualTo("8");
  }

  @Test
  void malformedLinesDoNotWidenTheVectors() throws IOException {
    Table table = open(file("1 2:1\n1 9:1 8:1\n"), LARGEST_SEEN);

    assertThat(((Vector) table.records().first().cells()[1]).size()).isEqualTo(2);
  }

  @Test
  void directoryHasOneWidth() throws IOException {
    TestFiles.write(dir.resolve("1"), "1 2:1\n");
    TestFiles.gzip(dir.resolve("2.gz"), "1 5:1\n");

    assertThat(cells(open(dir, LARGEST_SEEN)))
        .containsExactly(
            List.of("1", sparse(5, new int[] {1}, 1)), List.of("1", sparse(5, new int[] {4}, 1)));
  }

  @Test
  void featuresGoOutInLibsvmNotation() throws IOException {
    Table table = open(file("1 2:0.25 3:0 5:1\n"), LARGEST_SEEN);

    assertThat(
            Cells.toRow(table.records().first().cells()[1], table.schema().fields()[1].dataType()))
        .isEqualTo("2:0.25 5:1.0");
  }

  private Path file(String text) throws IOException {
    return TestFiles.write(dir.resolve("x.libsvm"), text);
  }

  private static Vector sparse(int size, int[] indices, double... values) {
    return Vectors.sparse(size, indices, values);
  }
}
