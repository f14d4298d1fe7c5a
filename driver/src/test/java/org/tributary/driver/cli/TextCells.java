package org.tributary.driver.cli;

import static org.tributary.driver.cli.FaultKind.CONTRADICTORY;
import static org.tributary.driver.cli.FaultKind.MALFORMED;
import static org.tributary.driver.cli.FaultKind.OUT_OF_RANGE;
import static org.tributary.driver.cli.FaultKind.TOO_LARGE;
import static org.tributary.driver.cli.FaultKind.TRUNCATED;
import static org.tributary.driver.cli.FaultKind.WRONG_ENCODING;
import static org.tributary.driver.cli.FaultKind.WRONG_TYPE;
import static org.tributary.driver.cli.InputReader.CSV;
import static org.tributary.driver.cli.InputReader.JSON;
import static org.tributary.driver.cli.InputReader.LIBSVM;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Cells of the text formats. */
final class TextCells {
  private static final String CSV_HEAD = "a,b,kind\n1,2,no\n3,4,yes\n";
  private static final String CSV_ROWS = CSV_HEAD + "5,6,no\n7,8,yes\n".repeat(5);
  private static final String JSON_ROWS =
      "{\"a\": 1, \"b\": 2, \"kind\": \"no\"}\n{\"a\": 3, \"b\": 4, \"kind\": \"yes\"}\n".repeat(5);
  private static final String LIBSVM_ROWS = "no 1:1 2:2\nyes 1:3 2:4\n".repeat(5);

  private TextCells() {}

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static BadInput csv(FaultKind fault, String text, String... words) {
    return DataCells.text(CSV, fault, "x.csv", text, words);
  }

  static List<BadInput> csv() {
    byte[] packed = TableFiles.gzip(TableFiles.csv());
    String many = "1" + ",1".repeat(999_999);
    return List.of(
        csv(MALFORMED, CSV_HEAD + "\"5,6,no\n", "x.csv:4: ", "does not end"),
        csv(MALFORMED, CSV_HEAD + "\"5\"6,6,no\n", "x.csv:4: ", "quote"),
        csv(MALFORMED, "\n\n", "x.csv", "no lines"),
        csv(TRUNCATED, CSV_ROWS + "5,6", "x.csv:14: has 2 fields"),
        DataCells.bytes(
            CSV,
            TRUNCATED,
            "x.csv.gz",
            Arrays.copyOf(packed, packed.length / 2),
            "x.csv.gz",
            "damaged"),
        csv(OUT_OF_RANGE, CSV_ROWS + "1e999,6,no\n", "x.csv:14: column a", "1e999"),
        csv(CONTRADICTORY, "a,a,kind\n1,2,no\n", "x.csv", "both named \"a\"", "rename"),
        DataCells.of(CSV, CONTRADICTORY, TextCells::twoHeaders, List.of(), "2.csv", "header"),
        csv(TOO_LARGE, CSV_ROWS + many, "x.csv:14: has 1000000 fields (expected 3)"),
        DataCells.of(
            CSV,
            WRONG_TYPE,
            directory -> Files.writeString(directory.resolve("x.csv"), CSV_ROWS + "red,6,no\n"),
            List.of("data.columns.a=number"),
            "x.csv:14: column a",
            "red"),
        DataCells.bytes(
            CSV,
            WRONG_ENCODING,
            "x.csv",
            CSV_ROWS.getBytes(StandardCharsets.UTF_16),
            "x.csv",
            "UTF-8",
            "data.csv.encoding"),
        DataCells.bytes(
            CSV,
            WRONG_ENCODING,
            "x.csv",
            latin(CSV_ROWS + "5,6,n\u00f6\n"),
            "x.csv:14: ",
            "UTF-8",
            "data.csv.encoding"),
        DataCells.missing(CSV, "x.csv"),
        DataCells.belowAFile(CSV, "x.csv"));
  }

  private static Path twoHeaders(Path directory) throws java.io.IOException {
    Files.writeString(directory.resolve("1.csv"), CSV_HEAD);
    Files.writeString(directory.resolve("2.csv"), "a,c,kind\n1,2,no\n");
    return directory.resolve("*.csv");
  }

  private static BadInput json(FaultKind fault, String row, String... words) {
    return DataCells.text(JSON, fault, "x.jsonl", JSON_ROWS + row, words);
  }

  static List<BadInput> json() {
    return List.of(
        json(MALFORMED, "{\"a\" 1}\n", "x.jsonl:11: is not JSON"),
        json(TRUNCATED, "{\"a\": 1, \"b", "x.jsonl:11: is not JSON"),
        json(OUT_OF_RANGE, "{\"a\": 1e999, \"b\": 1, \"kind\": \"no\"}\n", "x.jsonl:11: column a"),
        json(CONTRADICTORY, "{\"a\": 1, \"a\": 2, \"kind\": \"no\"}\n", "x.jsonl:11: ", "a"),
        json(TOO_LARGE, "[".repeat(20_000) + "]".repeat(20_000) + "\n", "x.jsonl:11: ", "nest"),
        json(TOO_LARGE, "{\"a\": " + "1".repeat(20_000) + "}\n", "x.jsonl:11: "),
        json(WRONG_TYPE, "[1, 2]\n", "x.jsonl:11: is not a JSON object"),
        DataCells.of(
            JSON,
            WRONG_TYPE,
            directory ->
                Files.writeString(
                    directory.resolve("x.jsonl"),
                    JSON_ROWS + "{\"a\": {\"c\": 1}, \"b\": 1, \"kind\": \"no\"}\n"),
            List.of("data.columns.a=number"),
            "x.jsonl:11: column a"),
        DataCells.bytes(
            JSON,
            WRONG_ENCODING,
            "x.jsonl",
            latin(JSON_ROWS + "{\"kind\": \"n\u00f6\"}\n"),
            "x.jsonl:11: ",
            "UTF-8"),
        DataCells.missing(JSON, "x.jsonl"),
        DataCells.belowAFile(JSON, "x.jsonl"));
  }

  private static BadInput libsvm(FaultKind fault, String row, String... words) {
    return DataCells.text(LIBSVM, fault, "x.libsvm", LIBSVM_ROWS + row, words);
  }

  static List<BadInput> libsvm() {
    return List.of(
        libsvm(MALFORMED, "no 1:1 2=2\n", "x.libsvm:11: \"2=2\" is not index:value"),
        libsvm(MALFORMED, "1:1 2:2\n", "x.libsvm:11: it has no label"),
        libsvm(TRUNCATED, "no 1:1 2:", "x.libsvm:11: \"2:\" is not index:value"),
        libsvm(OUT_OF_RANGE, "no 0:1 2:2\n", "x.libsvm:11: \"0:1\"", "index from 1"),
        libsvm(OUT_OF_RANGE, "no 1:1e999\n", "x.libsvm:11: "),
        DataCells.of(
            LIBSVM,
            OUT_OF_RANGE,
            directory -> Files.writeString(directory.resolve("x.libsvm"), LIBSVM_ROWS + "no 9:1\n"),
            List.of("data.libsvm.features=2"),
            "x.libsvm:11: index 9 is above the number of features, 2"),
        libsvm(CONTRADICTORY, "no 2:1 1:2\n", "x.libsvm:11: index 1 is after index 2", "ascending"),
        libsvm(CONTRADICTORY, "no 2:1 2:2\n", "x.libsvm:11: index 2 is after index 2"),
        libsvm(TOO_LARGE, "no 99999999999:1\n", "x.libsvm:11: index 99999999999 is"),
        libsvm(WRONG_TYPE, "no 1:red\n", "x.libsvm:11: \"1:red\"", "a number"),
        DataCells.bytes(
            LIBSVM,
            WRONG_ENCODING,
            "x.libsvm",
            latin(LIBSVM_ROWS + "n\u00f6 1:1\n"),
            "x.libsvm:11: ",
            "UTF-8"),
        DataCells.missing(LIBSVM, "x.libsvm"),
        DataCells.belowAFile(LIBSVM, "x.libsvm"));
  }
}
