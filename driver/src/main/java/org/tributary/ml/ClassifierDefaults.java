package org.tributary.ml;

import org.apache.spark.ml.classification.MultilayerPerceptronParams;

/** The defaults of the classifier and its model: those of Spark's class, and of what it does. */
final class ClassifierDefaults {
  /** The class whose default seed this is: the hash of its name. */
  private static final String SPARKS =
      org.apache.spark.ml.classification.MultilayerPerceptronClassifier.class.getName();

  private ClassifierDefaults() {}

  /** Sets the defaults. */
  static void apply(MultilayerPerceptronParams owner, TrainingParams params) {
    owner.setDefault(owner.seed(), (long) SPARKS.hashCode());
    owner.setDefault(params.hiddenActivation, "sigmoid");
    owner.setDefault(params.precision, "float32");
    owner.setDefault(params.regParam, 0.0);
    owner.setDefault(params.elasticNetParam, 0.0);
    owner.setDefault(params.dropout, 0.0);
    owner.setDefault(params.labelSmoothing, 0.0);
    owner.setDefault(params.patience, 0);
    owner.setDefault(params.standardization, false);
  }
}
