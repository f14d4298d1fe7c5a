package org.tributary.driver.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tributary.driver.spec.InvalidConfiguration;

/** Every key with every extreme value, in a file and on the command line. */
@Timeout(60)
class ExtremeValuesTest {
  private static final int LONGEST_MESSAGE = 1000;
  private static final String ALPHABET = "019.-+eE_,:;/\\[]{}=\"'$ axz\t\u00e4\u0001";

  /** Values as HOCON writes them. */
  private static final List<String> VALUES =
      List.of(
          "0",
          "-1",
          "NaN",
          "-Infinity",
          "1e308",
          "-1e308",
          "1e999999999",
          "1e-999999999",
          "2147483648",
          "-2147483649",
          "9223372036854775808",
          "1" + "0".repeat(5000),
          "0.1",
          "0x10",
          "1_000",
          "\u0661\u0662",
          "\"\"",
          "\" \"",
          "true",
          "null",
          "[]",
          "[[]]",
          "[null]",
          "[1, two, {a = 1}]",
          "{}",
          "{ a = 1 }",
          "{ a { b = [] } }",
          "\"" + "x".repeat(100_000) + "\"",
          "\"\\u001b[31mred\\u0000\\u202e\"",
          "\"\\ud800\"",
          "\"../../etc/passwd\"",
          "\"no such \\n line\"",
          "99999999999d",
          "-5m",
          "1e5m",
          "\"nosuch://host/x\"",
          "\"*[{?\\\\\"");

  static Stream<Key<?>> keys() {
    return Keys.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("keys")
  void extremeValueInAFileIsReadOrRefusedByItsKey(Key<?> key) {
    for (String value : VALUES) {
      assertReadOrRefused(
          key, value, () -> Jobs.with("%s = %s".formatted(path(key.name()), value)));
    }
  }

  @ParameterizedTest
  @MethodSource("keys")
  void extremeValueOnTheCommandLineIsReadOrRefusedByItsKey(Key<?> key) {
    for (String value : VALUES) {
      assertReadOrRefused(key, value, () -> Jobs.overridden(key.name() + "=" + value));
    }
  }

  @ParameterizedTest
  @MethodSource("keys")
  void randomTextIsReadOrRefusedByItsKey(Key<?> key) {
    Random random = new Random(key.name().hashCode());
    for (int i = 0; i < 40; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(12);
      for (int c = 0; c < length; c++) {
        text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
      }
      assertReadOrRefused(key, text.toString(), () -> Jobs.overridden(key.name() + "=" + text));
    }
  }

  private static String path(String name) {
    return ConfigUtil.joinPath(name.split("\\.", -1));
  }

  private static void assertReadOrRefused(Key<?> key, String value, Runnable reading) {
    List<String> problems = new ArrayList<>();
    try {
      reading.run();
      return;
    } catch (InvalidConfiguration e) {
      problems.addAll(e.problems());
    } catch (RuntimeException | Error e) {
      throw new AssertionError(key.name() + " = " + shown(value), e);
    }
    String section = key.name().substring(0, key.name().indexOf('.'));
    assertThat(problems)
        .as("%s = %s", key.name(), shown(value))
        .isNotEmpty()
        .allSatisfy(
            problem -> {
              assertThat(problem.length()).isLessThan(LONGEST_MESSAGE);
              assertThat(problem).doesNotContain("Exception", "java.").contains(" ");
            })
        .anySatisfy(problem -> assertThat(problem).contains(section));
  }

  private static String shown(String value) {
    return value.length() > 40 ? value.substring(0, 40) + "..." : value;
  }
}
