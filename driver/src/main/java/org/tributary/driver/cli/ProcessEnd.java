package org.tributary.driver.cli;

import java.lang.reflect.Constructor;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkUserAppException;

/**
 * Ends the process with an exit code.
 *
 * <p>In the cluster mode of YARN, the process belongs to Spark's application master. It takes every
 * end of the process for a failure, tells YARN to start it again, and knows the exit code only from
 * an exception; so the command returns to it.
 */
final class ProcessEnd {
  private ProcessEnd() {}

  /**
   * Ends the process; in the cluster mode of YARN, returns after a success.
   *
   * @throws SparkUserAppException in the cluster mode of YARN, if the code is not 0
   */
  static void with(int code) throws SparkUserAppException {
    if (!isInApplicationMaster(new SparkConf())) {
      System.exit(code);
    }
    if (code != ExitCode.OK.code()) {
      throw failure(code);
    }
  }

  /** The constructor has a cause since Spark 4.2. */
  private static SparkUserAppException failure(int code) {
    Constructor<?> constructor = SparkUserAppException.class.getConstructors()[0];
    Object[] arguments = new Object[constructor.getParameterCount()];
    arguments[0] = code;
    try {
      return (SparkUserAppException) constructor.newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("This version of Spark has another " + constructor, e);
    }
  }

  /** Returns whether Spark's application master called the command: it sets both properties. */
  static boolean isInApplicationMaster(SparkConf conf) {
    return conf.get("spark.master", "").equals("yarn")
        && conf.get("spark.submit.deployMode", "").equals("cluster");
  }
}
