package org.tributary.driver.cli;

import java.util.List;
import java.util.Locale;
import org.tributary.driver.bench.AggregationBenchmark;
import org.tributary.driver.bench.GemmBenchmark;
import org.tributary.driver.bench.GradientBenchmark;
import org.tributary.driver.bench.GrowthBenchmark;
import org.tributary.driver.bench.Machine;
import org.tributary.driver.bench.OrderBenchmark;
import org.tributary.driver.bench.ReadBenchmark;
import org.tributary.driver.bench.RoundBenchmark;
import org.tributary.driver.bench.TextTable;
import org.tributary.driver.bench.Timings;

/** The tables of {@code tributary bench}. */
final class BenchTables {
  private BenchTables() {}

  /**
   * A gradient with the matrix multiplication rate measured directly before and after it.
   *
   * @param name of the network
   * @param precision its name
   * @param gradient what was measured
   * @param peak matrix multiplication rate on the same number of threads, in GFLOP/s
   */
  record Compared(
      String name, String precision, GradientBenchmark.Gradient gradient, Timings peak) {
    /** Returns the share of the peak that the gradient reaches. */
    double shareOfPeak() {
      return gradient.gigaflops() / peak.median();
    }
  }

  static String of(Machine machine) {
    return String.format(
        Locale.ROOT,
        "%s, %d cores, %.0f GiB, %s, %s%nBLAS: %s",
        machine.processor(),
        machine.cores(),
        machine.memoryBytes() / 0x1p30,
        machine.system(),
        machine.java(),
        machine.blas());
  }

  static String ofRates(List<GemmBenchmark.Rate> rates) {
    TextTable table = new TextTable("matrix multiplication 2048^3", "threads", "GFLOP/s", "spread");
    for (GemmBenchmark.Rate rate : rates) {
      table.with(
          rate.precision().name().toLowerCase(Locale.ROOT),
          Integer.toString(rate.threads()),
          number("%.1f", rate.gigaflops().median()),
          percent(rate.gigaflops().relative()));
    }
    return table.render();
  }

  static String ofGradients(List<Compared> gradients) {
    TextTable table =
        new TextTable(
            "gradient",
            "rows",
            "seconds",
            "spread",
            "CPU s",
            "samples/s",
            "GFLOP/s",
            "peak",
            "share");
    for (Compared compared : gradients) {
      GradientBenchmark.Gradient gradient = compared.gradient();
      table.with(
          compared.name() + " " + gradient.topology() + ", " + compared.precision(),
          count(gradient.rows()),
          number("%.4f", gradient.seconds().median()),
          percent(gradient.seconds().relative()),
          number("%.3f", gradient.processorSeconds().median()),
          number("%,.0f", gradient.samplesPerSecond()),
          number("%.1f", gradient.gigaflops()),
          number("%.1f", compared.peak().median()),
          percent(compared.shareOfPeak()));
    }
    return table.render();
  }

  static String of(RoundBenchmark.Round round) {
    RoundBenchmark.Phases phases = round.phases();
    return new TextTable(
            "round of %,d parameters, %d tasks".formatted(round.parameters(), round.partitions()),
            "ms",
            "spread")
        .with("median", ms(round.milliseconds().median()), percent(round.milliseconds().relative()))
        .with("mean, processor time of all threads", ms(round.processor()), "")
        .with("faster half: broadcast and submit", ms(phases.submit()), "")
        .with("faster half: schedule", ms(phases.schedule()), "")
        .with("faster half: tasks", ms(phases.tasks()), "")
        .with("  per task: deserialize", ms(phases.taskDeserialize()), "")
        .with("  per task: run", ms(phases.taskRun()), "")
        .with("  per task: serialize the result", ms(phases.taskSerialize()), "")
        .with("faster half: read and merge results", ms(phases.merge()), "")
        .with("faster half: finish", ms(phases.finish()), "")
        .with(
            "for comparison: an empty job",
            ms(round.emptyJob().median()),
            percent(round.emptyJob().relative()))
        .with("  its processor time, mean", ms(round.emptyJobProcessor()), "")
        .with(
            "for comparison: a broadcast alone",
            ms(round.broadcast().median()),
            percent(round.broadcast().relative()))
        .render();
  }

  static String ofGrowth(List<GrowthBenchmark.Point> points) {
    TextTable table =
        new TextTable(
            "growth",
            "rows",
            "partitions",
            "network",
            "seconds",
            "spread",
            "cached MiB",
            "live heap MiB",
            "peak heap MiB");
    for (GrowthBenchmark.Point point : points) {
      table.with(
          point.axis().name().toLowerCase(Locale.ROOT),
          count(point.gradient().rows()),
          Integer.toString(point.partitions()),
          point.gradient().topology().toString(),
          number("%.4f", point.gradient().seconds().median()),
          percent(point.gradient().seconds().relative()),
          mebibytes(point.cachedBytes()),
          mebibytes(point.liveBytes()),
          mebibytes(point.peakBytes()));
    }
    return table.render();
  }

  static String ofAggregation(List<AggregationBenchmark.Rounds> rounds) {
    TextTable table =
        new TextTable(
            "method",
            "parameters",
            "partitions",
            "subtrees",
            "driver MB",
            "formula",
            "busiest task MB",
            "formula",
            "stages",
            "formula",
            "seconds",
            "spread");
    for (AggregationBenchmark.Rounds each : rounds) {
      String driver = "";
      String task = "";
      String stages = "";
      String seconds = "";
      String spread = "";
      if (each.outcome() instanceof AggregationBenchmark.Measured measured) {
        driver = megabytes(measured.driverBytes());
        task = megabytes(measured.busiestTaskBytes());
        stages = Integer.toString(measured.stages());
        seconds = number("%.3f", measured.seconds().median());
        spread = percent(measured.seconds().relative());
      } else if (each.outcome() instanceof AggregationBenchmark.Refused refused) {
        driver = "refused: " + refused.reason();
      }
      table.with(
          each.plan(),
          count(each.load().length()),
          Integer.toString(each.load().partitions()),
          Integer.toString(each.load().subtrees()),
          driver,
          megabytes(each.expected().driverBytes()),
          task,
          megabytes(each.expected().busiestTaskBytes()),
          stages,
          Integer.toString(each.expected().stages()),
          seconds,
          spread);
    }
    return table.render();
  }

  static String ofOrders(List<OrderBenchmark.Order> orders) {
    TextTable table =
        new TextTable(
            "gradient",
            "rows",
            "fixed order s",
            "spread",
            "plain sum s",
            "spread",
            "cost of" + " order");
    for (OrderBenchmark.Order order : orders) {
      table.with(
          order.topology().toString(),
          count(order.rows()),
          number("%.4f", order.canonical().median()),
          percent(order.canonical().relative()),
          number("%.4f", order.plain().median()),
          percent(order.plain().relative()),
          number("%.1f %%", order.cost() * 100));
    }
    return table.render();
  }

  /**
   * The reading of a table in one format.
   *
   * @param format its name
   * @param reading what was measured
   */
  record FormatReading(String format, ReadBenchmark.Reading reading) {}

  static String ofReadings(List<FormatReading> readings) {
    TextTable table =
        new TextTable(
            "read",
            "rows",
            "inputs",
            "Spark's scan s",
            "least to greatest",
            "Tributary s",
            "least to greatest",
            "rows/s",
            "times the scan",
            "cached B/row",
            "numbers B/row");
    for (FormatReading each : readings) {
      ReadBenchmark.Reading reading = each.reading();
      table.with(
          each.format(),
          count(reading.rows()),
          count(reading.inputs()),
          number("%.3f", reading.scanSeconds().median()),
          range(reading.scanSeconds()),
          number("%.3f", reading.readSeconds().median()),
          range(reading.readSeconds()),
          number("%,.0f", reading.rowsPerSecond()),
          number("%.2fx", reading.timesTheScan()),
          number("%,.1f", (double) reading.cachedBytes() / reading.rows()),
          number("%,.1f", (double) reading.numberBytes() / reading.rows()));
    }
    return table.render();
  }

  private static String range(Timings seconds) {
    return number("%.3f", seconds.least()) + " to " + number("%.3f", seconds.greatest());
  }

  private static String megabytes(long bytes) {
    return number("%,.1f", bytes / 1e6);
  }

  /** Returns a number of bytes in MiB. */
  static String mebibytes(long bytes) {
    return number("%,.0f", bytes / 0x1p20);
  }

  private static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String ms(double value) {
    return number("%.2f", value);
  }

  private static String percent(double share) {
    return number("%.0f %%", share * 100);
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
