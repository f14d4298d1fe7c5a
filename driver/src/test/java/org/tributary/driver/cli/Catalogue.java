package org.tributary.driver.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** All cells of the catalogue of bad input, and the table of them. */
final class Catalogue {
  /** The examples of all cells. */
  static final List<BadInput> CELLS = List.copyOf(cells());

  private Catalogue() {}

  private static List<BadInput> cells() {
    List<BadInput> cells = new ArrayList<>();
    cells.addAll(ConfigurationCells.all());
    cells.addAll(CommandLineCells.all());
    cells.addAll(TextCells.csv());
    cells.addAll(TextCells.json());
    cells.addAll(TextCells.libsvm());
    cells.addAll(BinaryCells.idx());
    cells.addAll(BinaryCells.columnar(InputReader.PARQUET));
    cells.addAll(BinaryCells.columnar(InputReader.ORC));
    cells.addAll(BinaryCells.columnar(InputReader.AVRO));
    cells.addAll(ScoreCells.csv());
    cells.addAll(ScoreCells.json());
    cells.addAll(ModelCells.descriptions());
    cells.addAll(ModelCells.weights());
    cells.addAll(StoredCells.checkpoints());
    cells.addAll(StoredCells.registries());
    cells.addAll(NotPermittedCells.all());
    return cells;
  }

  /** Returns how many examples a cell has. */
  static long count(InputReader reader, FaultKind fault) {
    return CELLS.stream().filter(cell -> cell.reader() == reader && cell.fault() == fault).count();
  }

  /** Returns the table of the document: a row for each reader, a number for each cell. */
  static List<String> table() {
    List<String> lines = new ArrayList<>();
    String faults =
        Arrays.stream(FaultKind.values())
            .map(FaultKind::toString)
            .collect(Collectors.joining(" | "));
    lines.add("| reader | " + faults + " |");
    lines.add("|---|" + "---:|".repeat(FaultKind.values().length));
    for (InputReader reader : InputReader.values()) {
      String counts =
          Arrays.stream(FaultKind.values())
              .map(fault -> String.valueOf(count(reader, fault)))
              .collect(Collectors.joining(" | "));
      lines.add("| %s | %s |".formatted(reader, counts));
    }
    return lines;
  }
}
