package org.tributary.driver.drift;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.special.Gamma;

/**
 * How far two distributions of a column are apart, and whether chance explains it.
 *
 * @param psi the population stability index
 * @param test the two-sample test
 * @param statistic of the test
 * @param pValue of the test
 */
public record Drift(double psi, Test test, double statistic, double pValue) {
  /** The share of the reference from which on a group of bins is not made larger. */
  private static final double GROUP = 0.1;

  /** Added to each count of the index, so that an empty group has a logarithm. */
  private static final double PRIOR = 0.5;

  /** The least expected count of a cell of the chi-squared test. */
  private static final double EXPECTED = 5;

  /** The two-sample tests. */
  public enum Test {
    /** For numbers, by the counts of their bins. */
    KOLMOGOROV_SMIRNOV("Kolmogorov-Smirnov D"),
    /** For names. */
    CHI_SQUARED("chi-squared");

    private final String title;

    Test(String title) {
      this.title = title;
    }

    /** Returns the name of the statistic in reports. */
    @Override
    public String toString() {
      return title;
    }
  }

  /** Compares two distributions over the same bins or names. */
  static Drift of(Distribution reference, Distribution now) {
    List<Long> before = reference.counts();
    List<Long> after = now.counts();
    if (reference.total() == 0 || now.total() == 0) {
      // Whether cells are missing is another check.
      return new Drift(0, test(reference), 0, 1);
    }
    if (reference instanceof Distribution.Numbers) {
      double d = distance(before, after);
      return new Drift(
          groupedPsi(before, after),
          Test.KOLMOGOROV_SMIRNOV,
          d,
          kolmogorov(d, reference.total(), now.total()));
    }
    double[] chi = chiSquared(before, after);
    return new Drift(psi(before, after), Test.CHI_SQUARED, chi[0], chi[1]);
  }

  private static Test test(Distribution reference) {
    return reference instanceof Distribution.Numbers ? Test.KOLMOGOROV_SMIRNOV : Test.CHI_SQUARED;
  }

  /**
   * Returns the population stability index of numbers, sum (p - q) ln(p / q), over groups of bins
   * with about a tenth of the reference each, and the bins below and above all of it.
   */
  private static double groupedPsi(List<Long> before, List<Long> after) {
    long total = before.stream().mapToLong(Long::longValue).sum();
    int last = before.size() - 1;
    List<Long> reference = new ArrayList<>(List.of(before.get(0)));
    List<Long> now = new ArrayList<>(List.of(after.get(0)));
    long p = 0;
    long q = 0;
    for (int i = 1; i < last; i++) {
      p += before.get(i);
      q += after.get(i);
      if (p >= GROUP * total || i == last - 1) {
        reference.add(p);
        now.add(q);
        p = 0;
        q = 0;
      }
    }
    reference.add(before.get(last));
    now.add(after.get(last));
    return psi(reference, now);
  }

  /**
   * Returns the population stability index, sum (p - q) ln(p / q), of shares with half a count in
   * addition (Siddiqi, Credit Risk Scorecards, 2006).
   */
  static double psi(List<Long> before, List<Long> after) {
    double n = before.stream().mapToLong(Long::longValue).sum() + PRIOR * before.size();
    double m = after.stream().mapToLong(Long::longValue).sum() + PRIOR * after.size();
    double psi = 0;
    for (int i = 0; i < before.size(); i++) {
      double p = (before.get(i) + PRIOR) / n;
      double q = (after.get(i) + PRIOR) / m;
      psi += (p - q) * Math.log(p / q);
    }
    return psi;
  }

  /** Returns the largest distance of the cumulative shares at the edges of bins. */
  static double distance(List<Long> before, List<Long> after) {
    double n = before.stream().mapToLong(Long::longValue).sum();
    double m = after.stream().mapToLong(Long::longValue).sum();
    long below = 0;
    long belowNow = 0;
    double largest = 0;
    for (int i = 0; i < before.size(); i++) {
      below += before.get(i);
      belowNow += after.get(i);
      largest = Math.max(largest, Math.abs(below / n - belowNow / m));
    }
    return largest;
  }

  /**
   * Returns the p-value of the Kolmogorov-Smirnov test by the limit distribution, with Stephens'
   * correction (Journal of the Royal Statistical Society B 32, 1970). With binned or equal numbers
   * it is too large, never too small.
   */
  static double kolmogorov(double d, long n, long m) {
    double effective = Math.sqrt((double) n * m / ((double) n + m));
    double lambda = (effective + 0.12 + 0.11 / effective) * d;
    if (lambda < 0.2) {
      // The series does not converge; the value is 1 to many digits.
      return 1;
    }
    double sum = 0;
    for (int j = 1; j <= 100; j++) {
      double term = Math.exp(-2.0 * j * j * lambda * lambda);
      sum += j % 2 == 1 ? term : -term;
      if (term < 1e-18) {
        break;
      }
    }
    return Math.min(1, Math.max(0, 2 * sum));
  }

  /**
   * Returns the statistic and the p-value of the chi-squared test of homogeneity; names whose
   * expected counts are below 5 count as one.
   */
  static double[] chiSquared(List<Long> before, List<Long> after) {
    double n = before.stream().mapToLong(Long::longValue).sum();
    double m = after.stream().mapToLong(Long::longValue).sum();
    double[] rare = new double[2];
    double statistic = 0;
    int cells = 0;
    for (int i = 0; i < before.size(); i++) {
      double both = before.get(i) + after.get(i);
      if (both * Math.min(n, m) / (n + m) < EXPECTED) {
        rare[0] += before.get(i);
        rare[1] += after.get(i);
      } else {
        statistic += contribution(before.get(i), after.get(i), n, m);
        cells++;
      }
    }
    if (rare[0] + rare[1] > 0) {
      statistic += contribution(rare[0], rare[1], n, m);
      cells++;
    }
    double p = cells < 2 ? 1 : Gamma.regularizedGammaQ((cells - 1) / 2.0, statistic / 2);
    return new double[] {statistic, p};
  }

  private static double contribution(double a, double b, double n, double m) {
    double ofA = (a + b) * n / (n + m);
    double ofB = (a + b) * m / (n + m);
    return (a - ofA) * (a - ofA) / ofA + (b - ofB) * (b - ofB) / ofB;
  }
}
