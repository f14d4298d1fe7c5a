package org.tributary.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tributary.core.kernel.Precision;
import org.tributary.core.preparation.Identity;
import org.tributary.core.preparation.Preparation;
import org.tributary.core.preparation.RowLayout;
import org.tributary.core.preparation.Standardization;
import org.tributary.core.scoring.Scorer;

class ModelRoundTripTest {
  /** More than one chunk, and a chunk of one row. */
  private static final int ROWS = Scorer.CHUNK_ROWS + 1;

  @TempDir private Path directory;

  static Stream<Model> everyKind() {
    return Models.everyKind();
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void aModelReadAgainIsTheSame(Model model) throws IOException {
    assertThat(Model.read(Models.write(model, directory))).isEqualTo(model);
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void aModelReadAgainPredictsTheSameBits(Model model) throws IOException {
    double[] raw = Models.rows(ROWS);
    double[] before = new double[ROWS * model.topology().outputs()];
    double[] after = before.clone();
    Scorer.of(model).outputs(raw, ROWS, before);
    Scorer.of(Model.read(Models.write(model, directory))).outputs(raw, ROWS, after);
    assertThat(after).containsExactly(before);
  }

  @Test
  void aDecisionIsTheSameReadAgainAndChangesThePrediction() throws IOException {
    Model model = Models.everyKind().findFirst().orElseThrow();
    Decision decision = new Decision(2.5, OptionalDouble.of(1));
    Model decided =
        new Model(
            model.topology(),
            model.precision(),
            model.theta(),
            model.preparation(),
            model.columns(),
            model.provenance(),
            decision);
    Model again = Model.read(Models.write(decided, directory));
    assertThat(again.decision()).isEqualTo(decision);
    assertThat(again).isEqualTo(decided).isNotEqualTo(model);
    double[] row = Models.rows(1);
    double[] plain = Scorer.of(model).probabilities(row);
    double[] tempered = Scorer.of(again).probabilities(row);
    // The odds to the power of 1 / T, in float32.
    assertThat(Math.log(tempered[0] / tempered[1]))
        .isCloseTo(Math.log(plain[0] / plain[1]) / 2.5, within(1e-5));
    // Nothing is above a threshold of 1.
    assertThat(Scorer.of(again).classIndex(row)).isZero();
  }

  @Test
  void aPreparationOfSeveralPartsIsTheSameReadAgain() throws IOException {
    RowLayout layout = Models.layout();
    Preparation preparation =
        new Preparation(
            layout,
            List.of(
                new Identity(layout, List.of("pixels")),
                new Standardization(
                    layout, List.of("größe"), new double[] {1.0 / 3}, new double[] {1e-3})));
    Model plain = Models.binary();
    Model model =
        new Model(
            plain.topology(),
            plain.precision(),
            plain.theta(),
            preparation,
            plain.columns(),
            plain.provenance());
    Model read = Model.read(Models.write(model, directory));
    assertThat(read).isEqualTo(model);
    assertThat(read.preparation()).isEqualTo(preparation).isNotEqualTo(Models.preparation());
    double[] raw = Models.rows(ROWS);
    double[] before = new double[ROWS];
    double[] after = new double[ROWS];
    Scorer.of(model).outputs(raw, ROWS, before);
    Scorer.of(read).outputs(raw, ROWS, after);
    assertThat(after).containsExactly(before);
  }

  @Test
  void theSameModelGivesTheSameBytes() throws IOException {
    Model model = Models.classifier(Precision.FLOAT32);
    Path first = Models.write(model, directory.resolve("first"));
    Path second = Models.write(Model.read(first), directory.resolve("second"));
    for (String file : List.of(ModelFiles.DESCRIPTION, ModelFiles.WEIGHTS)) {
      assertThat(second.resolve(file)).hasSameBinaryContentAs(first.resolve(file));
    }
  }

  @Test
  void filesTravelToAnotherJvm() throws IOException, ClassNotFoundException {
    Model model = Models.classifier(Precision.FLOAT64);
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(wire)) {
      out.writeObject(ModelFiles.of(model));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(wire.toByteArray()))) {
      assertThat(((ModelFiles) in.readObject()).model()).isEqualTo(model);
    }
  }

  @Test
  void theDescriptionIsWrittenLast() throws IOException {
    List<String> written = new ArrayList<>();
    ModelFiles.of(Models.binary())
        .write(
            file -> {
              written.add(file);
              return new ByteArrayOutputStream();
            });
    assertThat(written).containsExactly(ModelFiles.WEIGHTS, ModelFiles.DESCRIPTION);
  }
}
