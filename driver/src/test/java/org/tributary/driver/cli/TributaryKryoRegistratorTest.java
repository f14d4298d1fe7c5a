package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tributary.core.data.Block;
import org.tributary.core.data.ClassTargets;
import org.tributary.core.data.DenseTargets;
import org.tributary.core.data.Inputs;
import org.tributary.core.data.Targets;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.metrics.ClassificationMetrics;
import org.tributary.core.metrics.MultiLabelMetrics;
import org.tributary.core.metrics.RankedRun;
import org.tributary.core.metrics.RankedRunBuilder;
import org.tributary.core.metrics.RegressionMetrics;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Blocks of any kind, and sums of metrics, go through either of Spark's serialisers, one that knows
 * its classes too.
 */
class TributaryKryoRegistratorTest {
  static Stream<Serializer> serialisers() {
    SparkConf strict =
        new SparkConf(false)
            .set("spark.kryo.registrator", TributaryKryoRegistrator.class.getName())
            .set("spark.kryo.registrationRequired", "true");
    return Stream.of(
        new JavaSerializer(new SparkConf(false)),
        new KryoSerializer(new SparkConf(false)),
        new KryoSerializer(strict));
  }

  @ParameterizedTest
  @MethodSource("serialisers")
  void denseBlocksArriveAsTheyWere(Serializer serialiser) {
    for (Kernel<?> kernel : new Kernel<?>[] {Kernel.float32(), Kernel.float64()}) {
      assertArrives(dense(kernel), serialiser);
    }
  }

  @ParameterizedTest
  @MethodSource("serialisers")
  void sparseBlocksArriveAsTheyWere(Serializer serialiser) {
    for (Kernel<?> kernel : new Kernel<?>[] {Kernel.float32(), Kernel.float64()}) {
      assertArrives(sparse(kernel), serialiser);
    }
  }

  @ParameterizedTest
  @MethodSource("serialisers")
  void sumsOfMetricsArriveAsTheyWere(Serializer serialiser) {
    ClassificationMetrics classes = new ClassificationMetrics(2);
    classes.add(0, 1, new double[] {0.3, 0.7}, 0.5);
    classes.add(1, 1, new double[] {0.3, 0.7}, 1);
    MultiLabelMetrics labels = new MultiLabelMetrics(1);
    labels.add(new boolean[] {true}, new boolean[] {false}, new double[] {0.3}, 0.5);
    RegressionMetrics numbers = new RegressionMetrics(1);
    numbers.add(new double[] {0.1}, new double[] {7}, 0.5);
    RankedRunBuilder run = new RankedRunBuilder();
    run.add(RankedRun.ofScore(0.25, true), 0.5);
    for (Object sums : new Object[] {classes, labels, numbers, new RankedRun[] {run.build()}}) {
      assertArrives(sums, serialiser);
    }
  }

  private static <A> Block<A> dense(Kernel<A> kernel) {
    Inputs<A> inputs = new Inputs.Dense<>(2, kernel.fromDoubles(new double[] {1, 0.5, 0, 1, 0, 2}));
    return block(kernel, inputs, new DenseTargets<>(kernel.fromDoubles(new double[] {3, 4})));
  }

  private static <A> Block<A> sparse(Kernel<A> kernel) {
    A values = kernel.fromDoubles(new double[] {0.5, 2});
    Inputs<A> inputs = new Inputs.Csr<>(2, new int[] {0, 1, 2}, new int[] {0, 1}, values);
    return block(kernel, inputs, new ClassTargets<>(new int[] {1, 0}));
  }

  private static <A> Block<A> block(Kernel<A> kernel, Inputs<A> inputs, Targets<A> targets) {
    return new Block<>(5, 2, inputs, targets, kernel.fromDoubles(new double[] {1, 0.25}));
  }

  private static void assertArrives(Object sent, Serializer serialiser) {
    SerializerInstance instance = serialiser.newInstance();
    ClassTag<Object> any = ClassTag$.MODULE$.apply(Object.class);
    Object arrived = instance.deserialize(instance.serialize(sent, any), any);
    assertThat(arrived)
        .isNotSameAs(sent)
        .usingRecursiveComparison()
        .ignoringFieldsMatchingRegexes(".*totals")
        .isEqualTo(sent);
  }
}
