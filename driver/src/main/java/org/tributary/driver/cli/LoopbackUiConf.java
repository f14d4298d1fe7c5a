package org.tributary.driver.cli;

import java.util.Arrays;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/**
 * A SparkConf that makes the driver's web UI listen on the loopback address, or on the address in
 * {@value #VARIABLE}, instead of on all addresses.
 *
 * <p>Spark 4 reads that address from the environment variable SPARK_LOCAL_IP through its SparkConf;
 * there is no setting for it. Setting the variable itself would also change the address at which
 * executors reach the driver. SparkContext works on a clone of its SparkConf.
 */
final class LoopbackUiConf extends SparkConf {
  private static final long serialVersionUID = 1;
  private static final String LISTENS_ON = "SPARK_LOCAL_IP";
  private static final String SHOWN_AS = "SPARK_PUBLIC_DNS";

  /** The environment variable with the address for the web UI. */
  static final String VARIABLE = "TRIBUTARY_UI_ADDRESS";

  private static final String LOOPBACK = "127.0.0.1";

  private LoopbackUiConf(Tuple2<String, String>[] settings) {
    super(false);
    Arrays.stream(settings).forEach(setting -> set(setting._1(), setting._2()));
  }

  /**
   * Returns the conf to start Spark with: an instance of this class, except on YARN, whose proxy
   * must reach the web UI from another machine, and except for a driver in the cluster.
   */
  static SparkConf of(SparkConf conf) {
    boolean elsewhere =
        conf.get("spark.master").startsWith("yarn")
            || conf.get("spark.submit.deployMode", "client").equals("cluster");
    return elsewhere ? conf : new LoopbackUiConf(conf.getAll());
  }

  @Override
  public String getenv(String name) {
    String value = super.getenv(name);
    boolean ofUi = name.equals(LISTENS_ON) || name.equals(SHOWN_AS);
    if (!ofUi || value != null || super.getenv(LISTENS_ON) != null) {
      return value;
    }
    String address = super.getenv(VARIABLE);
    if (address != null && !address.isBlank()) {
      return name.equals(LISTENS_ON) ? address.strip() : value;
    }
    return name.equals(LISTENS_ON) ? LOOPBACK : "localhost";
  }

  @Override
  public LoopbackUiConf clone() {
    return new LoopbackUiConf(getAll());
  }
}
