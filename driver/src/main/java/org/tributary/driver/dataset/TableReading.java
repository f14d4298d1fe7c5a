package org.tributary.driver.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.tributary.core.function.OutputLoss;
import org.tributary.driver.dataset.SampleReader.TargetKind;
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.RowWidth;
import org.tributary.driver.source.Table;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.KindRule;
import org.tributary.driver.spec.PreparationSpec;

/**
 * Reads a table for training: decides what its columns hold and what its labels are, and reads its
 * rows by that.
 *
 * <p>What the job does not say is guessed from the first rows where these leave little doubt. The
 * rows are read once by the guess; where they prove it wrong, they are counted and read again. So
 * what is decided follows from all rows, and clean tables of numbers are read once.
 *
 * @param reader reads a row as a sample
 * @param samples the rows
 * @param validation what was found in them
 * @param kinds what the columns hold
 * @param output the output function and loss
 */
record TableReading(
    SampleReader reader,
    SampleShuffle samples,
    DataValidation validation,
    ColumnKinds kinds,
    OutputLoss output) {

  /** How many rows are looked at for a guess. */
  private static final int FIRST_ROWS = 1000;

  /** What a reading needs besides the table. */
  record Request(
      DataSpec spec,
      Optional<OutputLoss> output,
      RowWidth width,
      long seed,
      Split split,
      int partitions,
      MemoryLimit room) {}

  /**
   * Reads the table.
   *
   * @throws DataException if it cannot be read whole and as asked
   */
  static TableReading of(Table table, Request request) {
    TableReading reading = decided(table, request);
    DataValidation found = reading.validation();
    if (request.output().isEmpty() && reading.isOfClasses() && !found.hasProblems()) {
      DoubtfulText.requireClasses(table, label(request), found.labels());
    }
    return reading;
  }

  private static TableReading decided(Table table, Request request) {
    ColumnPlaces places = new ColumnPlaces(table, request.spec().trainingColumns());
    Map<String, Integer> columns = places.candidates();
    int[] labels = places.labels().stream().mapToInt(Integer::intValue).toArray();
    PreparationSpec preparation = request.spec().preparation();
    requireColumns(table, preparation);
    int[] unknown = ColumnKinds.unknown(table, columns, preparation);
    IntStream wanted =
        request.output().isPresent()
            ? IntStream.of(unknown)
            : IntStream.concat(IntStream.of(unknown), IntStream.of(labels));
    TableProfile first = TableProfile.ofFirstRows(table, wanted.toArray(), FIRST_ROWS, FIRST_ROWS);
    ColumnKinds kinds = ColumnKinds.guess(table, columns, preparation, first);
    OutputLoss output = request.output().orElseGet(() -> LabelTask.of(first, labels));
    TableReading reading = read(table, request, kinds, output);
    DataValidation found = reading.validation();
    boolean guessed = kinds.guessed() || request.output().isEmpty();
    if (found.hasProblems() && guessed) {
      ColumnKinds exact = kinds.guessed() ? ColumnKinds.exact(table, columns, preparation) : kinds;
      OutputLoss decided = request.output().orElseGet(() -> LabelTask.exact(table, labels));
      if (decided != output || !exact.encodings().equals(kinds.encodings())) {
        return read(table, request, exact, decided);
      }
    } else if (request.output().isEmpty() && reading.isOfClasses()) {
      OutputLoss decided = LabelTask.of(List.of(found.labels()));
      if (decided != output) {
        return read(table, request, kinds, decided);
      }
    }
    return reading;
  }

  private static String label(Request request) {
    return request.spec().trainingColumns().label().get(0);
  }

  private boolean isOfClasses() {
    return reader.target() == TargetKind.CLASS;
  }

  /** Returns what is doubtful about the meaning of texts, in sentences. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>(kinds.warnings());
    if (isOfClasses()) {
      warnings.addAll(DoubtfulText.ofSpellings("classes", validation.classes()));
      warnings.addAll(DoubtfulText.ofRareClasses(validation.classCounts()));
    }
    validation
        .constantTarget()
        .ifPresent(
            label ->
                warnings.add(
                    "Every label is %s, so that there is nothing to learn; see whether data.label names the column to predict."
                        .formatted(label)));
    if (validation.rows() > 1
        && validation.cells().constant().cardinality() >= reader.plan().inputs()) {
      warnings.add("No feature varies, so that every row has the same prediction.");
    }
    return warnings;
  }

  /** Refuses a rule on the kinds of columns that is for none. */
  private static void requireColumns(Table table, PreparationSpec preparation) {
    List<String> columns = List.of(table.schema().fieldNames());
    for (KindRule rule : preparation.kinds()) {
      if (columns.stream().noneMatch(rule::matches)) {
        throw new DataException(
            "Cannot read %s: no column %s, named by data.columns (columns: %s)"
                .formatted(table.path(), rule.pattern(), ColumnPlaces.names(table)));
      }
    }
  }

  private static TableReading read(
      Table table, Request request, ColumnKinds kinds, OutputLoss output) {
    DataSpec spec = request.spec();
    ColumnPlan plan =
        ColumnPlan.forTraining(
            table, spec.trainingColumns(), spec.preparation(), kinds, request.width());
    int columns = plan.labels().size();
    SampleReader reader =
        new SampleReader(
            plan,
            OutcomeFit.target(output, columns),
            SplitColumn.of(table, request.split().by(), request.seed()));
    boolean classes = reader.target() == TargetKind.CLASS;
    request
        .room()
        .require(plan.inputs(), classes ? OptionalInt.empty() : OptionalInt.of(columns), 1);
    SampleShuffle samples = SampleShuffle.of(table, reader, request.seed(), request.partitions());
    return new TableReading(reader, samples, samples.validation(), kinds, output);
  }
}
