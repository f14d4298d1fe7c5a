package org.tributary.ml;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tributary.driver.train.EpochEnd;
import org.tributary.driver.train.TrainingResult;

/** The losses of a training, one for each iteration. */
final class Histories {
  private Histories() {}

  /** Returns the values of the objective. */
  static List<Double> losses(TrainingResult training) {
    return training.history().stream().map(EpochEnd::loss).toList();
  }

  /** Returns the mean losses on the validation rows; none without such rows. */
  static List<Double> validation(TrainingResult training) {
    return training.history().stream()
        .flatMap(end -> end.holdout().stream())
        .map(measured -> measured.loss())
        .toList();
  }

  /** The losses that a summary consists of, besides its rows. */
  record Saved(List<Double> losses, List<Double> validation) {}

  /** Writes the losses of a summary to a local file. */
  static void save(String file, double[] losses, double[] validation) {
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(Path.of(file)))) {
      for (double[] numbers : List.of(losses, validation)) {
        out.writeInt(numbers.length);
        for (double number : numbers) {
          out.writeDouble(number);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot save the summary to " + file, e);
    }
  }

  /** Reads what {@link #save} wrote. */
  static Saved load(String file) {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(Path.of(file)))) {
      return new Saved(numbers(in), numbers(in));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the summary in " + file, e);
    }
  }

  private static List<Double> numbers(DataInputStream in) throws IOException {
    List<Double> numbers = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      numbers.add(in.readDouble());
    }
    return numbers;
  }

  /** Returns numbers as an array. */
  static double[] array(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
