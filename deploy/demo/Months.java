import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/**
 * Writes the six months of the demonstration of retraining: months/2026-01.csv to 2026-06.csv, the
 * same bytes for the same seed.
 *
 * <p>Each row is a customer; the label is whether they renew. What decides on that changes between
 * the months, except from February to March. In April half of the incomes are in cents.
 *
 * <p>java deploy/demo/Months.java DIRECTORY [ROWS [SEED]]
 */
public final class Months {
  private static final String[] REGIONS = {"north", "east", "south", "west"};
  private static final String[] PLANS = {"basic", "plus", "premium"};

  /** The angle in degrees between what decides in January and in each month. */
  private static final int[] ANGLES = {0, 40, 40, 80, 80, 120};

  private static final int POISONED = 4;

  private Months() {}

  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    int rows = args.length > 1 ? Integer.parseInt(args[1]) : 4000;
    long seed = args.length > 2 ? Long.parseLong(args[2]) : 1;
    Files.createDirectories(directory);
    for (int month = 1; month <= ANGLES.length; month++) {
      Path file = directory.resolve(String.format(Locale.ROOT, "2026-%02d.csv", month));
      try (PrintStream out =
          new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
        write(out, month, rows, new Random(1000 * seed + month));
      }
    }
  }

  private static void write(PrintStream out, int month, int rows, Random random) {
    out.print("income,visits,tenure,age,region,plan,renews\n");
    double angle = Math.toRadians(ANGLES[month - 1]);
    for (int i = 0; i < rows; i++) {
      double income = random.nextGaussian();
      double visits = random.nextGaussian();
      double tenure = random.nextGaussian();
      int region = random.nextInt(REGIONS.length);
      int plan = Math.min(random.nextInt(4), PLANS.length - 1);
      double score =
          3 * (Math.cos(angle) * income + Math.sin(angle) * visits)
              + 0.8 * tenure
              + 0.7 * (plan - 1)
              + (region == 0 ? 0.4 : 0);
      boolean renews = random.nextDouble() < 1 / (1 + Math.exp(-score));
      // Incomes rise by 1.5 % a month.
      double euros = (3000 + 600 * income) * (1 + 0.015 * (month - 1));
      boolean cents = month == POISONED && random.nextBoolean();
      String age =
          random.nextInt(20) == 0 ? "" : String.valueOf((int) Math.round(45 + 12 * random.nextGaussian()));
      out.printf(
          Locale.ROOT,
          "%.2f,%.2f,%.2f,%s,%s,%s,%s\n",
          cents ? 100 * euros : euros,
          20 + 5 * visits,
          36 + 12 * tenure,
          age,
          REGIONS[region],
          PLANS[plan],
          renews ? "yes" : "no");
    }
  }
}
