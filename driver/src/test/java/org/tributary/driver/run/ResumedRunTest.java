package org.tributary.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.checkpoint.CheckpointException;
import org.tributary.driver.config.ConfiguredJob;
import org.tributary.driver.config.EffectiveConfiguration;
import org.tributary.driver.config.JobReader;
import org.tributary.driver.dataset.TestData;
import org.tributary.driver.source.DataException;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.store.LeaseHeld;
import org.tributary.driver.train.EpochEnd;
import org.tributary.driver.train.TrainingState;

/** A job that is interrupted and run again ends with the bits of one that was not. */
class ResumedRunTest {
  private static final String MINI_BATCH =
      "train { epochs = 6, optimizer.name = adam, dropout = 0.3,"
          + " strategy { name = mini-batch, batch = 50 } }";

  @TempDir private Path directory;
  private Path csv;
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void writeData() {
    csv = TestData.weightedClasses(directory, 240);
  }

  /** What ends an interrupted run. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Tells what a run reports, and does something after an epoch. */
  private class Observer implements RunListener {
    private final int epoch;
    private final Runnable then;

    Observer(int epoch, Runnable then) {
      this.epoch = epoch;
      this.then = then;
    }

    @Override
    public void resumed(String checkpoint, TrainingState from) {
      told.add("resumed after " + from.place());
    }

    @Override
    public void noticed(String line) {
      told.add(line);
    }

    @Override
    public void epochEnded(EpochEnd end, Supplier<TrainingState> state) {
      if (end.epoch() == epoch) {
        then.run();
      }
    }
  }

  private Observer whole() {
    return new Observer(0, () -> {});
  }

  private Observer killedAfter(int epoch) {
    return new Observer(
        epoch,
        () -> {
          throw new Killed();
        });
  }

  private TrainRun run(Start start, String model, String... settings) {
    String text =
        """
        data { path = "%s", label = kind, weight = w, holdout.fraction = 0.25, blockRows = 16 }
        data.partitions = 2
        network.hidden = [6, 5]
        output.model = "%s"
        %s
        """
            .formatted(csv, directory.resolve(model), String.join("\n", settings));
    ConfiguredJob job = JobReader.configured(text, "job.conf", List.of());
    return new TrainRun(
        job.spec(),
        decided -> EffectiveConfiguration.json(job.decided(decided)),
        List.of(),
        "test",
        start);
  }

  private TrainRun run(String model, String... settings) {
    return run(Start.RESUME, model, settings);
  }

  private String checkpoints() {
    return "checkpoint { path = \"%s\", every = 1 }".formatted(directory.resolve("checkpoints"));
  }

  private TrainRun.Result train(TrainRun run, RunListener listener) {
    return run.on(LocalSpark.session(), List.of(listener));
  }

  private void interrupt(int epoch, String... settings) {
    assertThatThrownBy(() -> train(run("interrupted", settings), killedAfter(epoch)))
        .isInstanceOf(Killed.class);
  }

  private static void assertSame(TrainRun.Result actual, TrainRun.Result expected) {
    assertThat(actual.model().theta()).containsExactly(expected.model().theta());
    assertThat(actual.training().epoch()).isEqualTo(expected.training().epoch());
    assertThat(actual.training().stopReason()).isEqualTo(expected.training().stopReason());
    assertThat(actual.training().holdout()).isEqualTo(expected.training().holdout());
    assertThat(actual.model().provenance().curve())
        .isEqualTo(expected.model().provenance().curve());
  }

  private List<String> files() {
    try (Stream<Path> files = Files.list(directory.resolve("checkpoints"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train { epochs = 8, optimizer.name = lbfgs, l2 = 0.5 }",
        "train { epochs = 8, optimizer.name = owlqn, l1 = 0.5, precision = float64 }",
        "train { epochs = 8, optimizer.name = adam, aggregation.transport = bfloat16 }",
        "train { epochs = 8, optimizer.name = momentum, dropout = 0.3,"
            + " strategy { name = mini-batch, batch = 50 }, schedule.name = cosine }",
        "train { epochs = 8, optimizer.name = adam,"
            + " strategy { name = local-steps, steps = 3, outer = nesterov } }",
        "train { epochs = 40, optimizer { name = adam, learningRate = 0.3 },"
            + " stop { patience = 3, monitor = loss },"
            + " strategy { name = mini-batch, batch = 50 } }",
        "train { preset = table, epochs = 8 }, data.validation.fraction = 0.2",
      })
  void runThatIsKilledTwiceEndsWithTheSameBitsOnOtherPartitions(String train) {
    TrainRun.Result expected = train(run("whole", train), whole());
    interrupt(2, train, checkpoints());
    interrupt(5, train, checkpoints(), "data.partitions = 3");
    TrainRun.Result resumed =
        train(run("resumed", train, checkpoints(), "data.partitions = 1"), whole());
    assertSame(resumed, expected);
    assertThat(told).hasSize(2).allMatch(line -> line.startsWith("resumed after "));
    assertThat(files()).noneMatch(file -> file.startsWith("lease") || file.startsWith("."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train { epochs = 3, optimizer.name = adam, dropout = 0.3, l2 = 0.1,"
            + " strategy { name = mini-batch, batch = 20 } }",
        "train { epochs = 3, optimizer.name = adam, aggregation.transport = bfloat16,"
            + " strategy { name = local-steps, steps = 2, growth = 1, batch = 8, outer = nesterov } }",
        "train { epochs = 3, optimizer.name = gradient-descent, l1 = 0.1, l2 = 0.1,"
            + " strategy { name = mini-batch, batch = 20 } },"
            + " data.columns { i = category }, data.categories.rare = 1"
      })
  void runThatIsKilledWithinAnEpochEndsWithTheSameBits(String train) throws IOException {
    widen();
    TrainRun.Result expected = train(run("whole", train), whole());
    for (int round : new int[] {2, 4, 6}) {
      Observer killed =
          new Observer(0, () -> {}) {
            @Override
            public void roundEnded(long rounds, Supplier<TrainingState> state) {
              if (rounds >= round && state.get().isWithinEpoch()) {
                throw new Killed();
              }
            }
          };
      assertThatThrownBy(() -> train(run("interrupted", train, checkpoints()), killed))
          .isInstanceOf(Killed.class);
    }
    TrainRun.Result resumed =
        train(run("resumed", train, checkpoints(), "data.partitions = 1"), whole());
    assertSame(resumed, expected);
    assertThat(told)
        .hasSize(3)
        .anyMatch(line -> line.matches("resumed after round \\d+ in epoch 1"));
  }

  /** Adds a column of 1200 categories, so many that rows become sparse if it is one. */
  private void widen() throws IOException {
    List<String> lines = Files.readAllLines(csv);
    StringBuilder wide = new StringBuilder(lines.get(0)).append(",i\n");
    for (int copy = 0; copy < 5; copy++) {
      for (int i = 1; i < lines.size(); i++) {
        wide.append(lines.get(i)).append(',').append(copy * lines.size() + i).append('\n');
      }
    }
    Files.writeString(csv, wide);
  }

  @Test
  void runThatHasEndedIsNotTrainedAgain() {
    TrainRun.Result first = train(run("first", MINI_BATCH, checkpoints()), whole());
    List<String> before = files();
    Observer untrained =
        new Observer(0, () -> {}) {
          @Override
          public void epochEnded(EpochEnd end, Supplier<TrainingState> state) {
            throw new AssertionError("epoch " + end.epoch() + " is trained again");
          }
        };
    assertSame(train(run("second", MINI_BATCH, checkpoints()), untrained), first);
    assertThat(told).containsExactly("resumed after epoch 6");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void settingsThatChangeTheBitsAreRefusedByName() {
    interrupt(2, MINI_BATCH, checkpoints());
    List<String> before = files();
    assertThatThrownBy(
            () ->
                train(
                    run("other", MINI_BATCH, checkpoints(), "train.seed = 9", "train.l2 = 0.5"),
                    whole()))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("Cannot resume from file:")
        .hasMessageContaining("other settings: train.l2 is 0.5 (was 0), train.seed is 9 (was 1);");
    assertThat(files()).isEqualTo(before);
    assertThat(directory.resolve("other")).doesNotExist();
  }

  @Test
  void settingsThatChangeNoBitsMayChange() {
    TrainRun.Result expected = train(run("whole", MINI_BATCH), whole());
    interrupt(2, MINI_BATCH, checkpoints());
    String[] others = {
      "train.rounds = cluster",
      "train.aggregation { mode = tree, depth = 1, merge = none }",
      "job.deadline = 7m",
      "checkpoint.keep = 1",
      "output.existing = replace"
    };
    String[] settings =
        Stream.concat(Stream.of(MINI_BATCH, checkpoints()), Stream.of(others))
            .toArray(String[]::new);
    assertSame(train(run("resumed", settings), whole()), expected);
  }

  @Test
  void dataThatChangedIsRefusedWithItsFiles() throws IOException {
    interrupt(2, MINI_BATCH, checkpoints());
    List<String> before = files();
    String text = Files.readString(csv);
    Files.writeString(csv, text.replaceFirst("red", "blue"));
    assertThatThrownBy(() -> train(run("other", MINI_BATCH, checkpoints()), whole()))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("Cannot resume from file:")
        .hasMessageContaining("other data: file:" + csv);
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void dataThatMovedIsTheSame() throws IOException {
    TrainRun.Result expected = train(run("whole", MINI_BATCH), whole());
    interrupt(2, MINI_BATCH, checkpoints());
    csv = Files.move(csv, directory.resolve("elsewhere.csv"));
    assertSame(train(run("resumed", MINI_BATCH, checkpoints()), whole()), expected);
  }

  @Test
  void freshRunStartsOver() {
    interrupt(5, MINI_BATCH, checkpoints());
    String other = MINI_BATCH + ", train.seed = 9";
    TrainRun.Result expected = train(run("whole", other), whole());
    assertSame(train(run(Start.FRESH, "fresh", other, checkpoints()), whole()), expected);
    assertThat(told).isEmpty();
    assertSame(train(run("again", other, checkpoints()), whole()), expected);
  }

  @Test
  void damagedCheckpointIsReportedAndTheOneBeforeGivesTheSameBits() throws IOException {
    TrainRun.Result expected = train(run("whole", MINI_BATCH), whole());
    // Each run writes one at least.
    interrupt(2, MINI_BATCH, checkpoints());
    interrupt(5, MINI_BATCH, checkpoints());
    told.clear();
    Path latest;
    try (Stream<Path> files = Files.list(directory.resolve("checkpoints"))) {
      latest =
          files
              .filter(file -> file.toString().endsWith(".json"))
              .max(Comparator.naturalOrder())
              .orElseThrow();
    }
    Files.writeString(latest, Files.readString(latest).replace("theta", "thetb").substring(1));
    assertSame(train(run("resumed", MINI_BATCH, checkpoints()), whole()), expected);
    assertThat(told).hasSize(2);
    assertThat(told.get(0)).startsWith("Cannot use checkpoint file:" + latest);
    assertThat(told.get(1)).startsWith("resumed after ");
  }

  @Test
  void secondRunOfTheSameCheckpointsIsRefused() {
    Observer second =
        new Observer(
            2,
            () ->
                assertThatThrownBy(() -> train(run("second", MINI_BATCH, checkpoints()), whole()))
                    .isInstanceOf(LeaseHeld.class)
                    .hasMessageContaining("wait for its end, or name another checkpoint.path"));
    train(run("first", MINI_BATCH, checkpoints()), second);
    assertThat(directory.resolve("second")).doesNotExist();
  }

  @Test
  void checkpointsThatCannotBeWrittenAreReportedAndTheModelIsTrained() {
    TrainRun.Result expected = train(run("whole", MINI_BATCH), whole());
    Path path = directory.resolve("checkpoints");
    Observer vandal =
        new Observer(
            2,
            () -> {
              try (Stream<Path> files = Files.walk(path)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                  Files.delete(file);
                }
                Files.writeString(path, "a file");
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    String late = "checkpoint { path = \"%s\", every = 1000 }".formatted(path);
    assertSame(train(run("model", MINI_BATCH, late), vandal), expected);
    assertThat(told).hasSize(1);
    assertThat(told.get(0))
        .startsWith("Cannot write the checkpoint of epoch 6 to " + path + ": ")
        .endsWith("; training goes on")
        .hasLineCount(1);
  }

  @Test
  void directoryThatCannotBeWrittenIsRefusedBeforeTraining() throws IOException {
    Files.writeString(directory.resolve("checkpoints"), "a file");
    assertThatThrownBy(() -> train(run("model", MINI_BATCH, checkpoints()), whole()))
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith("Cannot write checkpoints to " + directory.resolve("checkpoints"));
  }
}
