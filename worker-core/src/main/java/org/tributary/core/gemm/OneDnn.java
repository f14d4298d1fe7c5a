package org.tributary.core.gemm;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.Library;
import com.kenai.jffi.MemoryIO;
import com.kenai.jffi.Type;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.tributary.core.natives.Bundle;
import org.tributary.core.natives.NativeFiles;
import org.tributary.core.natives.NativeLibrary;

/**
 * Loads the oneDNN that the bytedeco artifact carries, Linux on x86-64 only: on other processors
 * its products are no faster than a loop.
 *
 * <p>That build of oneDNN wants an OpenCL loader, for graphics processors that are not used here,
 * and OpenMP's runtime. Both travel with Tributary too, and are loaded first, so that nothing need
 * be installed.
 */
final class OneDnn {
  private static final String PLATFORM = "linux-x86_64";
  private static final NativeLibrary OPEN_CL =
      NativeLibrary.of("org/bytedeco/opencl/" + PLATFORM + "/libOpenCL.so.1");
  private static final NativeLibrary OPEN_MP =
      NativeLibrary.of("org/bytedeco/dnnl/" + PLATFORM + "/libgomp.so.1");
  private static final NativeLibrary ONE_DNN =
      NativeLibrary.of("org/bytedeco/dnnl/" + PLATFORM + "/libdnnl.so.3");
  private static final Bundle BUNDLE = new Bundle("onednn", List.of(OPEN_CL, OPEN_MP, ONE_DNN));

  private OneDnn() {}

  /**
   * Returns products of oneDNN in float32.
   *
   * @param others what computes in float64, of which oneDNN has none on processors
   */
  static LoadResult load(LoadResult others) {
    if (!Loader.getPlatform().equals(PLATFORM)) {
      return new LoadResult.Missing(
          "oneDNN is for " + PLATFORM + ", this is " + Loader.getPlatform());
    }
    if (!(others instanceof LoadResult.Loaded loaded)) {
      return new LoadResult.Missing("oneDNN has no float64, and OpenBLAS: " + others.description());
    }
    try {
      JffiLibrary.settle();
      Path directory = NativeFiles.ofThisJvm().unpack(BUNDLE);
      open(directory, OPEN_CL, Library.GLOBAL);
      Library openMp = open(directory, OPEN_MP, Library.GLOBAL);
      Library oneDnn = open(directory, ONE_DNN, Library.LOCAL);
      long sgemm = address(oneDnn, "dnnl_sgemm");
      long setThreads = address(openMp, "omp_set_num_threads");
      // In this order, because an offset in bytes taken for one in numbers would leave the array.
      for (int unit : new int[] {1, Float.BYTES}) {
        Gemm<float[]> gemm = new OneDnnGemm(sgemm, setThreads, unit, loaded.gemms().float32());
        if (multipliesFromAnOffset(gemm)) {
          return new LoadResult.Loaded(
              new Gemms(gemm, loaded.gemms().float64()),
              "oneDNN %s, float64: %s".formatted(version(oneDnn), loaded.description()));
        }
      }
      return new LoadResult.Missing("oneDNN does not compute 3*5 + 4*6 as 39");
    } catch (IOException | RuntimeException | LinkageError e) {
      return LoadResult.Missing.of(e);
    }
  }

  private static boolean multipliesFromAnOffset(Gemm<float[]> gemm) {
    float[] a = {0, 3, 4};
    float[] b = {0, 0, 5, 6};
    float[] c = {0, 0, 0, Float.NaN};
    gemm.multiply(
        Layout.NT, Matrix.of(a, 1, 1, 2, 2), Matrix.of(b, 2, 1, 2, 2), Matrix.of(c, 3, 1, 1, 1));
    return c[3] == 39f;
  }

  private static Library open(Path directory, NativeLibrary file, int scope) throws IOException {
    String path = directory.resolve(file.fileName()).toString();
    Library library = Library.openLibrary(path, Library.NOW | scope);
    if (library == null) {
      throw new IOException(Library.getLastError());
    }
    return library;
  }

  private static long address(Library library, String symbol) throws IOException {
    long address = library.getSymbolAddress(symbol);
    if (address == 0) {
      throw new IOException("no " + symbol + " in the library");
    }
    return address;
  }

  /** Reads the three numbers that {@code dnnl_version_t} begins with. */
  private static String version(Library oneDnn) throws IOException {
    CallContext noArguments =
        CallContext.getCallContext(Type.POINTER, new Type[0], CallingConvention.DEFAULT, false);
    long numbers = Invoker.getInstance().invokeN0(noArguments, address(oneDnn, "dnnl_version"));
    MemoryIO memory = MemoryIO.getInstance();
    return "%d.%d.%d"
        .formatted(memory.getInt(numbers), memory.getInt(numbers + 4), memory.getInt(numbers + 8));
  }
}
