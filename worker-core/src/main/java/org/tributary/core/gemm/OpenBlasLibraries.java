package org.tributary.core.gemm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.tributary.core.natives.Bundle;
import org.tributary.core.natives.NativeFiles;
import org.tributary.core.natives.NativeLibrary;

/** The OpenBLAS of the bytedeco artifact with what it needs, for Linux on x86-64 and arm64. */
final class OpenBlasLibraries {
  /** JavaCPP's library asks for OpenBLAS by this name, which makes the two one. */
  private static final String OPEN_BLAS = "libopenblas_nolapack.so.0";

  /** Where JavaCPP's library was built, which is second in its search path. */
  private static final Path BUILD = Path.of("/home/runner/work/javacpp-presets");

  /**
   * JavaCPP's switch that keeps its classes from unpacking and loading by themselves. Some of them
   * are initialized as soon as its library is loaded.
   */
  private static final String LOADS = "org.bytedeco.javacpp.loadLibraries";

  private static final Map<String, List<String>> RUNTIMES =
      Map.of(
          "linux-x86_64", List.of("libgcc_s.so.1", "libquadmath.so.0", "libgfortran.so.5"),
          "linux-arm64", List.of("libgcc_s.so.1", "libgfortran.so.5"));

  private OpenBlasLibraries() {}

  /**
   * Unpacks and loads it, with one thread a call.
   *
   * @return the file of OpenBLAS
   */
  static Path load() throws IOException {
    Bundle bundle = bundle(Loader.getPlatform());
    NativeFiles.requireOutOfReach(BUILD);
    Path directory = NativeFiles.ofThisJvm().unpack(bundle);
    String before = System.getProperty(LOADS);
    System.setProperty(LOADS, "false");
    try {
      for (NativeLibrary library : bundle.libraries()) {
        System.load(directory.resolve(library.fileName()).toString());
      }
      openblas_nolapack.blas_set_num_threads(1);
    } finally {
      if (before == null) {
        System.clearProperty(LOADS);
      } else {
        System.setProperty(LOADS, before);
      }
    }
    return directory.resolve(OPEN_BLAS);
  }

  private static Bundle bundle(String platform) throws IOException {
    List<String> runtimes = RUNTIMES.get(platform);
    if (runtimes == null) {
      throw new IOException("OpenBLAS is for linux-x86_64 and linux-arm64, this is " + platform);
    }
    String root = "org/bytedeco/openblas/" + platform + "/";
    List<NativeLibrary> libraries = new ArrayList<>();
    runtimes.forEach(runtime -> libraries.add(NativeLibrary.of(root + runtime)));
    libraries.add(new NativeLibrary(root + "libopenblas.so.0", OPEN_BLAS));
    libraries.add(NativeLibrary.of(root + "libjniopenblas_nolapack.so"));
    return new Bundle("openblas", libraries);
  }
}
