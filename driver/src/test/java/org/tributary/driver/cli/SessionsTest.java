package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private static final String BLAS = "spark.executorEnv.TRIBUTARY_BLAS";
  private static final String KERNELS = "spark.executorEnv.OPENBLAS_CORETYPE";

  @Test
  void executorsMultiplyAsTheDriverDoes() {
    SparkConf conf = new SparkConf(false);
    Sessions.forwardBlasVariables(
        conf, Map.of("TRIBUTARY_BLAS", "java", "OPENBLAS_CORETYPE", "Haswell", "HOME", "/root"));
    assertThat(conf.getAll()).hasSize(2);
    assertThat(conf.get(BLAS)).isEqualTo("java");
    assertThat(conf.get(KERNELS)).isEqualTo("Haswell");
  }

  @Test
  void whatExecutorsAreToldGoesBeforeTheDriversOwn() {
    SparkConf conf = new SparkConf(false).set(BLAS, "openblas");
    Sessions.forwardBlasVariables(conf, Map.of("TRIBUTARY_BLAS", "java", "OPENBLAS_CORETYPE", ""));
    assertThat(conf.getAll()).hasSize(1);
    assertThat(conf.get(BLAS)).isEqualTo("openblas");
  }
}
