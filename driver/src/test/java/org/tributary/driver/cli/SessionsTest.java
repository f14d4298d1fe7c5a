package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.config.JobReader;
import org.tributary.driver.spec.JobSpec;

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

  /** Runs on a session as a command does, and returns the context. */
  private static SparkContext used() throws IOException {
    JobSpec job =
        JobReader.configured(
                "data { path = unused.csv, label = kind }, output.model = unused",
                "job.conf",
                List.of("spark.master=local[1]"))
            .spec();
    return Sessions.during(
        "tests", job, List.of(), new Terminal(System.out, System.err), SparkSession::sparkContext);
  }

  @Test
  void sessionThatIsStartedIsStopped() throws IOException {
    LocalSpark.stop();
    SparkContext used = used();
    assertThat(used.isStopped()).isTrue();
    assertThat(used.master()).isEqualTo("local[1]");
  }

  @Test
  void sessionThatRunsIsUsedAndLeftRunning() throws IOException {
    SparkContext running = LocalSpark.session().sparkContext();
    assertThat(used()).isSameAs(running);
    assertThat(running.isStopped()).isFalse();
  }
}
