package org.tributary.driver.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tributary.core.model.Json;
import org.tributary.driver.train.TrainingState;

class StateFormatTest {
  static List<TrainingState> states() {
    return TestStates.ofEveryKind();
  }

  private static Map<String, double[]> written(TrainingState state) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NumberFile.write(StateFormat.vectors(state), out);
    return NumberFile.read(new ByteArrayInputStream(out.toByteArray()), out.size());
  }

  @ParameterizedTest
  @MethodSource("states")
  void stateIsReadAsItWasWritten(TrainingState state) throws Exception {
    ObjectNode json = Json.parse(Json.pretty(StateFormat.json(state)));
    assertThat(StateFormat.state(json, written(state))).isEqualTo(state);
  }

  @ParameterizedTest
  @MethodSource("states")
  void stateWithoutOneOfItsVectorsIsDamaged(TrainingState state) throws Exception {
    Map<String, double[]> all = written(state);
    for (String name : all.keySet()) {
      Map<String, double[]> others = new HashMap<>(all);
      others.remove(name);
      assertThatThrownBy(() -> StateFormat.state(StateFormat.json(state), others))
          .as("without %s", name)
          .isInstanceOf(DamagedCheckpoint.class);
    }
  }

  @Test
  void stateOfPartsThatDoNotBelongTogetherIsDamaged() throws Exception {
    TrainingState three = TestStates.at(3);
    TrainingState four = TestStates.at(4);
    Map<String, double[]> vectors = written(three);
    assertThatThrownBy(() -> StateFormat.state(StateFormat.json(four), vectors))
        .isInstanceOf(DamagedCheckpoint.class)
        .hasMessageContaining("the solver is at epoch 4, the stop rules at 4, the curve at 3");
  }
}
