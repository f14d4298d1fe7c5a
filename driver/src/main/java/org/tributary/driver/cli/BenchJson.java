package org.tributary.driver.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tributary.driver.bench.AggregationBenchmark;
import org.tributary.driver.bench.GemmBenchmark;
import org.tributary.driver.bench.GradientBenchmark;
import org.tributary.driver.bench.GrowthBenchmark;
import org.tributary.driver.bench.OrderBenchmark;
import org.tributary.driver.bench.ReadBenchmark;
import org.tributary.driver.bench.RoundBenchmark;
import org.tributary.driver.bench.Timings;

/** The JSON of {@code tributary bench}: a list for each table, with all measured values. */
final class BenchJson {
  private BenchJson() {}

  static List<Map<String, Object>> ofRates(List<GemmBenchmark.Rate> rates) {
    return rates.stream()
        .map(
            rate -> {
              Map<String, Object> fields = new LinkedHashMap<>();
              fields.put("precision", rate.precision().name().toLowerCase(Locale.ROOT));
              fields.put("threads", rate.threads());
              fields.put("gigaflops", of(rate.gigaflops()));
              return fields;
            })
        .toList();
  }

  static List<Map<String, Object>> ofGradients(List<BenchTables.Compared> gradients) {
    return gradients.stream()
        .map(
            compared -> {
              Map<String, Object> fields = new LinkedHashMap<>();
              fields.put("work", compared.name());
              fields.put("precision", compared.precision());
              fields.putAll(of(compared.gradient()));
              fields.put("peakGigaflops", of(compared.peak()));
              fields.put("shareOfPeak", compared.shareOfPeak());
              return fields;
            })
        .toList();
  }

  static Map<String, Object> of(RoundBenchmark.Round round) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("parameters", round.parameters());
    fields.put("partitions", round.partitions());
    fields.put("milliseconds", of(round.milliseconds()));
    fields.put("processorMilliseconds", round.processor());
    fields.put("fasterHalfMilliseconds", round.phases());
    fields.put("emptyJobMilliseconds", of(round.emptyJob()));
    fields.put("emptyJobProcessorMilliseconds", round.emptyJobProcessor());
    fields.put("broadcastMilliseconds", of(round.broadcast()));
    return fields;
  }

  static List<Map<String, Object>> ofGrowth(List<GrowthBenchmark.Point> points) {
    return points.stream()
        .map(
            point -> {
              Map<String, Object> fields = new LinkedHashMap<>();
              fields.put("axis", point.axis().name().toLowerCase(Locale.ROOT));
              fields.put("partitions", point.partitions());
              fields.putAll(of(point.gradient()));
              fields.put("cachedBytes", point.cachedBytes());
              fields.put("liveHeapBytes", point.liveBytes());
              fields.put("peakHeapBytes", point.peakBytes());
              return fields;
            })
        .toList();
  }

  static List<Map<String, Object>> ofAggregation(List<AggregationBenchmark.Rounds> rounds) {
    return rounds.stream()
        .map(
            each -> {
              Map<String, Object> fields = new LinkedHashMap<>();
              fields.put("way", each.way().title());
              fields.put("plan", each.plan());
              fields.put("parameters", each.load().length());
              fields.put("partitions", each.load().partitions());
              fields.put("subtrees", each.load().subtrees());
              fields.put("expected", each.expected());
              if (each.outcome() instanceof AggregationBenchmark.Measured measured) {
                fields.put("driverBytes", measured.driverBytes());
                fields.put("busiestTaskBytes", measured.busiestTaskBytes());
                fields.put("stages", measured.stages());
                fields.put("seconds", of(measured.seconds()));
              } else if (each.outcome() instanceof AggregationBenchmark.Refused refused) {
                fields.put("refused", refused.reason());
              }
              return fields;
            })
        .toList();
  }

  static List<Map<String, Object>> ofOrders(List<OrderBenchmark.Order> orders) {
    return orders.stream()
        .map(
            order -> {
              Map<String, Object> fields = new LinkedHashMap<>();
              fields.put("network", order.topology().toString());
              fields.put("rows", order.rows());
              fields.put("canonicalSeconds", of(order.canonical()));
              fields.put("plainSeconds", of(order.plain()));
              fields.put("cost", order.cost());
              return fields;
            })
        .toList();
  }

  static List<Map<String, Object>> ofReadings(List<BenchTables.FormatReading> readings) {
    return readings.stream()
        .map(
            each -> {
              ReadBenchmark.Reading reading = each.reading();
              Map<String, Object> fields = new LinkedHashMap<>();
              fields.put("format", each.format());
              fields.put("rows", reading.rows());
              fields.put("inputs", reading.inputs());
              fields.put("scanSeconds", of(reading.scanSeconds()));
              fields.put("readSeconds", of(reading.readSeconds()));
              fields.put("rowsPerSecond", reading.rowsPerSecond());
              fields.put("timesTheScan", reading.timesTheScan());
              fields.put("cachedBytes", reading.cachedBytes());
              fields.put("numberBytes", reading.numberBytes());
              return fields;
            })
        .toList();
  }

  private static Map<String, Object> of(GradientBenchmark.Gradient gradient) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("network", gradient.topology().toString());
    fields.put("rows", gradient.rows());
    fields.put("seconds", of(gradient.seconds()));
    fields.put("processorSeconds", of(gradient.processorSeconds()));
    fields.put("samplesPerSecond", gradient.samplesPerSecond());
    fields.put("gigaflops", gradient.gigaflops());
    return fields;
  }

  private static Map<String, Object> of(Timings spread) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("median", spread.median());
    fields.put("least", spread.least());
    fields.put("greatest", spread.greatest());
    fields.put("values", spread.values());
    return fields;
  }
}
