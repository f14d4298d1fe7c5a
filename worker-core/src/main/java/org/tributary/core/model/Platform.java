package org.tributary.core.model;

/**
 * What a model was trained with.
 *
 * @param tributary version of Tributary
 * @param java version of the Java runtime
 * @param spark version of Spark
 * @param blas the matrix products used, such as {@code org.tributary.core.gemm.Blas} describes
 */
public record Platform(String tributary, String java, String spark, String blas) {}
