package org.tributary.core.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.tributary.core.data.Block;
import org.tributary.core.kernel.Precision;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.preparation.Preparation;

/**
 * The two files of a model, in memory: what is written to a directory, read from it, and sent to
 * other JVMs.
 *
 * <p>The format is described in {@code docs/model-format.md}.
 */
public final class ModelFiles implements Serializable {
  private static final long serialVersionUID = 1;

  // A reader takes some ten times as much memory, so that a forged file must not be of any size.
  private static final int MOST_DESCRIPTION = 1 << 28;

  /** The file that describes the model. A directory that has it is a model's. */
  public static final String DESCRIPTION = "model.json";

  /** The file that holds the model's numbers. */
  public static final String WEIGHTS = "weights.safetensors";

  private final String name;
  private final byte[] description;
  private final byte[] weights;

  private ModelFiles(String name, byte[] description, byte[] weights) {
    this.name = name;
    this.description = description;
    this.weights = weights;
  }

  /** Opens a file of a model to be read. */
  @FunctionalInterface
  public interface Source {
    /** Returns the file's content, from its beginning. */
    InputStream open(String file) throws IOException;
  }

  /** Opens a file of a model to be written. */
  @FunctionalInterface
  public interface Sink {
    /** Returns where the file's content goes; closing it completes the file. */
    OutputStream open(String file) throws IOException;
  }

  /**
   * Returns the files of a model: the same bytes for the same model.
   *
   * @throws ModelException if the numbers take 2 GiB or more
   */
  public static ModelFiles of(Model model) {
    try {
      byte[] weights = Safetensors.encode(tensors(model));
      byte[] description = Description.of(model, Sha256.of(weights)).json();
      if (description.length > MOST_DESCRIPTION) {
        throw new IllegalArgumentException(
            "%s would have %,d bytes (expected %,d at most; use fewer categories, classes or epochs)"
                .formatted(DESCRIPTION, description.length, MOST_DESCRIPTION));
      }
      return new ModelFiles("in memory", description, weights);
    } catch (IllegalArgumentException e) {
      throw new ModelException("Cannot store the model: " + e.getMessage(), e);
    }
  }

  /**
   * Reads the files of a model, or of the current version of a registry of models.
   *
   * @param name what messages call the model, such as its path
   * @throws IOException what the source throws, but that a file is not there
   * @throws ModelException if a file is not there
   */
  public static ModelFiles read(String name, Source source) throws IOException {
    try {
      return readDirectory(name, source);
    } catch (AbsentFile absent) {
      Optional<Integer> version = currentVersion(name, source);
      if (version.isEmpty()) {
        throw new ModelException(
            "Cannot read model %s: there is no %s in it".formatted(name, absent.file), absent);
      }
      return readVersion(name, version.get(), source);
    }
  }

  private static ModelFiles readVersion(String name, int version, Source source)
      throws IOException {
    String directory = CurrentVersion.directory(version);
    try {
      return readDirectory(name, file -> source.open(directory + "/" + file));
    } catch (AbsentFile absent) {
      throw new ModelException(
          "Cannot read registry %s: its current version %d is not there (no %s/%s); name another with tributary models %s --current VERSION"
              .formatted(name, version, directory, absent.file, name),
          absent);
    }
  }

  private static ModelFiles readDirectory(String name, Source source) throws IOException {
    return new ModelFiles(
        name,
        read(name, DESCRIPTION, MOST_DESCRIPTION, source),
        read(name, WEIGHTS, Block.MOST_NUMBERS, source));
  }

  /**
   * Returns the current version of a registry; empty if it is no registry.
   *
   * @throws ModelException if none of its versions is the current one
   */
  private static Optional<Integer> currentVersion(String name, Source source) throws IOException {
    if (!isRegistry(source)) {
      return Optional.empty();
    }
    try {
      byte[] pointer = read(name, CurrentVersion.FILE, CurrentVersion.MOST_BYTES, source);
      return Optional.of(CurrentVersion.parse(pointer).version());
    } catch (AbsentFile e) {
      throw new ModelException(
          "Cannot read registry %s: it has no current version; run tributary retrain, or tributary models %s --current VERSION"
              .formatted(name, name),
          e);
    } catch (IllegalArgumentException e) {
      throw new ModelException(
          "Cannot read registry %s: %s: %s".formatted(name, CurrentVersion.FILE, e.getMessage()),
          e);
    }
  }

  private static boolean isRegistry(Source source) throws IOException {
    try (InputStream marker = source.open(CurrentVersion.MARKER)) {
      return marker.read() >= 0;
    } catch (IOException e) {
      if (FileFailure.isAbsence(e)) {
        return false;
      }
      throw e;
    }
  }

  /** A file is not there. */
  private static final class AbsentFile extends IOException {
    private static final long serialVersionUID = 1;

    private final String file;

    AbsentFile(String file, IOException cause) {
      super(file + " is not there", cause);
      this.file = file;
    }
  }

  /** Writes the files, the description last, so that a directory that has it has them all. */
  public void write(Sink sink) throws IOException {
    write(WEIGHTS, weights, sink);
    write(DESCRIPTION, description, sink);
  }

  /** Returns the text of {@code model.json}. */
  public String description() {
    return new String(description, StandardCharsets.UTF_8);
  }

  /** Returns the size of each file in bytes, in the order in which they are written. */
  public Map<String, Integer> sizes() {
    Map<String, Integer> sizes = new LinkedHashMap<>();
    sizes.put(WEIGHTS, weights.length);
    sizes.put(DESCRIPTION, description.length);
    return sizes;
  }

  /**
   * Returns the model.
   *
   * @throws ModelException if a file is damaged, does not fit the other, or is of a newer format
   */
  public Model model() {
    Description read = parsed(DESCRIPTION, () -> Description.parse(description));
    String found = Sha256.of(weights);
    if (!found.equals(read.sha256())) {
      throw unreadable(
          "%s is not the file that %s describes: it is half-written or edited (SHA-256 %s, expected %s)"
              .formatted(WEIGHTS, DESCRIPTION, found, read.sha256()));
    }
    ParameterLayout layout = parsed(DESCRIPTION, () -> new ParameterLayout(read.topology()));
    Map<String, Tensor> tensors = parsed(WEIGHTS, () -> Safetensors.decode(weights));
    return parsed(WEIGHTS, () -> assembled(read, layout, tensors));
  }

  static ModelException unreadable(String name, IOException cause) {
    return new ModelException(
        "Cannot read model " + name + ": " + FileFailure.reason(cause), cause);
  }

  private static Map<String, Tensor> tensors(Model model) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.putAll(PreparationEntry.tensors(model.preparation()));
    ParameterLayout layout = model.layout();
    double[] theta = model.theta();
    for (int l = 0; l < layout.layers(); l++) {
      int size = layout.rows(l) * layout.columns(l);
      double[] values = Arrays.copyOfRange(theta, layout.offset(l), layout.offset(l) + size);
      tensors.put(
          theta(l),
          new Tensor(type(model.precision()), List.of(layout.rows(l), layout.columns(l)), values));
    }
    return tensors;
  }

  private static Model assembled(
      Description read, ParameterLayout layout, Map<String, Tensor> tensors) {
    List<double[]> thetas = new ArrayList<>();
    for (int l = 0; l < layout.layers(); l++) {
      List<Integer> shape = List.of(layout.rows(l), layout.columns(l));
      thetas.add(take(tensors, theta(l), type(read.precision()), shape));
    }
    Map<String, Tensor> rest = new LinkedHashMap<>(tensors);
    for (int l = 0; l < layout.layers(); l++) {
      rest.remove(theta(l));
    }
    Preparation preparation =
        PreparationEntry.restore(
            read.preparation(), read.columns().features(), read.topology().inputs(), rest);
    // Only now is the topology known to be that of the tensors, and not of any size.
    double[] theta = new double[layout.size()];
    for (int l = 0; l < layout.layers(); l++) {
      System.arraycopy(thetas.get(l), 0, theta, layout.offset(l), thetas.get(l).length);
    }
    return new Model(
        read.topology(),
        read.precision(),
        theta,
        preparation,
        read.columns(),
        read.provenance(),
        read.decision());
  }

  private static double[] take(
      Map<String, Tensor> tensors, String name, Tensor.Type type, List<Integer> shape) {
    if (!tensors.containsKey(name)) {
      throw new IllegalArgumentException("the tensor " + name + " is missing");
    }
    Tensor tensor = tensors.get(name);
    if (tensor.type() != type || !tensor.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "the tensor %s is %s of the shape %s (expected %s of %s)"
              .formatted(name, tensor.type(), tensor.shape(), type, shape));
    }
    return tensor.values();
  }

  private static String theta(int l) {
    return "theta." + (l + 1);
  }

  private static Tensor.Type type(Precision precision) {
    return switch (precision) {
      case FLOAT32 -> Tensor.Type.F32;
      case FLOAT64 -> Tensor.Type.F64;
    };
  }

  private static byte[] read(String name, String file, int most, Source source) throws IOException {
    try (InputStream in = source.open(file)) {
      byte[] content = in.readNBytes(most);
      if (content.length == most && in.read() >= 0) {
        throw new ModelException(
            "Cannot read model %s: %s has more than %,d bytes".formatted(name, file, most));
      }
      return content;
    } catch (IOException e) {
      throw FileFailure.isAbsence(e) ? new AbsentFile(file, e) : e;
    }
  }

  private static void write(String file, byte[] content, Sink sink) throws IOException {
    try (OutputStream out = sink.open(file)) {
      out.write(content);
    }
  }

  private <T> T parsed(String file, Supplier<T> parser) {
    try {
      return parser.get();
    } catch (IllegalArgumentException e) {
      throw new ModelException(
          "Cannot read model %s: %s: %s".formatted(name, file, Json.shown(e.getMessage())), e);
    }
  }

  private ModelException unreadable(String reason) {
    return new ModelException("Cannot read model " + name + ": " + reason);
  }
}
