package org.tributary.ml;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import scala.Function1;
import scala.runtime.AbstractFunction1;

/** Validators of parameters that Spark's {@code ParamValidators} do not have. */
final class ParamChecks {
  private ParamChecks() {}

  /** Accepts sizes that are positive; none at all, too. */
  static Function1<int[], Object> allPositive() {
    return new AllPositive();
  }

  /** Accepts sizes that are positive, two or more. */
  static Function1<int[], Object> layers() {
    return new Layers();
  }

  /** Accepts names, one or more, each of them once. */
  static Function1<String[], Object> distinctNames() {
    return new DistinctNames();
  }

  private static final class AllPositive extends AbstractFunction1<int[], Object>
      implements Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public Object apply(int[] sizes) {
      return Arrays.stream(sizes).allMatch(size -> size > 0);
    }
  }

  private static final class Layers extends AbstractFunction1<int[], Object>
      implements Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public Object apply(int[] sizes) {
      return sizes.length > 1 && Arrays.stream(sizes).allMatch(size -> size > 0);
    }
  }

  private static final class DistinctNames extends AbstractFunction1<String[], Object>
      implements Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public Object apply(String[] names) {
      List<String> list = Arrays.asList(names);
      return !list.isEmpty()
          && list.stream().noneMatch(String::isBlank)
          && list.stream().distinct().count() == list.size();
    }
  }
}
