package org.tributary.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
  private static Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("narrow", new Tensor(Tensor.Type.F32, List.of(3, 1), new double[] {1, 0.1, -0.0}));
    tensors.put("wide", new Tensor(Tensor.Type.F64, List.of(2), new double[] {Math.PI, -1e300}));
    tensors.put("none", new Tensor(Tensor.Type.F32, List.of(0, 4), new double[] {}));
    tensors.put("scalar", new Tensor(Tensor.Type.F64, List.of(), new double[] {Double.NaN}));
    return tensors;
  }

  /** Returns a file of any header, sound or not, and so many bytes of data. */
  private static byte[] file(String header, int data) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + data)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }

  @Test
  void theBytesAreThoseOfTheFormat() {
    ByteBuffer file = ByteBuffer.wrap(Safetensors.encode(tensors())).order(ByteOrder.LITTLE_ENDIAN);
    byte[] header = new byte[(int) file.getLong()];
    file.get(header);
    assertThat(new String(header, StandardCharsets.UTF_8).stripTrailing())
        .isEqualTo(
            "{\"wide\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16]},"
                + "\"scalar\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[16,24]},"
                + "\"narrow\":{\"dtype\":\"F32\",\"shape\":[3,1],\"data_offsets\":[24,36]},"
                + "\"none\":{\"dtype\":\"F32\",\"shape\":[0,4],\"data_offsets\":[36,36]}}");
    assertThat(file.position() % 8).as("alignment of the data").isZero();
    assertThat(file.getDouble()).isEqualTo(Math.PI);
    assertThat(file.getDouble()).isEqualTo(-1e300);
    assertThat(file.getDouble()).isNaN();
    assertThat(file.getFloat()).isEqualTo(1f);
    assertThat(file.getFloat()).isEqualTo(0.1f);
    assertThat(Float.floatToRawIntBits(file.getFloat())).isEqualTo(1 << 31);
    assertThat(file.hasRemaining()).isFalse();
  }

  @Test
  void tensorsReadAgainAreTheSame() {
    Map<String, Tensor> read = Safetensors.decode(Safetensors.encode(tensors()));
    assertThat(read.keySet()).containsExactlyInAnyOrderElementsOf(tensors().keySet());
    tensors()
        .forEach(
            (name, tensor) -> {
              Tensor again = read.get(name);
              assertThat(again.type()).isEqualTo(tensor.type());
              assertThat(again.shape()).isEqualTo(tensor.shape());
              double[] rounded =
                  tensor.type() == Tensor.Type.F64
                      ? tensor.values()
                      : Arrays.stream(tensor.values()).map(v -> (float) v).toArray();
              assertThat(again.values()).containsExactly(rounded);
            });
  }

  @Test
  void refusesAFileCutOffAnywhere() {
    byte[] whole = Safetensors.encode(tensors());
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> Safetensors.decode(cut))
          .as("the first %d bytes", length)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void refusesAByteTooMany() {
    byte[] whole = Safetensors.encode(tensors());
    assertThatThrownBy(() -> Safetensors.decode(Arrays.copyOf(whole, whole.length + 1)))
        .hasMessage("cut off or overlong: it has 37 bytes of data (expected 36)");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1, 1L << 40, Long.MIN_VALUE})
  void refusesAHeaderOfImpossibleLength(long length) {
    byte[] bytes = Safetensors.encode(tensors());
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
    assertThatThrownBy(() -> Safetensors.decode(bytes))
        .hasMessageStartingWith("damaged or cut off: a header of " + Long.toUnsignedString(length));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}            | a has 4 bytes, which do not fit F32 of the shape [2]
          {"a":{"dtype":"F64","shape":[1],"data_offsets":[0,4]}}            | a has 4 bytes, which do not fit F64 of the shape [1]
          {"a":{"dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]}}        | a.shape is [-1, -1]
          {"a":{"dtype":"F32","shape":[65536,65536,65536],"data_offsets":[0,4]}} | do not fit F32
          {"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647,0],"data_offsets":[0,0]}} | it has 8 bytes of data (expected 0)
          {"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}          | a.shape is 1.5
          {"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}            | a.dtype is F16 (expected F32 or F64)
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}            | a.data_offsets are [4, 0]
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}              | a.data_offsets are [0]
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}           | a.data_offsets are [-4, 0]
          {"a":{"dtype":"F32","shape":[1]}}                                 | a.data_offsets is missing
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1}}      | unknown key a.x
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}            | it has 8 bytes of data (expected 4)
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}            | a begins at byte 4 of the data (expected 0
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | b begins at byte 4 of the data (expected 8
          {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}           | it has 8 bytes of data (expected 12)
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} | Duplicate
          {"a":7}                                                           | a is 7 (expected an object)
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} {}         | not JSON
          ` {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}`         | does not begin with {
          """)
  void refusesAnUnsoundHeader(String header, String reason) {
    assertThatThrownBy(() -> Safetensors.decode(file(header, 8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void metadataOfOtherWritersIsPassedOver() {
    String header =
        "{\"__metadata__\":{\"by\":\"x\"},\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
    assertThat(Safetensors.decode(file(header, 8))).containsOnlyKeys("a");
  }

  @Test
  void aTensorFillsItsShape() {
    assertThatThrownBy(() -> new Tensor(Tensor.Type.F32, List.of(2, 3), new double[5]))
        .hasMessage("Invalid tensor: 5 values for the shape [2, 3]");
  }
}
