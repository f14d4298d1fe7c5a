package org.tributary.ml;

import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.MLReader;

/** Reads classifiers that were saved before they were fitted, of their own class and of Spark's. */
final class ClassifierReader
    extends MLReader<org.apache.spark.ml.classification.MultilayerPerceptronClassifier> {

  @Override
  public MultilayerPerceptronClassifier load(String path) {
    var reader =
        new DefaultParamsReader<
            org.apache.spark.ml.classification.MultilayerPerceptronClassifier>();
    reader.session(sparkSession());
    var saved = reader.load(path);
    return saved instanceof MultilayerPerceptronClassifier own
        ? own
        : saved.copyValues(new MultilayerPerceptronClassifier(saved.uid()), ParamMap.empty());
  }
}
