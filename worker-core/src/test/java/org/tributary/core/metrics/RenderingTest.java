package org.tributary.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenderingTest {
  private static final List<String> DIGITS = names(10, "%d");
  private static final Map<String, Double> OTHERS =
      new TreeMap<>(Map.of("accuracy", 0.917, "loss", 0.28765));

  @Test
  void tableOfDigitsReadsLikeTheOneItCameFrom() {
    assertThat(ConfusionMatrixTest.digits().render(DIGITS))
        .isEqualTo(
            """
            Confusion matrix: target down, prediction across.
                0    1   2   3   4   5   6   7   8   9
            0 902    .   3   3   3  11   5   4   3   2
            1   . 1119  10   4   1   8   1   1  14   5
            2   3   12 872  15  13   5  15  13  27   7
            3   3    9  25 896   .  50   2  13  24  16
            4   3    .   6   1 858   3  10   5   8  54
            5   8    5  10  20   9 809  16   6  29   9
            6   1    1   6   1   4  14 978   1   4   3
            7   6    2  11   3   6   1   1 957   .  42
            8   3   18  11  16   6  27   9   4 867  17
            9   5    4   3   8  22   9   .  27   2 912
            """);
  }

  @Test
  void reportOfDigitsGivesEachClassItsLine() {
    assertThat(ClassificationReport.render(ConfusionMatrixTest.digits(), DIGITS, OTHERS))
        .startsWith(
            """
            class             precision     recall         F1    support
            0                    0.9657     0.9637     0.9647        936
            1                    0.9564     0.9622     0.9593       1163
            2                    0.9112     0.8880     0.8994        982
            3                    0.9266     0.8632     0.8938       1038
            4                    0.9306     0.9051     0.9176        948
            5                    0.8634     0.8784     0.8708        921
            6                    0.9431     0.9654     0.9541       1013
            7                    0.9282     0.9300     0.9291       1029
            8                    0.8865     0.8865     0.8865        978
            9                    0.8547     0.9194     0.8859        992

            macro average        0.9166     0.9162     0.9161      10000
            weighted average     0.9176     0.9170     0.9170      10000

            accuracy             0.9170
            """)
        .endsWith("\nloss                 0.2877\n");
  }

  @Test
  void namesThatAreTooLongToStandAboveColumnsGiveWayToNumbers() {
    ConfusionMatrix matrix = new ConfusionMatrix(3);
    matrix.add(0, 0, 12_000);
    matrix.add(0, 2, 7);
    matrix.add(1, 1, 30);
    matrix.add(2, 2, 4);
    assertThat(matrix.render(names(3, "a class with quite a long name of its own %d")))
        .isEqualTo(
            """
            Confusion matrix: target down, prediction across by number.
                                         0  1 2
            0 a class with quite a.. 12000  . 7
            1 a class with quite a..     . 30 .
            2 a class with quite a..     .  . 4
            """);
  }

  @Test
  void countsThatDoNotFitGiveWayToPerCent() {
    ConfusionMatrix matrix = diagonal(20, 100_000);
    matrix.add(3, 4, 100);
    matrix.add(5, 6, 50_000);
    String text = matrix.render(names(20, "class number %d"));
    assertThat(text)
        .startsWith(
            "Confusion matrix, per cent of each target: target down, prediction across by number.\n");
    assertThat(text.lines().toList().get(5)).containsPattern("^3 class.* 100 +<1 ");
    assertThat(text.lines().toList().get(7)).containsPattern("^5 class.* 67 +33 ");
  }

  @Test
  void moreClassesThanFitGiveWayToTheMostConfusedPairs() {
    ConfusionMatrix matrix = diagonal(100, 90);
    for (int c = 0; c < 25; c++) {
      matrix.add(c, c + 1, 10);
    }
    matrix.add(50, 60, 90);
    List<String> lines = matrix.render(names(100, "class %d")).lines().toList();
    assertThat(lines)
        .hasSize(23)
        .startsWith(
            "Most confused of 100 classes:",
            "target                    taken for                  samples     share",
            "class 50                  class 60                        90    50.0 %",
            "class 0                   class 1                         10    10.0 %")
        .endsWith("and 6 more pairs");
  }

  @Test
  void weightsThatAreNoCountsHaveAFewDigits() {
    ConfusionMatrix matrix = new ConfusionMatrix(2);
    matrix.add(0, 0, 12_000.25);
    matrix.add(0, 1, 0.125);
    matrix.add(1, 1, 3);
    assertThat(matrix.render(List.of("a", "b")))
        .isEqualTo(
            """
            Confusion matrix: target down, prediction across.
                  a      b
            a 12000 0.1250
            b     .      3
            """);
  }

  @Test
  void manyClassesWithoutConfusionSaySo() {
    assertThat(diagonal(100, 9).render(names(100, "class %d")))
        .isEqualTo("No sample of the 100 classes was confused.\n");
  }

  @ParameterizedTest
  @CsvSource({"1, 3", "2, 3", "10, 9999", "15, 9999", "20, 999", "20, 99999999", "200, 1000"})
  void noLineIsWiderThanTheTerminal(int classes, double count) {
    ConfusionMatrix matrix = new ConfusionMatrix(classes);
    for (int t = 0; t < classes; t++) {
      for (int p = 0; p < classes; p++) {
        matrix.add(t, p, count);
      }
    }
    for (String name : new String[] {"%d", "some class %d", "a very long name for a class, %d"}) {
      String text = matrix.render(names(classes, name));
      assertThat(text).endsWith("\n");
      assertThat(text.lines()).allMatch(line -> line.length() <= ConfusionTable.WIDTH);
      // Up to twenty classes it is a table: a title, a heading and a line a class.
      assertThat(text.lines().count()).isEqualTo(classes <= 20 ? classes + 2 : 23);
    }
  }

  @Test
  void aReportOnNothingSaysSo() {
    assertThat(ClassificationReport.render(new ConfusionMatrix(2), names(2, "%d"), OTHERS))
        .isEqualTo("No samples to report on.\n");
  }

  @Test
  void aReportCutsLongNames() {
    assertThat(
            ClassificationReport.render(diagonal(2, 1), names(2, "x".repeat(60) + "%d"), OTHERS)
                .lines())
        .allMatch(line -> line.length() <= ConfusionTable.WIDTH)
        .anyMatch(line -> line.startsWith("x".repeat(38) + ".. "));
  }

  @Test
  void aNameIsNeededForEachClass() {
    ConfusionMatrix matrix = new ConfusionMatrix(3);
    assertThatThrownBy(() -> matrix.render(List.of("a", "b")))
        .hasMessage("Cannot render a confusion matrix: 2 names for 3 classes");
    assertThatThrownBy(() -> ClassificationReport.render(matrix, List.of("a", "b"), OTHERS))
        .hasMessage("Cannot render a classification report: 2 names for 3 classes");
  }

  private static ConfusionMatrix diagonal(int classes, double count) {
    ConfusionMatrix matrix = new ConfusionMatrix(classes);
    for (int c = 0; c < classes; c++) {
      matrix.add(c, c, count);
    }
    return matrix;
  }

  private static List<String> names(int classes, String format) {
    return IntStream.range(0, classes).mapToObj(format::formatted).toList();
  }
}
