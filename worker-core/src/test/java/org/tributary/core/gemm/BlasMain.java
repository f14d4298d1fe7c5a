package org.tributary.core.gemm;

/** Prints the BLAS of its JVM, or twice why there is none: the second time must tell it as well. */
final class BlasMain {
  private BlasMain() {}

  public static void main(String[] args) {
    for (int i = 0; i < 2; i++) {
      try {
        System.out.println(Blas.description());
      } catch (IllegalStateException e) {
        System.out.println("refused: " + e.getMessage());
      }
    }
  }
}
