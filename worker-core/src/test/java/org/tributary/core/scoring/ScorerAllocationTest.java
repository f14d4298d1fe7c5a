package org.tributary.core.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.gemm.Blas;
import org.tributary.core.kernel.Precision;
import org.tributary.core.model.Model;
import org.tributary.core.model.Models;
import org.tributary.core.network.HiddenLayer;

/**
 * Scoring arrays of numbers allocates nothing, but for the arguments that oneDNN takes: 400 bytes a
 * product, see {@code BlockLoopAllocationTest}, which also says why the least of some rounds
 * counts. One object more a call would be 32,000 bytes in each round.
 */
class ScorerAllocationTest {
  private static final int ROUNDS = 5;
  private static final int CALLS = 2_000;
  private static final int PRODUCTS = 11;
  private static final int ONE_DNN_PRODUCT = 400;

  private static Model model(Precision precision, OutputLoss loss) {
    List<HiddenLayer> hidden =
        Arrays.stream(Activation.values()).map(g -> new HiddenLayer(3, g)).toList();
    return Models.model(loss, hidden, precision, Models.numbers(2));
  }

  @ParameterizedTest
  @EnumSource(
      value = OutputLoss.class,
      names = "SOFTMAX_CROSS_ENTROPY",
      mode = EnumSource.Mode.EXCLUDE)
  void aRowOfNumbersAllocatesNothing(OutputLoss loss) {
    assertThat(bytes(model(Precision.FLOAT32, loss), 1)).isZero();
    assertThat(bytes(model(Precision.FLOAT64, loss), 1)).isZero();
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void aBatchOfNumbersAllocatesNoMoreThanTheArgumentsOfTheBlas(Precision precision) {
    boolean oneDnn = precision == Precision.FLOAT32 && Blas.chosen() == Blas.ONEDNN;
    long most = oneDnn ? (long) CALLS * PRODUCTS * ONE_DNN_PRODUCT : 0;
    assertThat(bytes(model(precision, OutputLoss.IDENTITY_SQUARED_ERROR), 5))
        .isLessThanOrEqualTo(most);
  }

  /** Returns what a round of calls allocates, in bytes: the least of some rounds. */
  private static long bytes(Model model, int rows) {
    Scorer scorer = Scorer.of(model);
    double[] raw = Models.rows(rows);
    double[] outputs = new double[rows * model.topology().outputs()];
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long before = threads.getThreadAllocatedBytes(thread);
      for (int call = 0; call < CALLS; call++) {
        scorer.outputs(raw, rows, outputs);
      }
      least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
    }
    return least;
  }
}
