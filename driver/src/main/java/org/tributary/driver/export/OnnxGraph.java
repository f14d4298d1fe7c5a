package org.tributary.driver.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A graph of ONNX while it is built: inputs, constants, and nodes in the order in which they run.
 * Every value has a name, which the methods return. Mutable.
 */
final class OnnxGraph {
  /** The domain of the operators that are not in the core set. */
  static final String ML = "ai.onnx.ml";

  /** Names of all values but inputs and outputs begin with it. */
  static final String PREFIX = "tributary/";

  /** The attribute of a Cast to booleans. */
  static final AttributeProto TO_BOOLEAN = integer("to", TensorProto.DataType.BOOL.getNumber());

  private static final String ROWS = "rows";

  /** Types of elements. */
  enum ElementType {
    FLOAT(TensorProto.DataType.FLOAT),
    DOUBLE(TensorProto.DataType.DOUBLE),
    INT64(TensorProto.DataType.INT64),
    STRING(TensorProto.DataType.STRING);

    private final TensorProto.DataType proto;

    ElementType(TensorProto.DataType proto) {
      this.proto = proto;
    }
  }

  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private int values;

  /** Returns the graph. */
  GraphProto build(String name) {
    return graph.setName(name).build();
  }

  /** Adds an input of rows x {@code width}. */
  String input(String name, ElementType type, int width, String meaning) {
    graph.addInput(value(name, type, meaning, width));
    return name;
  }

  /** Makes a value an output of rows, or of rows x {@code widths}. */
  void output(String value, String name, ElementType type, String meaning, long... widths) {
    graph.addNode(node("Identity", "", List.of(value)).addOutput(name));
    graph.addOutput(value(name, type, meaning, widths));
  }

  private static ValueInfoProto value(
      String name, ElementType type, String meaning, long... widths) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(ROWS));
    for (long width : widths) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(width));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setDocString(meaning)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(type.proto.getNumber())
                        .setShape(shape)))
        .build();
  }

  /** Adds a node of the core set with one output. */
  String node(String operator, String... inputs) {
    return node(operator, List.of(inputs));
  }

  /** Adds a node of the core set with one output. */
  String node(String operator, List<String> inputs, AttributeProto... attributes) {
    return add(node(operator, "", inputs), attributes);
  }

  /** Adds a LabelEncoder, of the other set of operators. */
  String labelEncoder(String input, AttributeProto... attributes) {
    return add(node("LabelEncoder", ML, List.of(input)), attributes);
  }

  private String add(NodeProto.Builder node, AttributeProto... attributes) {
    String output = fresh();
    graph.addNode(node.addAllAttribute(List.of(attributes)).addOutput(output));
    return output;
  }

  private NodeProto.Builder node(String operator, String domain, List<String> inputs) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .setDomain(domain)
        .setName(PREFIX + operator + graph.getNodeCount())
        .addAllInput(inputs);
  }

  /** Adds a node that changes the type of elements. */
  String cast(String input, ElementType type) {
    return node("Cast", List.of(input), integer("to", type.proto.getNumber()));
  }

  /** Adds a node that joins columns. */
  String concat(List<String> inputs) {
    return inputs.size() == 1 ? inputs.get(0) : node("Concat", inputs, integer("axis", 1));
  }

  /** Adds a constant of one number. */
  String number(ElementType type, double value) {
    return numbers(type, new double[] {value});
  }

  /** Adds a constant of floats or doubles, a row of them if no dimensions are given. */
  String numbers(ElementType type, double[] numbers, long... dimensions) {
    int bytes = type == ElementType.FLOAT ? Float.BYTES : Double.BYTES;
    ByteBuffer buffer =
        ByteBuffer.allocate(Math.multiplyExact(numbers.length, bytes))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (double number : numbers) {
      switch (type) {
        case FLOAT -> buffer.putFloat((float) number);
        case DOUBLE -> buffer.putDouble(number);
        case INT64, STRING -> throw new IllegalArgumentException("Invalid type: " + type);
      }
    }
    TensorProto.Builder tensor = tensor(type, numbers.length, dimensions);
    return constant(tensor.setRawData(ByteString.copyFrom(buffer.flip())));
  }

  /** Adds a constant integer without dimensions. */
  String scalar(long integer) {
    TensorProto.Builder tensor = TensorProto.newBuilder();
    return constant(tensor.setDataType(ElementType.INT64.proto.getNumber()).addInt64Data(integer));
  }

  /** Adds a constant row of integers. */
  String integers(long... integers) {
    TensorProto.Builder tensor = tensor(ElementType.INT64, integers.length);
    for (long integer : integers) {
      tensor.addInt64Data(integer);
    }
    return constant(tensor);
  }

  /** Adds a constant row of texts. */
  String texts(List<String> texts) {
    TensorProto.Builder tensor = tensor(ElementType.STRING, texts.size());
    texts.forEach(text -> tensor.addStringData(ByteString.copyFromUtf8(text)));
    return constant(tensor);
  }

  private static TensorProto.Builder tensor(ElementType type, int length, long... dimensions) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(type.proto.getNumber());
    for (long dimension : dimensions.length == 0 ? new long[] {length} : dimensions) {
      tensor.addDims(dimension);
    }
    return tensor;
  }

  private String constant(TensorProto.Builder tensor) {
    String name = fresh();
    graph.addInitializer(tensor.setName(name));
    return name;
  }

  private String fresh() {
    values++;
    return PREFIX + values;
  }

  static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static AttributeProto integers(String name, List<Long> values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INTS)
        .addAllInts(values)
        .build();
  }

  static AttributeProto texts(String name, List<String> values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRINGS)
        .addAllStrings(values.stream().map(ByteString::copyFromUtf8).toList())
        .build();
  }
}
