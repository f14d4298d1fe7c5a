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
  /** The machine's own libblas.so.3. */
  SYSTEM,
  /** Plain Java, with the same bits on every machine. */
  JAVA;

  /** Environment variable that forces a choice. */
  public static final String VARIABLE = "TRIBUTARY_BLAS";

  /** System property that forces a choice, before the environment variable. */
  public static final String PROPERTY = "tributary.blas";

  private static final Logger LOG = LoggerFactory.getLogger(Blas.class);

  private record Choice(Blas blas, Gemm shared, String reason) {}

  /** Initialisation-on-demand: the JVM runs it once, under its own lock. */
  private static final class Chosen {
    static final Choice CHOICE = choose();
  }

  /** Returns the choice made for this JVM. */
  public static Blas chosen() {
    return Chosen.CHOICE.blas();
  }

  /** Returns the choice and the reason for it, in one line. */
  public static String description() {
    return Chosen.CHOICE.blas().name().toLowerCase(Locale.ROOT)
        + " ("
        + Chosen.CHOICE.reason()
        + ")";
  }

  /** Returns matrix products for the use of one thread. */
  static Gemm gemm() {
    return Chosen.CHOICE.blas() == JAVA ? new PlainGemm() : Chosen.CHOICE.shared();
  }

  private static Choice choose() {
    String forced = System.getProperty(PROPERTY, System.getenv().getOrDefault(VARIABLE, "")).trim();
    Choice choice = forced.isEmpty() ? firstThatWorks() : exactly(forced);
    LOG.info("Matrix products by {}: {}", choice.blas(), choice.reason());
    return choice;
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

  private static Choice exactly(String name) {
    Blas wanted = parse(name);
    if (wanted == JAVA) {
      return new Choice(JAVA, new PlainGemm(), "as " + VARIABLE + " asks");
    }
    NativeBlas.Result result = wanted == BUNDLED ? NativeBlas.bundled() : NativeBlas.system();
    if (result instanceof NativeBlas.Loaded loaded) {
      return new Choice(wanted, loaded.gemm(), loaded.description());
    }
    throw new IllegalStateException(
        "Cannot use the "
            + name
            + " BLAS that "
            + VARIABLE
            + " asks for: "
            + result.description()
            + ". Unset it to let Tributary choose, or set it to java");
  }

  private static Blas parse(String name) {
    for (Blas blas : values()) {
      if (blas.name().equalsIgnoreCase(name)) {
        return blas;
      }
    }
    throw new IllegalStateException(
        "Invalid " + VARIABLE + ": " + name + " (expected bundled, system or java)");
  }
}
