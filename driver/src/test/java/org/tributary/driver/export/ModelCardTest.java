package org.tributary.driver.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Precision;
import org.tributary.core.model.Decision;
import org.tributary.core.model.Model;
import org.tributary.driver.TableModels;

class ModelCardTest {
  @Test
  void aCardSaysWhatTheModelIsAndWhereItComesFrom() {
    String card = ModelCard.of("models/people", TableModels.classifier());
    assertThat(card.lines())
        .contains(
            "# Model card: models/people",
            "| predicts | answer |",
            "| task | classification |",
            "| classes | 3: no, yes, maybe, so |",
            "| hidden layers | 6 relu |",
            "| source | `people.csv` |",
            "| training rows | 1,000 |",
            "| hold-out rows | 200 |",
            "| `color` | category | 3 | yes |",
            "| `income` | number |  | no |",
            "| `pixels` | vector | 3 | yes |",
            "| accuracy | 0.750000 |",
            "| seed | 1 |",
            "| Spark | 4.2.0 |",
            "    \"epochs\" : 10");
  }

  @Test
  void fingerprintsAreThoseOfTheFiles() {
    assertThat(ModelCard.of("m", TableModels.classifier()))
        .containsPattern("\\| fingerprint \\(SHA-256\\) \\| `[0-9a-f]{64}` \\|")
        .containsPattern("\\| weights \\(SHA-256\\) \\| `[0-9a-f]{64}` \\|");
  }

  @Test
  void textThatIsMarkdownStaysInItsCell() {
    Model model =
        TableModels.of(
            OutputLoss.IDENTITY_SQUARED_ERROR,
            List.of(Activation.TANH),
            Precision.FLOAT64,
            new Outcome.Numbers(List.of("a|b")),
            Decision.NONE);
    assertThat(ModelCard.of("m", model).lines()).contains("| predicts | a\\|b |");
  }
}
