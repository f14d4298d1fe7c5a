package org.tributary.driver.drift;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tributary.core.model.Json;
import org.tributary.core.model.StrictObject;

/** How the cells of a column that are not missing are distributed. */
sealed interface Distribution {
  /** The most names that are kept. */
  int MOST_NAMES = 100;

  /** The most bins between the one below and the one above all numbers. */
  int BINS = 50;

  /** The largest count. */
  long MOST = 1L << 53;

  /** Returns the counts. */
  List<Long> counts();

  /** Returns the number of cells. */
  default long total() {
    return counts().stream().mapToLong(Long::longValue).sum();
  }

  /** Writes this to a JSON object. */
  void put(ObjectNode node);

  /** Returns the distribution of other cells, over the same bins or names. */
  Distribution same(ColumnCounts counts);

  /**
   * Numbers.
   *
   * @param edges of the bins, ascending
   * @param counts one more than edges
   */
  record Numbers(List<Double> edges, List<Long> counts) implements Distribution {
    /** Copies the lists; refuses edges that do not ascend, and another number of counts. */
    public Numbers {
      edges = List.copyOf(edges);
      counts = List.copyOf(counts);
      require(
          edges.size() <= BINS + 2,
          "edges are %d (expected %d at most)".formatted(edges.size(), BINS + 2));
      require(
          counts.size() == edges.size() + 1,
          "counts are %d (expected %d)".formatted(counts.size(), edges.size() + 1));
      for (int i = 1; i < edges.size(); i++) {
        require(edges.get(i - 1) < edges.get(i), "edges are not ascending at %d".formatted(i));
      }
      requireCounts(counts);
    }

    @Override
    public void put(ObjectNode node) {
      ArrayNode array = node.putArray("edges");
      edges.forEach(
          edge -> {
            if (Double.isFinite(edge)) {
              array.add(edge);
            } else {
              array.add(Double.toString(edge));
            }
          });
      putCounts(node, counts);
    }

    @Override
    public Distribution same(ColumnCounts other) {
      return new Numbers(edges, boxed(((BinCounts) other).counts()));
    }
  }

  /**
   * Names.
   *
   * @param names the most frequent names
   * @param counts one of each, and one of all others
   */
  record Names(List<String> names, List<Long> counts) implements Distribution {
    /** Copies the lists; refuses too many names, and another number of counts. */
    public Names {
      names = List.copyOf(names);
      counts = List.copyOf(counts);
      require(
          names.size() <= MOST_NAMES,
          "names are %d (expected %d at most)".formatted(names.size(), MOST_NAMES));
      require(
          counts.size() == names.size() + 1,
          "counts are %d (expected %d)".formatted(counts.size(), names.size() + 1));
      requireCounts(counts);
    }

    @Override
    public void put(ObjectNode node) {
      names.forEach(node.putArray("names")::add);
      putCounts(node, counts);
    }

    static Names of(List<String> names, NameCounts counted) {
      Map<String, Long> all = counted.names();
      List<Long> counts = new ArrayList<>();
      for (String name : names) {
        counts.add(all.getOrDefault(name, 0L));
      }
      long listed = counts.stream().mapToLong(Long::longValue).sum();
      counts.add(boxed(counted.buckets()).stream().mapToLong(Long::longValue).sum() - listed);
      return new Names(names, counts);
    }

    @Override
    public Distribution same(ColumnCounts other) {
      return of(names, (NameCounts) other);
    }
  }

  /**
   * Names of which there are too many, by buckets of their hashes.
   *
   * @param counts one of each bucket
   */
  record Hashed(List<Long> counts) implements Distribution {
    /** Copies the list; refuses another number of counts. */
    public Hashed {
      counts = List.copyOf(counts);
      require(
          counts.size() == NameCounts.BUCKETS,
          "counts are %d (expected %d)".formatted(counts.size(), NameCounts.BUCKETS));
      requireCounts(counts);
    }

    @Override
    public void put(ObjectNode node) {
      putCounts(node, counts);
    }

    @Override
    public Distribution same(ColumnCounts other) {
      return new Hashed(boxed(((NameCounts) other).buckets()));
    }
  }

  /** Reads what {@link #put} writes. */
  static Distribution read(StrictObject node, String kind) {
    return switch (kind) {
      case "number" -> new Numbers(node.numbers("edges"), node.longIntegers("counts"));
      case "category" -> new Names(node.texts("names"), node.longIntegers("counts"));
      case "hashed" -> new Hashed(node.longIntegers("counts"));
      default ->
          throw new IllegalArgumentException(
              "%s.kind is %s (expected number, category, hashed)"
                  .formatted(node.place(), Json.shown(kind)));
    };
  }

  /** Returns the name that {@link #read} takes. */
  default String kind() {
    if (this instanceof Numbers) {
      return "number";
    }
    return this instanceof Names ? "category" : "hashed";
  }

  private static void putCounts(ObjectNode node, List<Long> counts) {
    counts.forEach(node.putArray("counts")::add);
  }

  private static List<Long> boxed(long[] counts) {
    return java.util.Arrays.stream(counts).boxed().toList();
  }

  private static void requireCounts(List<Long> counts) {
    for (long count : counts) {
      require(
          count >= 0 && count <= MOST, "a count is %d (expected 0 to %d)".formatted(count, MOST));
    }
  }

  private static void require(boolean condition, String problem) {
    if (!condition) {
      throw new IllegalArgumentException(problem);
    }
  }
}
