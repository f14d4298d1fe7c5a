package org.tributary.core.gemm;

import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The source of matrix products in this JVM, chosen once at first use.
 *
 * <p>The choice is {@code onednn}, {@code openblas}, {@code system}, {@code java}: the first that
 * works. The first two travel with Tributary as Maven artifacts. The environment variable {@value
 * #VARIABLE} or the system property {@value #PROPERTY} forces one of them, and then a failure is an
 * error and not a silent fall back. The choice and its reason are logged once and can be read from
 * {@link #description()}.
 */
public enum Blas {
  /** oneDNN for float32, OpenBLAS for float64; Linux on x86-64. */
  ONEDNN,
  /** OpenBLAS for both; Linux on x86-64 and arm64. */
  OPENBLAS,
  /** The machine's own libblas.so.3, if it computes on the calling thread alone. */
  SYSTEM,
  /** Plain Java, with the same bits on every machine. */
  JAVA;

  /** Environment variable that forces a choice. */
  public static final String VARIABLE = "TRIBUTARY_BLAS";

  /** System property that forces a choice, before the environment variable. */
  public static final String PROPERTY = "tributary.blas";

  private static final Logger LOG = LoggerFactory.getLogger(Blas.class);

  private sealed interface Decision permits Choice, Refusal {}

  private record Choice(Blas blas, Gemms shared, String reason) implements Decision {}

  /** What is asked for cannot be had; kept as data, so that every use tells the same reason. */
  private record Refusal(String message) implements Decision {}

  /** Initialisation-on-demand: the JVM runs it once, under its own lock. */
  private static final class Chosen {
    static final Decision DECISION = decide();
  }

  /**
   * Returns the choice made for this JVM.
   *
   * @throws IllegalStateException if what is forced is unknown or cannot be loaded
   */
  public static Blas chosen() {
    return choice().blas();
  }

  /**
   * Returns the choice and the reason for it, in one line.
   *
   * @throws IllegalStateException if what is forced is unknown or cannot be loaded
   */
  public static String description() {
    return choice().blas().lowerCase() + " (" + choice().reason() + ")";
  }

  /**
   * Returns products in float32, for the use of one thread.
   *
   * @throws IllegalStateException if what is forced is unknown or cannot be loaded
   */
  public static Gemm<float[]> float32() {
    return choice().blas() == JAVA ? new PlainFloatGemm() : choice().shared().float32();
  }

  /**
   * Returns products in float64, for the use of one thread.
   *
   * @throws IllegalStateException if what is forced is unknown or cannot be loaded
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
      LOG.info("Matrix products by {}: {}", choice.blas(), choice.reason());
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
    return switch (this) {
      case ONEDNN -> OneDnn.load(NativeBlas.openBlas());
      case OPENBLAS -> NativeBlas.openBlas();
      case SYSTEM -> NativeBlas.system();
      case JAVA -> new LoadResult.Loaded(Gemms.plain(), "plain Java");
    };
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
