package org.tributary.driver.dataset;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.tributary.core.summation.LeafTree;
import org.tributary.driver.spark.Rdds;
import org.tributary.driver.spec.ClassWeights;
import org.tributary.driver.spec.InvalidConfiguration;

/**
 * What the weights of training samples are multiplied by, class by class, with the same bits on any
 * partitioning.
 */
final class ClassFactors {
  private ClassFactors() {}

  /**
   * Returns the factors of given class weights.
   *
   * @param names the classes in the order of their indices
   * @param path of the data, for messages
   * @throws InvalidConfiguration naming each class that the data does not have
   */
  static double[] given(ClassWeights.Given given, List<String> names, String path) {
    List<String> unknown =
        given.weights().keySet().stream().filter(name -> !names.contains(name)).toList();
    if (!unknown.isEmpty()) {
      throw new InvalidConfiguration(
          unknown.stream()
              .map(
                  name ->
                      "Invalid train.classWeights: %s has no class %s (expected %s); correct the name"
                              .formatted(path, name, ClassNames.list(names))
                          + " or remove it")
              .toList());
    }
    return names.stream().mapToDouble(name -> given.weights().getOrDefault(name, 1.0)).toArray();
  }

  /**
   * Returns m / (K m_k) for each class; 1 for a class without weight, which K does not count.
   *
   * @param sums m_k, the weight of each class
   */
  static double[] balanced(double[] sums) {
    double m = Arrays.stream(sums).sum();
    long classes = Arrays.stream(sums).filter(sum -> sum > 0).count();
    return Arrays.stream(sums).map(sum -> sum > 0 ? m / (classes * sum) : 1).toArray();
  }

  /**
   * Returns the weight of each class, summed along the tree of leaves.
   *
   * @param batch of the shape of the samples
   * @param names the classes in the order of their indices
   */
  static double[] sums(
      JavaRDD<SortedSamples> samples,
      SampleBatch batch,
      LeafRange range,
      int capacity,
      List<String> names) {
    return Rdds.reduce(
            Rdds.mapPartitionsWithIndex(
                samples,
                (partition, rows) ->
                    List.of(
                            sums(
                                new LeafReader(rows, batch.empty(), range, partition, capacity),
                                names))
                        .iterator()),
            (a, b) -> a.merge(b, ClassFactors::join))
        .total(new double[names.size()], ClassFactors::join);
  }

  private static LeafTree<double[]> sums(LeafReader leaves, List<String> names) {
    Map<String, Integer> index = new HashMap<>();
    names.forEach(name -> index.put(name, index.size()));
    LeafTree<double[]> tree = new LeafTree<>();
    while (leaves.hasNext()) {
      LeafReader.Piece piece = leaves.next();
      double[] sums = new double[names.size()];
      for (int r = 0; r < piece.samples().rows(); r++) {
        sums[index.get(piece.samples().label(r))] += piece.samples().weight(r);
      }
      tree.add(piece.leaf(), sums, ClassFactors::join);
    }
    return tree;
  }

  private static double[] join(double[] left, double[] right) {
    for (int k = 0; k < left.length; k++) {
      left[k] += right[k];
    }
    return left;
  }
}
