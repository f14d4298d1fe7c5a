package org.tributary.driver.drift;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tributary.core.model.Json;
import org.tributary.core.model.StrictObject;
import org.tributary.driver.source.Table;

/**
 * What the data of a training looked like: histograms of its columns, in the file {@value #FILE}
 * beside its model.
 *
 * @param rows number of rows
 * @param features the columns that the model reads
 * @param labels the label columns
 * @param unused columns that could have been features, and are none
 */
public record ReferenceProfile(
    long rows, List<Column> features, List<Column> labels, List<String> unused) {
  /** The name of the file. */
  public static final String FILE = "profile.json";

  /** The most bytes of the file. */
  public static final int MOST_BYTES = 1 << 26;

  private static final int FORMAT = 1;

  /**
   * A column.
   *
   * @param name its name
   * @param missing number of cells that are missing
   * @param distribution how the other cells are distributed
   */
  public record Column(String name, long missing, Distribution distribution) {
    /** Refuses a negative number of missing cells. */
    public Column {
      if (missing < 0) {
        throw new IllegalArgumentException(
            "missing of %s is %d (expected 0 or more)".formatted(name, missing));
      }
    }
  }

  /** Copies the lists; refuses two columns of one name, and no rows. */
  public ReferenceProfile {
    features = List.copyOf(features);
    labels = List.copyOf(labels);
    unused = List.copyOf(unused);
    if (rows < 1) {
      throw new IllegalArgumentException("rows are %d (expected 1 or more)".formatted(rows));
    }
    Set<String> names = new HashSet<>();
    for (List<Column> columns : List.of(features, labels)) {
      for (Column column : columns) {
        if (!names.add(column.name())) {
          throw new IllegalArgumentException(
              "column " + Json.shown(column.name()) + " is there twice");
        }
        if (column.missing() + column.distribution().total() != rows) {
          throw new IllegalArgumentException(
              "the counts of column %s are of %d rows (expected %d)"
                  .formatted(
                      Json.shown(column.name()),
                      column.missing() + column.distribution().total(),
                      rows));
        }
      }
    }
  }

  /**
   * Counts the columns of a table, in two passes over its rows.
   *
   * @param features the columns that the model reads
   * @param labels the label columns
   * @param unused columns that could have been features, and are none
   */
  public static ReferenceProfile of(
      Table table, List<CountedColumn> features, List<CountedColumn> labels, List<String> unused) {
    List<CountedColumn> all = new ArrayList<>(features);
    all.addAll(labels);
    TableCounts sampled =
        TableCounts.of(
            table, all.stream().map(column -> new TableCounts.CountingRule(column)).toList());
    List<TableCounts.CountingRule> rules = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (sampled.column(i) instanceof ValueSample numbers) {
        List<Double> edges =
            java.util.Arrays.stream(numbers.edges(Distribution.BINS)).boxed().toList();
        // A column without a number has one bin.
        rules.add(
            new TableCounts.CountingRule(
                all.get(i), edges.isEmpty() ? List.of(0.0) : edges, List.of()));
      }
    }
    TableCounts counted = rules.isEmpty() ? sampled : TableCounts.of(table, rules);
    List<Column> columns = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < all.size(); i++) {
      if (sampled.column(i) instanceof NameCounts names) {
        columns.add(new Column(all.get(i).name(), names.missing(), distribution(names)));
      } else {
        BinCounts bins = (BinCounts) counted.column(at);
        columns.add(
            new Column(
                all.get(i).name(),
                bins.missing(),
                new Distribution.Numbers(
                    rules.get(at).edges(),
                    java.util.Arrays.stream(bins.counts()).boxed().toList())));
        at++;
      }
    }
    int split = features.size();
    return new ReferenceProfile(
        sampled.rows(), columns.subList(0, split), columns.subList(split, columns.size()), unused);
  }

  private static Distribution distribution(NameCounts names) {
    return names.hasTooMany()
        ? new Distribution.Hashed(java.util.Arrays.stream(names.buckets()).boxed().toList())
        : Distribution.Names.of(names.frequent(Distribution.MOST_NAMES), names);
  }

  /**
   * Reads the file.
   *
   * @throws IllegalArgumentException if it is damaged, or of a newer format
   */
  public static ReferenceProfile parse(byte[] json) {
    if (json.length > MOST_BYTES) {
      throw new IllegalArgumentException("it has more than %,d bytes".formatted(MOST_BYTES));
    }
    StrictObject root = new StrictObject("", Json.parse(json));
    int format = root.integer("format");
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "format is %d (expected %d; a newer Tributary wrote it)".formatted(format, FORMAT));
    }
    ReferenceProfile read =
        new ReferenceProfile(
            root.longInteger("rows"),
            root.objects("features").stream().map(ReferenceProfile::column).toList(),
            root.objects("labels").stream().map(ReferenceProfile::column).toList(),
            root.texts("unused"));
    root.close();
    return read;
  }

  private static Column column(StrictObject node) {
    Column column =
        new Column(
            node.text("name"),
            node.longInteger("missing"),
            Distribution.read(node, node.text("kind")));
    node.close();
    return column;
  }

  /** Returns the bytes of the file. */
  public byte[] json() {
    ObjectNode root = Json.object();
    root.put("format", FORMAT);
    root.put("rows", rows);
    put(root, "features", features);
    put(root, "labels", labels);
    unused.forEach(root.putArray("unused")::add);
    return Json.pretty(root);
  }

  private static void put(ObjectNode root, String key, List<Column> columns) {
    var array = root.putArray(key);
    for (Column column : columns) {
      ObjectNode node = array.addObject();
      node.put("name", column.name());
      node.put("kind", column.distribution().kind());
      node.put("missing", column.missing());
      column.distribution().put(node);
    }
  }
}
