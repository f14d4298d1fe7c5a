package org.tributary.driver.cli;

import java.util.Arrays;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/**
 * A SparkConf by which the driver's web UI listens on the loopback address, or on the one that
 * {@value #VARIABLE} names, and not on all.
 *
 * <p>Spark 4 takes that address from the environment variable SPARK_LOCAL_IP, which it asks its
 * SparkConf for; there is no setting for it. The variable itself would move the address that
 * executors reach the driver by, too. SparkContext works on a clone of its SparkConf.
 */
final class LoopbackUiConf extends SparkConf {
  private static final long serialVersionUID = 1;
  private static final String LISTENS_ON = "SPARK_LOCAL_IP";
  private static final String SHOWN_AS = "SPARK_PUBLIC_DNS";

  /** The environment variable that names another address for the web UI. */
  static final String VARIABLE = "TRIBUTARY_UI_ADDRESS";

  private static final String LOOPBACK = "127.0.0.1";

  private LoopbackUiConf(Tuple2<String, String>[] settings) {
    super(false);
    Arrays.stream(settings).forEach(setting -> set(setting._1(), setting._2()));
  }

  /**
   * Returns the conf to start Spark by: one of these, but for YARN, whose proxy must reach the web
   * UI from another machine, and for a driver in the cluster.
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
