package org.tributary.driver.cli;

import java.util.Arrays;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/**
 * A SparkConf by which the driver's web UI listens on one address, and not on all.
 *
 * <p>Spark 4 takes that address from the environment variable SPARK_LOCAL_IP, which it asks its
 * SparkConf for; there is no setting for it. The variable itself would move the address that
 * executors reach the driver by, too. SparkContext works on a clone of its SparkConf.
 */
final class LoopbackUiConf extends SparkConf {
  private static final long serialVersionUID = 1;
  private static final String SPARK_VARIABLE = "SPARK_LOCAL_IP";

  /** The environment variable that names another address for the web UI. */
  static final String VARIABLE = "TRIBUTARY_UI_ADDRESS";

  private static final String LOOPBACK = "127.0.0.1";

  private LoopbackUiConf(Tuple2<String, String>[] settings) {
    super(false);
    Arrays.stream(settings).forEach(setting -> set(setting._1(), setting._2()));
  }

  /** Returns a conf with the same settings. */
  static LoopbackUiConf of(SparkConf conf) {
    return new LoopbackUiConf(conf.getAll());
  }

  @Override
  public String getenv(String name) {
    String value = super.getenv(name);
    if (!name.equals(SPARK_VARIABLE) || value != null) {
      return value;
    }
    String address = super.getenv(VARIABLE);
    return address == null || address.isBlank() ? LOOPBACK : address.strip();
  }

  @Override
  public LoopbackUiConf clone() {
    return of(this);
  }
}
