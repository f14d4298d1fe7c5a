package org.tributary.driver.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.tributary.core.data.Block;
import org.tributary.core.network.HiddenLayer;
import org.tributary.driver.aggregation.Resources;
import org.tributary.driver.dataset.MemoryLimit;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.JobSpec;

/**
 * Rejects a network that does not fit in memory, or whose arrays would exceed the array size limit:
 * before Spark starts, based on the hidden layers, and later based on the data.
 */
public final class TrainingMemoryLimit implements MemoryLimit {
  /** Maximum size of the header of a model's file, in bytes. */
  private static final long HEADER = 1 << 20;

  private static final int LAYERS_SHOWN = 20;

  private final TrainingMemory memory;
  private final List<Integer> hidden;
  private final int blockRows;
  private final boolean bins;
  private final Heaps heaps;

  /** The processes whose memory limits apply. */
  sealed interface Heaps {
    /** Only the driver; the memory of the executors is not known yet. */
    record Driver(long bytes) implements Heaps {}

    /** One process for the driver and the tasks, which are its threads. */
    record Shared(long bytes) implements Heaps {}

    /** Separate processes. */
    record Apart(long driver, long executor) implements Heaps {}
  }

  /**
   * A limit.
   *
   * @param bins whether columns of numbers have several inputs each, see {@code data.bins}
   */
  TrainingMemoryLimit(
      TrainingMemory memory, List<Integer> hidden, int blockRows, boolean bins, Heaps heaps) {
    this.memory = memory;
    this.hidden = List.copyOf(hidden);
    this.blockRows = blockRows;
    this.bins = bins;
    this.heaps = heaps;
  }

  /**
   * Rejects hidden layers that cannot be trained with any data.
   *
   * @throws InvalidConfiguration naming the layers, their size, and how to make room
   */
  public static void requireHiddenLayers(JobSpec job) {
    Heaps heaps = new Heaps.Driver(Runtime.getRuntime().maxMemory());
    of(job, TrainingMemory.of(job), heaps).require(1, OptionalInt.empty(), 1);
  }

  /** Rejects hidden layers whose gradient cannot be checked with any data. */
  public static void requireHiddenLayersToCheck(JobSpec job) {
    Heaps heaps = new Heaps.Driver(Runtime.getRuntime().maxMemory());
    of(job, TrainingMemory.ofGradientCheck(), heaps).require(1, OptionalInt.empty(), 1);
  }

  /** Returns the limit for the training of a job. */
  public static TrainingMemoryLimit of(JobSpec job, JavaSparkContext spark) {
    return of(job, TrainingMemory.of(job), heaps(spark));
  }

  /** Returns the limit for the gradient check of a job. */
  public static TrainingMemoryLimit toCheck(JobSpec job, JavaSparkContext spark) {
    Heaps heaps = new Heaps.Driver(Resources.of(spark).driverBytes());
    return of(job, TrainingMemory.ofGradientCheck(), heaps);
  }

  private static Heaps heaps(JavaSparkContext spark) {
    Resources resources = Resources.of(spark);
    return switch (resources.place()) {
      case THREADS -> new Heaps.Shared(resources.driverBytes());
      case EXECUTORS -> new Heaps.Apart(resources.driverBytes(), resources.executorBytes());
    };
  }

  private static TrainingMemoryLimit of(JobSpec job, TrainingMemory memory, Heaps heaps) {
    List<Integer> hidden = job.network().hidden().stream().map(HiddenLayer::units).toList();
    return new TrainingMemoryLimit(
        memory, hidden, job.data().blockRows(), job.data().preparation().bins() > 0, heaps);
  }

  @Override
  public void require(int inputs, OptionalInt outputs, long rows) {
    List<Integer> widths = new ArrayList<>();
    widths.add(inputs);
    widths.addAll(hidden);
    widths.add(outputs.orElse(1));
    requireBlocks(outputs);
    requireBatch(widths);
    long parameters = TrainingMemory.parameters(widths);
    String network = network(inputs, outputs);
    String makes =
        String.format(
            Locale.ROOT,
            "%s makes %,d weights%s",
            network,
            parameters,
            outputs.isEmpty() ? " or more" : "");
    double largest = memory.sumBytes(parameters) + 16.0 * inputs + HEADER;
    if (largest > Block.MOST_NUMBERS) {
      throw refused(
          "%s, at least %s on the driver (the heap has %s); a model of this kind has %,d at most;"
              + " make the layers smaller%s",
          makes, size(memory.driverBytes(parameters)), size(driverHeap()), most(), fewer(inputs));
    }
    if (heaps instanceof Heaps.Shared) {
      requireHeap(makes, memory.processBytes(widths, rows), driverHeap(), inputs);
    } else {
      requireHeap(makes, memory.driverBytes(parameters), driverHeap(), inputs);
    }
    if (heaps instanceof Heaps.Apart apart) {
      double task = memory.taskBytes(widths, rows);
      if (task > apart.executor()) {
        throw refused(
            "%s, at least %s in a task (an executor has %s); make the layers smaller%s or"
                + " raise spark.executor.memory",
            makes, size(task), size(apart.executor()), fewer(inputs));
      }
    }
  }

  private void requireHeap(String makes, double bytes, long heap, int inputs) {
    if (bytes > heap) {
      throw refused(
          "%s, at least %s on the driver%s (the heap has %s); make the layers smaller%s%s or"
              + " raise TRIBUTARY_HEAP / spark.driver.memory",
          makes,
          size(bytes),
          checkpoints(", with the copy of its state for checkpoints"),
          size(heap),
          fewer(inputs),
          checkpoints(", unset checkpoint.path"));
    }
  }

  /** Rejects layers if the largest block of their activations exceeds the array size limit. */
  private void requireBlocks(OptionalInt outputs) {
    int most = Block.mostWidth(2 * blockRows);
    int widest = Math.max(widestHidden(), outputs.orElse(1));
    if (widest > most) {
      throw refused(
          "%s is %d wide, and a block of twice data.blockRows=%d holds %d units; make it narrower"
              + " or lower data.blockRows",
          widest == widestHidden() ? hiddenKey() : "the output", widest, blockRows, most);
    }
  }

  /** Rejects a batch of local steps that exceeds the array size limit. */
  private void requireBatch(List<Integer> widths) {
    int widest = widths.stream().mapToInt(width -> width).max().orElseThrow();
    if (memory.batch() > 0 && widest > Block.mostWidth(memory.batch())) {
      throw refused(
          "train.strategy.batch=%d of a layer %d wide are more numbers than an array holds, %d;"
              + " lower train.strategy.batch",
          memory.batch(), widest, Block.MOST_NUMBERS);
    }
  }

  private int widestHidden() {
    return hidden.stream().mapToInt(units -> units).max().orElse(0);
  }

  private long driverHeap() {
    if (heaps instanceof Heaps.Shared shared) {
      return shared.bytes();
    }
    return heaps instanceof Heaps.Apart apart ? apart.driver() : ((Heaps.Driver) heaps).bytes();
  }

  /** Returns the approximate maximum number of weights for sums of this kind. */
  private long most() {
    return (long) ((Block.MOST_NUMBERS - HEADER) / memory.sumBytes(1));
  }

  private String checkpoints(String text) {
    return memory.checkpointVectors() > 0 ? text : "";
  }

  private String fewer(int inputs) {
    return inputs > 1 ? ", take fewer features" + (bins ? ", set data.bins=0" : "") : "";
  }

  private String network(int inputs, OptionalInt outputs) {
    String text = inputs > 1 ? String.format(Locale.ROOT, " with %,d features", inputs) : "";
    return hiddenKey()
        + text
        + (outputs.isPresent()
            ? String.format(Locale.ROOT, " and %,d outputs", outputs.getAsInt())
            : "");
  }

  private String hiddenKey() {
    String widths =
        hidden.stream().limit(LAYERS_SHOWN).map(String::valueOf).collect(Collectors.joining(","));
    return "network.hidden=[" + widths + (hidden.size() > LAYERS_SHOWN ? ",..." : "") + "]";
  }

  private static InvalidConfiguration refused(String reason, Object... values) {
    return new InvalidConfiguration(
        List.of("Cannot train: " + String.format(Locale.ROOT, reason, values)));
  }

  private static String size(long bytes) {
    return size((double) bytes);
  }

  private static String size(double bytes) {
    return bytes < 1 << 30
        ? String.format(Locale.ROOT, "%,.0f MiB", bytes / (1 << 20))
        : String.format(Locale.ROOT, "%,.1f GiB", bytes / (1 << 30));
  }
}
