package org.tributary.driver.sql;

import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import scala.Function1;
import scala.Tuple3;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * Adds the function {@code tributary_predict(model, column, ...)} to sessions of Spark that name
 * this class in {@code spark.sql.extensions}.
 */
public final class TributaryExtensions
    extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
  /** The name of the function. */
  public static final String FUNCTION = "tributary_predict";

  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    extensions.injectFunction(
        new Tuple3<FunctionIdentifier, ExpressionInfo, Function1<Seq<Expression>, Expression>>(
            new FunctionIdentifier(FUNCTION),
            new ExpressionInfo(TributaryExtensions.class.getName(), FUNCTION),
            new Builder()));
    return BoxedUnit.UNIT;
  }

  private static final class Builder extends AbstractFunction1<Seq<Expression>, Expression> {
    @Override
    public Expression apply(Seq<Expression> arguments) {
      return PredictCall.of(CollectionConverters.asJava(arguments));
    }
  }
}
