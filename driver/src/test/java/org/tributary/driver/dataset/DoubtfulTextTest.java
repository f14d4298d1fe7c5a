package org.tributary.driver.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DoubtfulTextTest {
  private static ColumnProfile column(int cells, IntFunction<Object> cell) {
    ColumnProfile profile = new ColumnProfile(1000);
    IntStream.range(0, cells).forEach(i -> profile.add(cell.apply(i)));
    return profile;
  }

  private static List<String> warnings(ColumnProfile column) {
    return DoubtfulText.ofCategories(Map.of("size in m", column));
  }

  @Test
  void aColumnInAnotherNotationIsNamedWithItsFixAndTheSettingForCategories() {
    assertThat(warnings(column(50, i -> "1," + (10 + i))))
        .containsExactly(
            "Column size in m counts as categories, because the cells are numbers with a decimal"
                + " comma, such as \"1,10\" (write 1.5 for 1,5, or for CSV set data.csv.decimal ="
                + " \",\"); for categories, set data.columns = { \"size in m\" = category }.");
  }

  @Test
  void plainNumbersAmongThoseOfANotationBelongToIt() {
    assertThat(warnings(column(50, i -> i % 3 == 0 ? "1," + (234 + i) : "" + i)))
        .singleElement()
        .asString()
        .contains("numbers with");
    assertThat(warnings(column(50, i -> i % 3 == 0 ? "0," + (234 + i) : "1,390")))
        .singleElement()
        .asString()
        .contains("decimal comma");
    assertThat(warnings(column(50, i -> i % 3 == 0 ? "1,234,567" : "1," + (390 + i))))
        .singleElement()
        .asString()
        .contains("thousands separators");
    assertThat(warnings(column(50, i -> i % 2 == 0 ? i + " %" : "0")))
        .singleElement()
        .asString()
        .contains("percent sign");
  }

  @Test
  void numbersAmongWordsAreNamedWithTheWords() {
    assertThat(warnings(column(40, i -> i % 5 == 0 ? "-" : Integer.toString(i))))
        .containsExactly(
            "Column size in m counts as categories, because only 32 of the 40 cells are numbers,"
                + " and others are \"-\" (leave cells without a number empty); for categories, set"
                + " data.columns = { \"size in m\" = category }.");
  }

  @Test
  void wordsAreNotDoubtful() {
    assertThat(warnings(column(40, i -> i % 3 == 0 ? "red" : "Q" + i))).isEmpty();
    assertThat(warnings(column(40, i -> i % 3 == 0 ? Integer.toString(i) : "none"))).isEmpty();
  }

  @Test
  void columnsOfOneNotationShareAWarning() {
    assertThat(
            DoubtfulText.ofCategories(
                new TreeMap<>(
                    Map.of(
                        "a", column(20, i -> i + "%"),
                        "b", column(20, i -> i + "%"),
                        "c", column(20, i -> "x" + i)))))
        .singleElement()
        .asString()
        .startsWith("Columns a, b count as categories")
        .endsWith("set data.columns = { a = category, b = category }.");
  }

  @Test
  void wholeNumbersWithLeadingZerosMayBeCodes() {
    assertThat(DoubtfulText.ofNumbers(Map.of("zip", column(20, i -> "0" + (1000 + i)))))
        .containsExactly(
            "Column zip counts as numbers, but some have leading zeros, such as 01000, as codes"
                + " do; for codes, set data.columns = { zip = category }.");
    assertThat(DoubtfulText.ofNumbers(Map.of("month", column(9, i -> "0" + (i + 1))))).isEmpty();
    assertThat(DoubtfulText.ofNumbers(Map.of("x", column(9, i -> "000." + i)))).isEmpty();
    assertThat(DoubtfulText.ofNumbers(Map.of("x", column(9, i -> "000")))).isEmpty();
  }

  @Test
  void namesThatDifferInSpellingAloneAreNamed() {
    assertThat(
            DoubtfulText.ofSpellings(
                "classes", List.of("yes", "Yes", "a  b", "a b", "caf\u00e9", "cafe\u0301", "no")))
        .singleElement()
        .asString()
        .startsWith("The classes differ in case, spaces or the encoding of letters alone: ")
        .contains(
            "\"Yes\" and \"yes\"", "\"a  b\" and \"a b\"", "\"cafe\u0301\" and \"caf\u00e9\"");
    assertThat(DoubtfulText.ofSpellings("classes", List.of("yes", "no", "y"))).isEmpty();
  }

  @Test
  void classesOfOneRowAreAWarningWhereMostAre() {
    Map<String, Long> many = new TreeMap<>();
    IntStream.range(0, 30).forEach(i -> many.put("c" + i, i < 20 ? 1L : 5L));
    assertThat(DoubtfulText.ofRareClasses(many))
        .singleElement()
        .asString()
        .startsWith("20 of the 30 classes have one row");
    many.replaceAll((name, rows) -> rows + 1);
    assertThat(DoubtfulText.ofRareClasses(many)).isEmpty();
    assertThat(DoubtfulText.ofRareClasses(Map.of("a", 1L, "b", 1L))).isEmpty();
  }

  @Test
  void textIsLookedAtWhereThereAreMoreNamesThanAreCounted() {
    for (int split : new int[] {0, 30, 900, 2000}) {
      ColumnProfile one = column(split, i -> "$" + i + ".5");
      ColumnProfile other = column(3000 - split, i -> "$" + (i + split) + ".5");
      assertThat(one.merge(other).hasTooManyNames()).isTrue();
      assertThat(warnings(one))
          .singleElement()
          .asString()
          .contains("numbers with a currency, such as \"$0.5\"");
    }
  }

  @Test
  void mergingIsTheSameInAnyOrder() {
    for (int split : new int[] {0, 7, 19, 40}) {
      ColumnProfile one = column(split, i -> i % 4 == 0 ? "n.a." : Integer.toString(i));
      ColumnProfile other =
          column(40 - split, i -> (i + split) % 4 == 0 ? "n.a." : Integer.toString(i + split));
      assertThat(warnings(other.merge(one)))
          .isEqualTo(warnings(column(40, i -> i % 4 == 0 ? "n.a." : Integer.toString(i))));
    }
  }
}
