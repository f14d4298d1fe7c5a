package org.tributary.driver.solver;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.tributary.core.data.Block;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.optim.Parallel;
import org.tributary.core.summation.GradientSum;
import org.tributary.core.summation.PartialSum;
import org.tributary.core.summation.Rounding;
import org.tributary.driver.local.DriverBlocks;
import org.tributary.driver.local.ThreadTeam;

/**
 * Round trips on threads of the driver, over blocks in its memory. Threads take runs of groups as
 * they get to them; the summation tree makes the result independent of who takes which.
 *
 * @param <A> {@code float[]} or {@code double[]}
 * @param <T> what every worker starts from
 * @param <P> the parameters of one round
 */
final class DriverRoundTrip<A, T, P extends Serializable> implements RoundTrip<A, T, P> {
  /** Multiplications of a round below which a second thread costs more than it saves. */
  private static final long WORTH_A_THREAD = 1_000_000;

  /** Runs for each thread, so that a thread that is held up leaves work to the others. */
  private static final int RUNS = 4;

  /** Parameters of which a second thread updates half in less time than it takes to start. */
  private static final int PARAMETERS_OF_A_THREAD = 32_768;

  private final ThreadTeam team;
  private final List<Kernel<A>> kernels = new ArrayList<>();
  private final int parameters;
  private final int threads;
  private final int runs;
  private final List<List<Block<A>>> groups;
  private final List<RoundWorker<A, T, P>> workers = new ArrayList<>();
  private final List<PartialSum<A>> partialSums = new ArrayList<>();
  private final Kernel<A> kernel;
  private A theta;
  private final AtomicInteger next = new AtomicInteger();

  private DriverRoundTrip(
      TrainingProblem<A> problem, DriverBlocks<A> blocks, RoundWork<A, T, P> work, int threads) {
    this.team = blocks.team();
    this.threads = threads;
    this.groups = blocks.groups(work.range());
    this.runs = threads == 1 ? 1 : Math.min(groups.size(), RUNS * threads);
    this.kernel = problem.kernel();
    this.parameters = problem.layout().size();
    this.theta = kernel.allocate(0);
    for (int t = 0; t < threads; t++) {
      kernels.add(problem.blocks().kernels().create());
      workers.add(work.worker(problem.blocks().kernels()));
      partialSums.add(PartialSum.empty());
    }
  }

  /**
   * Prepares round trips.
   *
   * @param samples that a round propagates, about
   */
  static <A, T, P extends Serializable> DriverRoundTrip<A, T, P> of(
      TrainingProblem<A> problem, DriverBlocks<A> blocks, RoundWork<A, T, P> work, long samples) {
    double multiplications = 3.0 * samples * problem.layout().size();
    int groups = work.range().groups();
    int threads = multiplications < WORTH_A_THREAD ? 1 : Math.min(groups, blocks.team().threads());
    return new DriverRoundTrip<>(problem, blocks, work, threads);
  }

  @Override
  public A rounded(double[] values) {
    // Not every solver needs the room.
    if (kernel.length(theta) < parameters) {
      theta = kernel.allocate(parameters);
    }
    kernel.round(values, theta, 0, parameters);
    return theta;
  }

  @Override
  public A shared(A values) {
    return values;
  }

  @Override
  public void inParallel(int items, int numbers, Parallel.RangeTask<A> task) {
    int parts = parts((long) items * numbers);
    team.run(
        parts,
        thread ->
            task.on(
                kernels.get(thread), part(thread, items, parts), part(thread + 1, items, parts)));
  }

  @Override
  public GradientSum<A> sum(T start, P round, Rounding rounding) {
    next.set(0);
    team.run(threads, thread -> work(thread, start, round, rounding));
    PartialSum<A> sum = partialSums.get(0);
    for (int t = 1; t < threads; t++) {
      sum = sum.merge(partialSums.get(t), kernel, rounding, 0, this::add);
    }
    return sum.total(groups.size(), kernel, this::add);
  }

  /** Adds one sum to another, on the threads that there are if it is long. */
  private void add(A to, A more) {
    int length = kernel.length(to);
    int parts = parts(length);
    team.run(
        parts,
        thread ->
            kernels
                .get(thread)
                .blend(
                    to, 1, more, 1, part(thread, length, parts), part(thread + 1, length, parts)));
  }

  /** Returns how many threads are worth their start for work on so many numbers. */
  private int parts(long numbers) {
    return (int) Math.min(threads, 1 + numbers / PARAMETERS_OF_A_THREAD);
  }

  /** Returns where a part of some items begins. */
  private static int part(int part, int items, int parts) {
    return (int) ((long) part * items / parts);
  }

  private void work(int thread, T start, P round, Rounding rounding) {
    RoundWorker<A, T, P> worker = workers.get(thread);
    worker.begin(start, round, rounding);
    for (int run = next.getAndIncrement(); run < runs; run = next.getAndIncrement()) {
      int end = first(run + 1);
      for (int group = first(run); group < end; group++) {
        worker.add(group, groups.get(group));
      }
    }
    partialSums.set(thread, worker.partialSum());
  }

  private int first(int run) {
    return part(run, groups.size(), runs);
  }
}
