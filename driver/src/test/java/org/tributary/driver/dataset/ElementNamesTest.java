package org.tributary.driver.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.BinaryAttribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.attribute.NumericAttribute;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;

class ElementNamesTest {
  private static StructField column(Attribute... attributes) {
    return new AttributeGroup("v", attributes).toStructField();
  }

  private static Attribute numeric(String name) {
    return NumericAttribute.defaultAttr().withName(name);
  }

  @Test
  void attributesOfEveryTypeNameTheirElements() {
    StructField column =
        column(
            numeric("size"),
            BinaryAttribute.defaultAttr().withName("flag"),
            NominalAttribute.defaultAttr().withName("kind"));
    assertThat(ElementNames.of(column, 3)).containsExactly("size", "flag", "kind");
  }

  @Test
  void namesAreForAllElementsOrForNone() {
    StructField named = column(numeric("a"), numeric("b"));
    assertThat(ElementNames.of(named, 2)).containsExactly("a", "b");
    assertThat(ElementNames.of(named, 3)).isEmpty();
    assertThat(ElementNames.of(named, 1)).isEmpty();
    assertThat(ElementNames.of(column(numeric("a"), numeric("a")), 2)).isEmpty();
    assertThat(ElementNames.of(column(numeric("a"), NumericAttribute.defaultAttr()), 2)).isEmpty();
    assertThat(ElementNames.of(new AttributeGroup("v", 2).toStructField(), 2)).isEmpty();
    assertThat(
            ElementNames.of(
                DataTypes.createStructField(
                    "v", DataTypes.createArrayType(DataTypes.DoubleType), true),
                2))
        .isEmpty();
  }
}
