package org.tributary.core.metrics;

/** The kinds of task that a network is trained for; each has metrics of its own. */
public enum TaskKind {
  /** One class out of several, counted by {@link ClassificationMetrics}. */
  CLASSIFICATION("classification"),
  /** Several yes-or-no labels, counted by {@link MultiLabelMetrics}. */
  MULTI_LABEL("multi-label classification"),
  /** Numbers, whose errors are summed by {@link RegressionMetrics}. */
  REGRESSION("regression");

  private final String title;

  TaskKind(String title) {
    this.title = title;
  }

  /** Returns the name in messages. */
  public String title() {
    return title;
  }
}
