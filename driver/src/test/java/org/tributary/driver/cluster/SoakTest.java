package org.tributary.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.driver.config.JobReader;
import org.tributary.driver.dataset.TestData;
import org.tributary.driver.run.RunListener;
import org.tributary.driver.run.TrainRun;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.train.EpochEnd;
import org.tributary.driver.train.TrainingState;

/**
 * Trainings one after the other on one session for an hour, or {@code test.soak.minutes}, with a
 * checkpoint after every other round trip, and an executor killed at random moments. What driver
 * and executors hold is measured before each kill, in the middle of the training.
 */
@Tag("cluster")
@EnabledIfSystemProperty(named = "test.soak", matches = "true")
class SoakTest {
  private static final List<String> STRATEGIES =
      List.of(
          "optimizer.name = lbfgs, aggregation.mode = tree",
          "optimizer.name = adam, strategy { name = mini-batch, batch = 256 }, aggregation.mode = sharded",
          "optimizer.name = adam, strategy { name = local-steps, steps = 4, batch = 16 }");

  /** How often each strategy is trained. */
  private static final int REPEATS = 4;

  private static final int KILLS_OF_A_TRAINING = 3;
  private static final long MEGABYTE = 1 << 20;

  @TempDir private Path directory;
  private final Random random = new Random(5);

  /** The directories of the blocks of the process that a task runs in. */
  private static final class OwnDirectories implements FlatMapFunction<Iterator<Integer>, String> {
    private static final long serialVersionUID = 1;

    @Override
    public Iterator<String> call(Iterator<Integer> elements) {
      return Arrays.asList(SparkEnv.get().blockManager().diskBlockManager().localDirsString())
          .iterator();
    }
  }

  /** Measures and kills at random moments, between round trips. */
  private final class Killer implements RunListener {
    private final ExecutorCluster cluster;
    private final long meanNanos;
    private final List<Level> levels = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private long rounds;
    private long next;

    Killer(ExecutorCluster cluster, Duration mean) {
      this.cluster = cluster;
      this.meanNanos = mean.toNanos();
      draw();
    }

    private void draw() {
      next = System.nanoTime() + (long) (meanNanos * (0.5 + random.nextDouble()));
    }

    @Override
    public void roundEnded(long done, Supplier<TrainingState> state) {
      round();
    }

    @Override
    public void epochEnded(EpochEnd end, Supplier<TrainingState> state) {
      round();
    }

    @Override
    public void noticed(String line) {
      notices.add(line);
    }

    private void round() {
      rounds++;
      if (System.nanoTime() < next) {
        return;
      }
      List<ProcessHandle> executors = cluster.executors();
      List<String> directories =
          cluster
              .context()
              .parallelize(List.of(0, 0, 0, 0), 4)
              .mapPartitions(new OwnDirectories())
              .distinct(1)
              .collect();
      levels.add(Level.now(directories));
      executors.get(random.nextInt(executors.size())).destroyForcibly();
      draw();
    }
  }

  private JobSpec job(Path csv, int number, String strategy, Duration length) {
    return JobReader.read(
        """
        data { path = "%s", label = kind, weight = w, holdout.fraction = 0.2, blockRows = 32 }
        data.partitions = 6
        network { hidden = [32, 16], activation = tanh }
        train { epochs = 1000000, rounds = cluster, %s, stop.timeBudget = %dms }
        train.evaluateEvery = 10
        output.model = "%s"
        checkpoint { path = "%s", every = 2 }
        """
            .formatted(
                csv,
                strategy,
                length.toMillis(),
                directory.resolve("model-" + number),
                directory.resolve("checkpoints-" + number)),
        "job.conf",
        List.of());
  }

  @Test
  void nothingAccumulatesInAnHourOfRoundsWithKills() throws Exception {
    Duration whole = Duration.ofMinutes(Integer.getInteger("test.soak.minutes", 60));
    Duration each = whole.dividedBy((long) REPEATS * STRATEGIES.size());
    Path csv = TestData.weightedClasses(directory, 5000);
    Map<String, String> settings =
        Map.of(
            "spark.local.dir", Files.createDirectory(directory.resolve("local")).toString(),
            // What Spark remembers for its web UI is full after the first trainings.
            "spark.ui.retainedJobs", "50",
            "spark.ui.retainedStages", "50",
            "spark.ui.retainedTasks", "500",
            "spark.sql.ui.retainedExecutions", "5",
            "spark.ui.retainedDeadExecutors", "5");
    List<Level> levels = new ArrayList<>();
    long rounds = 0;
    int kills = 0;
    try (ExecutorCluster cluster = ExecutorCluster.start(settings)) {
      for (int number = 0; number < REPEATS * STRATEGIES.size(); number++) {
        Killer killer = new Killer(cluster, each.dividedBy(KILLS_OF_A_TRAINING));
        JobSpec job = job(csv, number, STRATEGIES.get(number % STRATEGIES.size()), each);
        new TrainRun(job, decided -> "{}", List.of(), "test")
            .on(cluster.session(), List.of(killer));
        assertThat(killer.notices).isEmpty();
        assertThat(killer.levels).as("kills of training %d", number).isNotEmpty();
        Level most = killer.levels.stream().reduce(Level::most).orElseThrow();
        rounds += killer.rounds;
        kills += killer.levels.size();
        levels.add(most);
        System.out.printf(
            "training %d, %d rounds, %d kills: %s%n",
            number, killer.rounds, killer.levels.size(), most);
      }
    }
    int first = STRATEGIES.size();
    Level start = levels.subList(0, first).stream().reduce(Level::most).orElseThrow();
    Level end =
        levels.subList(levels.size() - first, levels.size()).stream()
            .reduce(Level::most)
            .orElseThrow();
    System.out.printf("%d rounds, %d kills%nstart: %s%nend: %s%n", rounds, kills, start, end);
    // Of the heap, the lists of epochs and what Spark keeps of its jobs vary.
    assertThat(end.heap()).isLessThan(start.heap() + Math.max(20 * MEGABYTE, start.heap() / 5));
    assertThat(end.threads()).isLessThanOrEqualTo(start.threads() + 8);
    assertThat(end.files()).isLessThanOrEqualTo(start.files() + 16);
    assertThat(end.broadcasts()).isLessThanOrEqualTo(start.broadcasts() + 4);
    assertThat(end.shuffles()).isLessThanOrEqualTo(start.shuffles() + 2);
    assertThat(end.shuffleFiles()).isLessThanOrEqualTo(start.shuffleFiles() + 8);
  }
}
