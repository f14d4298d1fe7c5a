/**
 * Estimators and models for Spark ML pipelines: a front end, besides the command line, on the use
 * cases of {@code org.tributary.driver.run}.
 *
 * <p>{@link org.tributary.ml.MultilayerPerceptronClassifier} has the parameters of Spark's class of
 * that name and further ones. {@code JobOfParams} turns parameters into the job that a
 * configuration of the same settings describes, {@code FitData} a dataset into checked rows; a
 * {@code TrainRun} trains. Models are directories that the command line reads, too.
 *
 * <p>Imports {@code config}, {@code run} and what these have in their signatures. Only this package
 * imports spark-mllib, which the command line does not need.
 */
package org.tributary.ml;
