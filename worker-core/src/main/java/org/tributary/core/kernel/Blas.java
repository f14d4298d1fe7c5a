package org.tributary.core.kernel;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The source of matrix products in this JVM, chosen once at first use.
 *
 * <p>The choice is {@code bundled}, then {@code system}, then {@code java}: the first that works.
 * The environment variable {@value #VARIABLE} or the system property {@value #PROPERTY} forces one
 * of them, and then a failure is an error and not a silent fall back. The choice and its reason are
 * logged once and can be read from {@link #description()}.
 */
public enum Blas {
  /** The OpenBLAS that travels with Tributary as a Maven artifact. */
  BUNDLED,
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

  private record Choice(Blas blas, Gemm shared, String reason) implements Decision {}

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
    return choice().blas().name().toLowerCase(Locale.ROOT) + " (" + choice().reason() + ")";
  }

  /** Returns matrix products for the use of one thread. */
  static Gemm gemm() {
    return choice().blas() == JAVA ? new PlainGemm() : choice().shared();
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
    NativeBlas.Result bundled = NativeBlas.bundled();
    if (bundled instanceof NativeBlas.Loaded loaded) {
      return new Choice(BUNDLED, loaded.gemm(), loaded.description());
    }
    NativeBlas.Result system = NativeBlas.system();
    if (system instanceof NativeBlas.Loaded loaded) {
      return new Choice(
          SYSTEM, loaded.gemm(), loaded.description() + "; bundled: " + bundled.description());
    }
    LOG.warn(
        "No native BLAS: training is about four times slower. bundled: {}; system: {}",
        bundled.description(),
        system.description());
    return new Choice(
        JAVA,
        new PlainGemm(),
        "bundled: " + bundled.description() + "; system: " + system.description());
  }

  private static Choice exactly(String name, String setting) {
    Blas wanted = parse(name, setting);
    if (wanted == JAVA) {
      return new Choice(JAVA, new PlainGemm(), "as " + setting + " asks");
    }
    NativeBlas.Result result = wanted == BUNDLED ? NativeBlas.bundled() : NativeBlas.system();
    if (result instanceof NativeBlas.Loaded loaded) {
      return new Choice(wanted, loaded.gemm(), loaded.description());
    }
    throw new IllegalStateException(
        ("Cannot use the %s BLAS that %s asks for: %s."
                + " Unset it to let Tributary choose, or set it to java")
            .formatted(name, setting, result.description()));
  }

  private static Blas parse(String name, String setting) {
    for (Blas blas : values()) {
      if (blas.name().equalsIgnoreCase(name)) {
        return blas;
      }
    }
    throw new IllegalStateException(
        "Invalid %s: %s (expected bundled, system or java)".formatted(setting, name));
  }
}
