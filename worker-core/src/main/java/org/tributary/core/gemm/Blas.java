package org.tributary.core.gemm;

import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The BLAS implementation of this JVM, selected once at first use.
 *
 * <p>The first available of {@code onednn}, {@code openblas}, {@code system} and {@code java} is
 * selected. The first two are included as Maven artifacts. The environment variable {@value
 * #VARIABLE} or the system property {@value #PROPERTY} selects one explicitly; a failure is then an
 * error, without a fallback. The choice and its reason are logged once and can be read from {@link
 * #description()}.
 */
public enum Blas {
  /** oneDNN for float32, OpenBLAS for float64; Linux on x86-64. */
  ONEDNN,
  /** OpenBLAS for both; Linux on x86-64 and arm64. */
  OPENBLAS,
  /** The system's libblas.so.3, if it computes on the calling thread only. */
  SYSTEM,
  /** Plain Java, with the same bits on every machine. */
  JAVA;

  /** Environment variable that selects an implementation. */
  public static final String VARIABLE = "TRIBUTARY_BLAS";

  /** System property that selects an implementation; overrides the environment variable. */
  public static final String PROPERTY = "tributary.blas";

  private static final Logger LOG = LoggerFactory.getLogger(Blas.class);

  private sealed interface Decision permits Choice, Refusal {}

  private record Choice(Blas blas, Gemms shared, String reason) implements Decision {}

  /** The reason why the selected implementation is not available, for all later calls. */
  private record Refusal(String message) implements Decision {}

  /** Initialisation-on-demand: the JVM runs it once, under its own lock. */
  private static final class Chosen {
    static final Decision DECISION = decide();
  }

  /**
   * Returns the choice made for this JVM.
   *
   * @throws IllegalStateException if the selected implementation is unknown or cannot be loaded
   */
  public static Blas chosen() {
    return choice().blas();
  }

  /**
   * Returns the choice and the reason for it, in one line.
   *
   * @throws IllegalStateException if the selected implementation is unknown or cannot be loaded
   */
  public static String description() {
    return choice().blas().lowerCase() + " (" + choice().reason() + ")";
  }

  /**
   * Returns products in float32, for the use of one thread.
   *
   * @throws IllegalStateException if the selected implementation is unknown or cannot be loaded
   */
  public static Gemm<float[]> float32() {
    return choice().blas() == JAVA ? new PlainFloatGemm() : choice().shared().float32();
  }

  /**
   * Returns products in float64, for the use of one thread.
   *
   * @throws IllegalStateException if the selected implementation is unknown or cannot be loaded
   */
  public static Gemm<double[]> float64() {
    return choice().blas() == JAVA ? new PlainDoubleGemm() : choice().shared().float64();
  }

  private static Choice choice() {
    Decision decision = Chosen.DECISION;
    if (decision instanceof Refusal refusal) {
      throw new IllegalStateException(refusal.message());
    }
    return (Choice) decision;
  }

  private static Decision decide() {
    try {
      Choice choice = choose();
      LOG.info("BLAS: {} ({})", choice.blas(), choice.reason());
      return choice;
    } catch (IllegalStateException e) {
      return new Refusal(e.getMessage());
    }
  }

  private static Choice choose() {
    String property = System.getProperty(PROPERTY, "").trim();
    if (!property.isEmpty()) {
      return exactly(property, PROPERTY);
    }
    String variable = System.getenv().getOrDefault(VARIABLE, "").trim();
    return variable.isEmpty() ? firstThatWorks() : exactly(variable, VARIABLE);
  }

  private static Choice firstThatWorks() {
    StringBuilder missing = new StringBuilder();
    for (Blas blas : List.of(ONEDNN, OPENBLAS, SYSTEM)) {
      LoadResult result = blas.load();
      if (result instanceof LoadResult.Loaded loaded) {
        return new Choice(blas, loaded.gemms(), loaded.description() + missing);
      }
      missing.append("; ").append(blas.lowerCase()).append(": ").append(result.description());
    }
    LOG.warn("No native BLAS: training is about four times slower{}", missing);
    return new Choice(JAVA, Gemms.plain(), missing.substring("; ".length()));
  }

  private static Choice exactly(String name, String setting) {
    Blas wanted = parse(name, setting);
    if (wanted == JAVA) {
      return new Choice(JAVA, Gemms.plain(), "as " + setting + " asks");
    }
    LoadResult result = wanted.load();
    if (result instanceof LoadResult.Loaded loaded) {
      return new Choice(wanted, loaded.gemms(), loaded.description());
    }
    throw new IllegalStateException(
        ("Cannot use the %s products that %s asks for: %s."
                + " Unset it to let Tributary choose, or set it to java")
            .formatted(name, setting, result.description()));
  }

  private LoadResult load() {
    try {
      return switch (this) {
        case ONEDNN -> OneDnn.load(NativeBlas.openBlas());
        case OPENBLAS -> NativeBlas.openBlas();
        case SYSTEM -> NativeBlas.system();
        case JAVA -> new LoadResult.Loaded(Gemms.plain(), "plain Java");
      };
    } catch (LinkageError e) {
      // The class path need not have the libraries that lead to native code.
      return LoadResult.Missing.of(e);
    }
  }

  private String lowerCase() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static Blas parse(String name, String setting) {
    for (Blas blas : values()) {
      if (blas.name().equalsIgnoreCase(name)) {
        return blas;
      }
    }
    throw new IllegalStateException(
        "Invalid %s: %s (expected onednn, openblas, system or java)".formatted(setting, name));
  }
}
