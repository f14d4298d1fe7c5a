package org.tributary.driver.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.serializer.SerializationStream;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.summation.GradientSum;
import org.tributary.core.summation.PackedSum;
import org.tributary.core.summation.Transport;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** What shuffles write of sums. */
class SumSerializerTest {
  private static final Kernel<float[]> KERNEL = Kernel.float32();
  private static final ClassTag<Object> ANY = ClassTag$.MODULE$.apply(Object.class);

  /** Returns numbers that bfloat16 holds, too. */
  private static float[] values(int number) {
    return new float[] {number, -0.5f * number, 0.25f};
  }

  private static PackedSum sum(int number, Transport transport) {
    return new GradientSum<>(values(number), 2.5 * number, number).pack(transport, KERNEL);
  }

  @ParameterizedTest
  @EnumSource
  void recordsComeBackInWhateverOrderTheirBytesAreSorted(Transport transport) {
    SumSerializer serializer = new SumSerializer();
    SerializerInstance streams = serializer.newInstance();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SerializationStream stream = streams.serializeStream(out);
    List<byte[]> records = new ArrayList<>();
    for (int number = 1; number <= 3; number++) {
      stream.writeKey(number, ANY).writeValue(sum(number, transport), ANY).flush();
      records.add(out.toByteArray());
      out.reset();
    }
    for (int record : new int[] {2, 0, 1}) {
      out.writeBytes(records.get(record));
    }

    List<Tuple2<Object, Object>> read = new ArrayList<>();
    CollectionConverters.asJava(
            streams
                .deserializeStream(new ByteArrayInputStream(out.toByteArray()))
                .asKeyValueIterator())
        .forEachRemaining(read::add);

    assertThat(serializer.supportsRelocationOfSerializedObjects()).isTrue();
    assertThat(read).extracting(Tuple2::_1).containsExactly(3, 1, 2);
    for (Tuple2<Object, Object> record : read) {
      int number = (Integer) record._1();
      GradientSum<float[]> sum = ((PackedSum) record._2()).<float[]>unpack(KERNEL).total(1, KERNEL);
      assertThat(sum.values()).containsExactly(values(number));
      assertThat(sum.lossSum()).isEqualTo(2.5 * number);
      assertThat(sum.weightSum()).isEqualTo(number);
    }
  }
}
