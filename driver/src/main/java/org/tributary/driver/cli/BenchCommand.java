package org.tributary.driver.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.kernel.Precision;
import org.tributary.core.summation.Transport;
import org.tributary.driver.bench.AggregationBenchmark;
import org.tributary.driver.bench.AggregationMethod;
import org.tributary.driver.bench.BenchmarkNetwork;
import org.tributary.driver.bench.GemmBenchmark;
import org.tributary.driver.bench.GradientBenchmark;
import org.tributary.driver.bench.GrowthBenchmark;
import org.tributary.driver.bench.Machine;
import org.tributary.driver.bench.OrderBenchmark;
import org.tributary.driver.bench.RoundBenchmark;
import org.tributary.driver.bench.SyntheticBlocks;
import org.tributary.driver.bench.SyntheticTable;
import org.tributary.driver.bench.Timings;
import org.tributary.driver.config.MachineSettings;
import org.tributary.driver.dataset.Blocks;
import org.tributary.driver.dataset.DatasetPreparer;
import org.tributary.driver.dataset.PreparedData;
import org.tributary.driver.source.Parallelism;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.DataSpec.ColumnsSpec;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.InvalidConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tributary bench}: benchmarks this machine and the training on it. */
@Command(
    name = "bench",
    description =
        "Benchmark matrix multiplication, gradients and Spark round trips on this" + " machine.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class BenchCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "WHAT|KEY=VALUE",
      description = {
        "Benchmarks: gemm, gradient, round (default: these three), growth, aggregation, order"
            + " or read; and settings as in a configuration: data.blockRows, data.partitions,"
            + " train.precision, train.aggregation.transport, spark.*."
      })
  private List<String> arguments = List.of();

  @Option(
      names = "--work",
      split = ",",
      defaultValue = "W1,W2,W3",
      description = "Networks for the gradient benchmark (default: ${DEFAULT-VALUE}).")
  private List<BenchmarkNetwork> works;

  @Option(
      names = "--rows",
      split = ",",
      paramLabel = "N",
      description =
          "Rows of synthetic data (default: 60000, growth starts with a quarter; for read 2000000,"
              + " or several numbers).")
  private List<Long> rows = List.of();

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description =
          "Instead of synthetic data, use the 28 x 28 images of train-images-idx3-ubyte.gz and"
              + " train-labels-idx1-ubyte.gz in this directory; for read, the table in this file"
              + " or directory, whose name ends with .csv, .csv.gz or .parquet.")
  private Optional<String> data = Optional.empty();

  @Option(
      names = "--label",
      defaultValue = SyntheticTable.LABEL,
      description = "Label column of the table to read (default: ${DEFAULT-VALUE}).")
  private String label;

  @Option(
      names = "--repeat",
      defaultValue = "7",
      description = "Number of measurements per median (default: ${DEFAULT-VALUE}).")
  private long repeat;

  @Option(
      names = "--rounds",
      defaultValue = "200",
      description = "Number of round trips to measure (default: ${DEFAULT-VALUE}).")
  private long rounds;

  @Option(
      names = "--partitions",
      split = ",",
      defaultValue = "4,16,64,200",
      description =
          "Numbers of partitions for the aggregation benchmark (default:" + " ${DEFAULT-VALUE}).")
  private List<Long> partitionCounts;

  @Option(
      names = "--parameters",
      split = ",",
      defaultValue = "100000,1000000,10000000",
      description = "Model sizes for the aggregation benchmark (default: ${DEFAULT-VALUE}).")
  private List<Long> parameterCounts;

  @Option(
      names = "--ways",
      split = ",",
      defaultValue = "none,direct,tree-2,sharded,merged,spark-tree,collect",
      description = "Aggregation methods (default: ${DEFAULT-VALUE}).")
  private List<String> ways;

  @Option(names = "--json", description = "Print the result as JSON on the last line.")
  private boolean json;

  private static final long DEFAULT_ROWS = 60_000;

  private final Terminal terminal = new Terminal(System.out, System.err);

  @Override
  public Integer call() throws IOException {
    Set<BenchKind> wanted = BenchKind.named(arguments);
    requireRanges(wanted);
    List<AggregationMethod> chosenWays =
        ways.stream()
            .map(name -> BenchKind.constant(AggregationMethod.class, "--ways", name))
            .toList();
    List<String> settings = arguments.stream().filter(a -> a.contains("=")).toList();
    MachineSettings machineSettings = MachineSettings.read(settings);
    Machine machine = Machine.here();
    JsonLine line =
        new JsonLine()
            .with("command", "bench")
            .with("date", Instant.now().toString())
            .with("tributary", Main.version())
            .with("spark", org.apache.spark.package$.MODULE$.SPARK_VERSION())
            .with("machine", machine);
    terminal.print(BenchTables.of(machine));
    if (wanted.contains(BenchKind.GEMM)) {
      List<GemmBenchmark.Rate> rates = rates();
      show(BenchTables.ofRates(rates));
      line.with("gemm", BenchJson.ofRates(rates));
    }
    if (wanted.stream().anyMatch(what -> what != BenchKind.GEMM)) {
      Sessions.during(
          "tributary bench",
          machineSettings.spark(),
          machineSettings.watch(),
          settings,
          terminal,
          spark -> withSpark(spark, machineSettings, wanted, chosenWays, line));
    }
    Machine.peakMemoryBytes()
        .ifPresent(
            bytes -> {
              show("Peak memory of this process: " + BenchTables.mebibytes(bytes) + " MiB");
              line.with("peakMemoryBytes", bytes);
            });
    if (json) {
      terminal.print(line.render());
    }
    return ExitCode.OK.code();
  }

  private void show(String text) {
    terminal.print("");
    terminal.print(text);
  }

  private void requireRanges(Set<BenchKind> wanted) {
    List<String> problems = new ArrayList<>();
    rows.forEach(n -> OptionRange.BENCH_ROWS.check("--rows", n, problems));
    if (rows.size() > 1 && !wanted.equals(EnumSet.of(BenchKind.READ))) {
      String numbers = rows.stream().map(String::valueOf).collect(Collectors.joining(","));
      problems.add(
          "Invalid --rows: %s (expected one number; only read takes several)".formatted(numbers));
    }
    if (data.isPresent() && wanted.contains(BenchKind.READ)) {
      if (wanted.size() > 1) {
        problems.add(
            "Invalid --data: %s for read and another benchmark (expected each on its own: read takes a table, the others images)"
                .formatted(data.get()));
      }
      BenchRead.checkPath(data.get(), problems);
    }
    OptionRange.REPEAT.check("--repeat", repeat, problems);
    OptionRange.REPEAT.check("--rounds", rounds, problems);
    partitionCounts.forEach(n -> OptionRange.PARTITIONS.check("--partitions", n, problems));
    parameterCounts.forEach(n -> OptionRange.BENCH_PARAMETERS.check("--parameters", n, problems));
    if (!problems.isEmpty()) {
      throw new InvalidConfiguration(problems);
    }
  }

  private List<GemmBenchmark.Rate> rates() {
    List<GemmBenchmark.Rate> rates = new ArrayList<>();
    int cores = Runtime.getRuntime().availableProcessors();
    for (Precision precision : Precision.values()) {
      rates.add(GemmBenchmark.measure(precision, 1, (int) repeat));
      if (cores > 1) {
        rates.add(GemmBenchmark.measure(precision, cores, (int) repeat));
      }
    }
    return rates;
  }

  private JsonLine withSpark(
      SparkSession session,
      MachineSettings settings,
      Set<BenchKind> wanted,
      List<AggregationMethod> chosenWays,
      JsonLine line) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    KernelFactory<?> kernels = KernelFactory.of(settings.train().precision());
    int partitions = settings.partitions() > 0 ? settings.partitions() : Parallelism.of(spark.sc());
    line.with("master", spark.master()).with("blockRows", settings.blockRows());
    if (wanted.contains(BenchKind.GRADIENT)) {
      List<BenchTables.Compared> gradients = gradients(session, settings, partitions, kernels);
      show(BenchTables.ofGradients(gradients));
      line.with("gradient", BenchJson.ofGradients(gradients));
    }
    if (wanted.contains(BenchKind.ROUND)) {
      RoundBenchmark.Round round = RoundBenchmark.measure(spark, partitions, (int) rounds);
      show(BenchTables.of(round));
      line.with("round", BenchJson.of(round));
    }
    if (wanted.contains(BenchKind.GROWTH)) {
      SyntheticBlocks base = shape(Math.max(1, rows() / 4), settings.blockRows(), partitions);
      List<GrowthBenchmark.Point> points =
          GrowthBenchmark.measure(spark, kernels, base, (int) repeat);
      show(BenchTables.ofGrowth(points));
      line.with("growth", BenchJson.ofGrowth(points));
    }
    if (wanted.contains(BenchKind.AGGREGATION)) {
      Transport transport = settings.train().aggregation().transport();
      List<AggregationBenchmark.Rounds> measured =
          aggregation(spark, chosenWays, transport, kernels);
      show(BenchTables.ofAggregation(measured));
      line.with("aggregation", BenchJson.ofAggregation(measured));
    }
    if (wanted.contains(BenchKind.ORDER)) {
      List<OrderBenchmark.Order> orders = orders(session, settings, partitions, kernels);
      show(BenchTables.ofOrders(orders));
      line.with("order", BenchJson.ofOrders(orders));
    }
    if (wanted.contains(BenchKind.READ)) {
      BenchRead read = new BenchRead(session, settings, partitions, (int) repeat);
      List<BenchTables.FormatReading> readings =
          data.isPresent() ? read.ofTable(data.get(), label) : read.ofSynthetic(rows);
      show(BenchTables.ofReadings(readings));
      line.with("read", BenchJson.ofReadings(readings));
    }
    return line;
  }

  private List<AggregationBenchmark.Rounds> aggregation(
      JavaSparkContext spark,
      List<AggregationMethod> chosenWays,
      Transport transport,
      KernelFactory<?> kernels) {
    List<AggregationBenchmark.Rounds> measured = new ArrayList<>();
    for (long parameters : parameterCounts) {
      for (long partitions : partitionCounts) {
        for (AggregationMethod way : chosenWays) {
          measured.add(
              AggregationBenchmark.measure(
                  spark,
                  kernels,
                  way,
                  transport,
                  (int) parameters,
                  (int) partitions,
                  (int) repeat));
        }
      }
    }
    return measured;
  }

  private <A> List<OrderBenchmark.Order> orders(
      SparkSession session, MachineSettings settings, int partitions, KernelFactory<A> kernels) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    try (Blocks<A> blocks = blocks(session, settings, partitions, kernels)) {
      return works.stream()
          .map(work -> OrderBenchmark.measure(spark, blocks, work.topology(), (int) repeat))
          .toList();
    }
  }

  private long rows() {
    return rows.isEmpty() ? DEFAULT_ROWS : rows.get(0);
  }

  private static SyntheticBlocks shape(long rows, int blockRows, int partitions) {
    return new SyntheticBlocks(
        rows, BenchmarkNetwork.INPUTS, BenchmarkNetwork.OUTPUTS, blockRows, partitions);
  }

  /** Measures each gradient between two measurements of the peak that it is compared with. */
  private <A> List<BenchTables.Compared> gradients(
      SparkSession session, MachineSettings settings, int partitions, KernelFactory<A> kernels) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    Precision precision = settings.train().precision();
    int threads = Math.min(partitions, spark.defaultParallelism());
    List<BenchTables.Compared> gradients = new ArrayList<>();
    try (Blocks<A> blocks = blocks(session, settings, partitions, kernels)) {
      Timings before = GemmBenchmark.measure(precision, threads, (int) repeat).gigaflops();
      for (BenchmarkNetwork work : works) {
        GradientBenchmark.Gradient gradient =
            GradientBenchmark.measure(spark, blocks, work.topology(), (int) repeat);
        Timings after = GemmBenchmark.measure(precision, threads, (int) repeat).gigaflops();
        gradients.add(
            new BenchTables.Compared(
                work.name(),
                precision.name().toLowerCase(Locale.ROOT),
                gradient,
                before.and(after)));
        before = after;
      }
    }
    return gradients;
  }

  private <A> Blocks<A> blocks(
      SparkSession session, MachineSettings settings, int partitions, KernelFactory<A> kernels) {
    if (data.isEmpty()) {
      return shape(rows(), settings.blockRows(), partitions)
          .cached(JavaSparkContext.fromSparkContext(session.sparkContext()), kernels);
    }
    PreparedData<A> prepared =
        DatasetPreparer.prepare(
            session,
            images(Path.of(data.get()), partitions, settings.blockRows()),
            OutputLoss.SOFTMAX_CROSS_ENTROPY,
            kernels,
            settings.train().seed());
    return prepared.training();
  }

  /** Describes the training images of Fashion-MNIST, as its four files name them. */
  private static DataSpec images(Path directory, int partitions, int blockRows) {
    String labels = directory.resolve("train-labels-idx1-ubyte.gz").toString();
    return new DataSpec(
            directory.resolve("train-images-idx3-ubyte.gz").toString(),
            new FormatSpec.Idx(Optional.of(labels)),
            new ColumnsSpec(List.of("label"), Optional.empty(), List.of(), List.of()))
        .withPartitions(partitions)
        .withBlockRows(blockRows);
  }
}
