package org.tributary.driver.dataset;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tributary.core.preparation.Encoding;
import org.tributary.driver.source.Cells;
import org.tributary.driver.source.Malformed;
import org.tributary.driver.source.NumericRow;
import org.tributary.driver.source.NumericScan;
import org.tributary.driver.source.SourceRow;
import org.tributary.driver.source.TextNotation;

/**
 * Reads a row as a sample, strictly: what is not a finite number where one is due is a problem.
 *
 * @param plan which cell plays which part
 * @param target what the label cells hold
 * @param split the column that decides on the set of a row
 */
record SampleReader(ColumnPlan plan, TargetKind target, SplitColumn split) implements Serializable {

  private static final double[] NONE = {};

  /** Reads rows that no column divides. */
  SampleReader(ColumnPlan plan, TargetKind target) {
    this(plan, target, SplitColumn.NONE);
  }

  /** What label cells hold. */
  enum TargetKind {
    /** Nothing: they are not read. */
    UNREAD,
    /** The name of a class. */
    CLASS,
    /** Numbers. */
    NUMBERS,
    /** Numbers from 0 to 1, for sigmoid outputs. */
    SHARES,
    /** Numbers of 0 or more, for the exponential output. */
    COUNTS;

    /** Tells whether a finite number is a target of this kind. */
    boolean takes(double value) {
      return switch (this) {
        case UNREAD, CLASS, NUMBERS -> true;
        case SHARES -> value >= 0 && value <= 1;
        case COUNTS -> value >= 0;
      };
    }

    /** Returns what targets of this kind have to be. */
    String expected() {
      return switch (this) {
        case UNREAD, CLASS, NUMBERS -> "a number";
        case SHARES -> "0 to 1 for a sigmoid output";
        case COUNTS -> "0 or more for counts, with network.output exponential-poisson";
      };
    }
  }

  /** Returns an empty batch for samples as this reads them. */
  SampleBatch batch() {
    return new SampleBatch(plan.inputs(), outputs(), plan.isSparse());
  }

  /**
   * Returns an empty chunk for samples as this reads them.
   *
   * @param rows how many samples it has room for at once; it grows where there are more
   */
  SampleChunk.Builder chunk(int rows) {
    return new SampleChunk.Builder(plan.inputs(), outputs(), plan.isSparse(), rows);
  }

  private int outputs() {
    return switch (target) {
      case UNREAD, CLASS -> 0;
      case NUMBERS, SHARES, COUNTS -> plan.labels().size();
    };
  }

  /** Reads a row that was validated before. */
  Sample sample(SourceRow row) {
    if (read(row) instanceof Sample sample) {
      return sample;
    }
    throw new IllegalStateException(
        "Cannot read " + row.file() + " again: it changed since it was validated");
  }

  /** Returns the sample, or what is wrong with the row. */
  ReadResult read(SourceRow row) {
    ReadResult result = readSample(row);
    if (split.content() == SplitColumn.Content.NOTHING || !(result instanceof Sample sample)) {
      return result;
    }
    SplitColumn.Position position = split.position(row.cells());
    return position.isThere()
        ? sample.withPosition(position.value())
        : problem(row, split.name(), "column " + split.name() + " " + position.problem());
  }

  private ReadResult readSample(SourceRow row) {
    Optional<Malformed> malformed = Malformed.in(row);
    if (malformed.isPresent()) {
      return problem(row, malformed.get().reason());
    }
    Object[] cells = row.cells();
    if (cells.length != plan.columns()) {
      return problem(
          row,
          "has %d field%s (expected %d)"
              .formatted(cells.length, cells.length == 1 ? "" : "s", plan.columns()));
    }
    if (plan.isSparse()) {
      return readSparse(row);
    }
    double[] features = new double[plan.inputs()];
    double[] contents = features;
    int at = 0;
    for (PlannedFeature feature : plan.features()) {
      Object cell = feature.cell() == PlannedFeature.ABSENT ? null : cells[feature.cell()];
      if (feature.encoding() != Encoding.Plain.NUMBER) {
        features[at] = Cells.encoded(cell, feature.encoding());
        if (Double.isNaN(features[at]) && !(feature.takesMissing() && Cells.isMissing(cell))) {
          return unfit(row, feature, cell);
        }
        boolean category = feature.encoding() instanceof Encoding.Categories;
        if (category && contents == features) {
          contents = features.clone();
        }
        contents[at] = category ? CategoryContent.of(cell) : features[at];
        at++;
        continue;
      }
      int width = Cells.width(cell);
      if (width != feature.width()) {
        return width == Cells.NO_WIDTH || cell == null
            ? unfit(row, feature, cell)
            : problem(
                row,
                feature.name(),
                "column %s holds %d numbers (expected %d)"
                    .formatted(feature.name(), width, feature.width()));
      }
      int end = Cells.numbers(cell, features, at);
      for (; at < end; at++) {
        if (!Double.isFinite(features[at]) && !isMissing(feature, cell, features[at])) {
          return unfit(row, feature, cell);
        }
        // One NaN, whatever its bits: they count for the key.
        features[at] = Double.isNaN(features[at]) ? Double.NaN : features[at];
        contents[at] = features[at];
      }
    }
    return sample(row, features, contents);
  }

  /** Reads the features without their zeros. */
  private ReadResult readSparse(SourceRow row) {
    NonZeros nonZeros = new NonZeros();
    int at = 0;
    for (PlannedFeature feature : plan.features()) {
      Object cell = row.cells()[feature.cell()];
      int width = Cells.width(cell);
      if (width != feature.width()) {
        return width == Cells.NO_WIDTH
            ? unfit(row, feature, cell)
            : problem(
                row,
                feature.name(),
                "column %s holds %d numbers (expected %d)"
                    .formatted(feature.name(), width, feature.width()));
      }
      if (!nonZeros.add(cell, at, width)) {
        return unfit(row, feature, cell);
      }
      at += width;
    }
    double[] values = nonZeros.values();
    ReadResult result = sample(row, values, values);
    return result instanceof Sample sample ? sample.at(nonZeros.indices()) : result;
  }

  /** Returns the sample of features with the rest of a row, or what is wrong with that. */
  private ReadResult sample(SourceRow row, double[] features, double[] contents) {
    Object[] cells = row.cells();
    double weight = 1;
    if (plan.weight() != ColumnPlan.NO_WEIGHT) {
      Object cell = cells[plan.weight()];
      weight = Cells.number(cell);
      if (!(weight >= 0) || Double.isInfinite(weight)) {
        return problem(
            row,
            "the weight is %s (expected a number of 0 or more)%s"
                .formatted(cell, TextNotation.hint(cell)));
      }
    }
    return switch (target) {
      case UNREAD -> new Sample(features, contents, "", NONE, weight);
      case CLASS -> withClass(row, features, contents, weight);
      case NUMBERS, SHARES, COUNTS -> withNumbers(row, features, contents, weight);
    };
  }

  /** Tells whether a number that is not finite is a missing cell, or a missing element of one. */
  private static boolean isMissing(PlannedFeature feature, Object cell, double number) {
    return feature.takesMissing()
        && Double.isNaN(number)
        && (feature.width() > 1 || !(cell instanceof String) || Cells.isMissing(cell));
  }

  /** Tells whether a scan of numbers can read every column that this takes. */
  boolean canRead(NumericScan scan) {
    int[] columns = numericColumns();
    int[] widths = numericWidths();
    return split.content() == SplitColumn.Content.NOTHING
        && !plan.isSparse()
        && plan.features().stream()
            .allMatch(
                feature ->
                    feature.cell() != PlannedFeature.ABSENT
                        && feature.encoding() == Encoding.Plain.NUMBER)
        && IntStream.range(0, columns.length).allMatch(i -> scan.takes(columns[i], widths[i]))
        && (otherColumn() == NumericScan.NO_OTHER || scan.takesOther(otherColumn()));
  }

  /**
   * Returns the columns whose numbers {@link #read(NumericRow)} takes: the features, the weight if
   * there is one, and the targets if they are numbers. Every feature must be of numbers.
   */
  int[] numericColumns() {
    List<Integer> columns = new ArrayList<>();
    plan.features().forEach(feature -> columns.add(feature.cell()));
    if (plan.weight() != ColumnPlan.NO_WEIGHT) {
      columns.add(plan.weight());
    }
    if (outputs() > 0) {
      columns.addAll(plan.labels());
    }
    return columns.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Returns how many numbers a cell holds of each of {@link #numericColumns}. */
  int[] numericWidths() {
    int[] widths = new int[numericColumns().length];
    Arrays.fill(widths, 1);
    for (int i = 0; i < plan.features().size(); i++) {
      widths[i] = plan.features().get(i).width();
    }
    return widths;
  }

  /** Returns the column of the class, or {@link NumericScan#NO_OTHER}. */
  int otherColumn() {
    return target == TargetKind.CLASS ? plan.labels().get(0) : NumericScan.NO_OTHER;
  }

  /**
   * Returns the sample, or what is wrong with the row; the same as for its cells. The sample may
   * share the numbers of the row, and is then valid as long as these are.
   */
  ReadResult read(NumericRow row) {
    double[] numbers = row.numbers();
    boolean weighted = plan.weight() != ColumnPlan.NO_WEIGHT;
    int outputs = outputs();
    int inputs = numbers.length - (weighted ? 1 : 0) - outputs;
    for (int i = 0; i < numbers.length; i++) {
      if (!Double.isFinite(numbers[i])) {
        // Without cells, NaN can only be a missing number.
        boolean missing = i < inputs && Double.isNaN(numbers[i]) && row.row().isEmpty();
        if (!missing || !takesMissing(i)) {
          return readCells(row);
        }
        numbers[i] = Double.NaN;
      }
    }
    double weight = weighted ? numbers[inputs] : 1;
    if (weight < 0) {
      return readCells(row);
    }
    double[] features = inputs == numbers.length ? numbers : Arrays.copyOf(numbers, inputs);
    if (target == TargetKind.UNREAD) {
      return new Sample(features, "", NONE, weight);
    }
    if (target == TargetKind.CLASS) {
      String label = Cells.className(row.other());
      return label.isEmpty() ? readCells(row) : new Sample(features, label, NONE, weight);
    }
    double[] targets = Arrays.copyOfRange(numbers, numbers.length - outputs, numbers.length);
    for (double value : targets) {
      if (!target.takes(value)) {
        return readCells(row);
      }
    }
    return new Sample(features, "", targets, weight);
  }

  /** Tells whether the feature that an input is a number of may be missing. */
  private boolean takesMissing(int input) {
    List<PlannedFeature> features = plan.features();
    int feature = 0;
    for (int end = features.get(0).width(); end <= input; end += features.get(feature).width()) {
      feature++;
    }
    return features.get(feature).takesMissing();
  }

  private ReadResult readCells(NumericRow row) {
    return row.row().map(this::read).orElse(RowProblem.UNPLACED);
  }

  private ReadResult withClass(SourceRow row, double[] features, double[] contents, double weight) {
    String label = Cells.className(row.cells()[plan.labels().get(0)]);
    if (label.isEmpty()) {
      return problem(
          row,
          plan.labelNames().get(0),
          "the label column %s is missing (fill it in, or leave such rows out with data.unreadable.share)"
              .formatted(plan.labelNames().get(0)));
    }
    return new Sample(features, contents, label, NONE, weight);
  }

  private ReadResult withNumbers(
      SourceRow row, double[] features, double[] contents, double weight) {
    double[] targets = new double[plan.labels().size()];
    for (int i = 0; i < targets.length; i++) {
      Object cell = row.cells()[plan.labels().get(i)];
      String name = plan.labelNames().get(i);
      targets[i] = target == TargetKind.SHARES ? Cells.share(cell) : Cells.number(cell);
      if (!Double.isFinite(targets[i])) {
        return problem(
            row, name, "column " + name + " " + Cells.problem(cell).orElse("is no number"));
      }
      if (!target.takes(targets[i])) {
        return problem(
            row,
            name,
            "the label column %s is %s (expected %s)".formatted(name, cell, target.expected()));
      }
    }
    return new Sample(features, contents, "", targets, weight);
  }

  private static RowProblem unfit(SourceRow row, PlannedFeature feature, Object cell) {
    String problem =
        feature.encoding() == Encoding.Plain.NUMBER || Cells.isMissing(cell)
            ? Cells.problem(cell).orElse("is no number")
            : "is not of the kind %s: %s%s"
                .formatted(feature.encoding().id(), Cells.abridged(cell), TextNotation.hint(cell));
    return problem(row, feature.name(), "column " + feature.name() + " " + problem);
  }

  private static RowProblem problem(SourceRow row, String column, String reason) {
    return new RowProblem(row.file(), row.position(), column, reason);
  }

  private static RowProblem problem(SourceRow row, String reason) {
    return new RowProblem(row.file(), row.position(), reason);
  }
}
