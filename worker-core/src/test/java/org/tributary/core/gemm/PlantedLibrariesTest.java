package org.tributary.core.gemm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.core.JvmRun;

/** What others put where JVMs look for libraries is not loaded; each case runs JVMs of its own. */
class PlantedLibrariesTest {
  private static final String FORCED = "-Dtributary.blas=onednn";
  private static final String CACHE = "-Dorg.bytedeco.javacpp.cachedir=";
  private static final String JFFI = "libjffi-1.2.so";

  /** A home whose cache has all libraries. */
  @TempDir private static Path home;

  @TempDir private Path here;
  private Path tmp;

  @BeforeAll
  static void unpackLibraries(@TempDir Path tmp) throws Exception {
    home = home.toRealPath();
    set(home, 0755);
    assumeThat(run(home, tmp, FORCED).get(0)).startsWith("onednn");
  }

  @BeforeEach
  void makeTmp() throws Exception {
    here = here.toRealPath();
    tmp = directory("tmp", 01777);
  }

  @Test
  void librariesComeFromTheUsersCacheTheJvmAndTheSystemAlone() throws Exception {
    Path cache = home.resolve(".cache/tributary");
    List<String> loaded = loaded(run(home));
    assertThat(loaded)
        .anyMatch(file -> file.startsWith(cache + "/openblas-"))
        .anyMatch(file -> file.startsWith(cache + "/onednn-"))
        .anyMatch(file -> file.startsWith(cache + "/jffi-"))
        .allMatch(
            file ->
                file.startsWith(cache.toString())
                    || file.startsWith(tmp + "/libnetlibblasjni")
                    || isOfJvmOrSystem(file));
    assertThat(home.resolve(".javacpp")).doesNotExist();
    assertThat(tmp).isEmptyDirectory();
  }

  @Test
  void withoutAHomeAFreshDirectoryServesWhateverLiesInTheTemporaryOne() throws Exception {
    Path planted = tmp.resolve(".javacpp-" + System.getProperty("user.name")).resolve("cache");
    for (String jar : List.of("openblas", "dnnl", "opencl")) {
      plantAll(planted, jar);
    }
    Files.writeString(tmp.resolve(JFFI), "planted");
    List<String> before = filesIn(tmp);
    List<String> lines = run(noHome());
    assertThat(lines.get(0)).startsWith("onednn (");
    assertThat(loaded(lines))
        .allMatch(
            file ->
                file.startsWith(tmp + "/tributary-natives-")
                    || file.startsWith(tmp + "/libnetlibblasjni")
                    || isOfJvmOrSystem(file));
    assertThat(filesIn(tmp)).isEqualTo(before);
  }

  @Test
  void aHomeThatOthersCanWriteToIsNotUsed() throws Exception {
    Path open = directory("open", 0777);
    List<String> lines = run(open);
    assertThat(lines.get(0)).startsWith("onednn (");
    assertThat(loaded(lines)).anyMatch(file -> file.startsWith(tmp + "/tributary-natives-"));
    assertThat(open).isEmptyDirectory();
  }

  @Test
  void withoutASafeTemporaryDirectoryProductsArePlainJavaAndTheReasonIsTold() throws Exception {
    set(tmp, 0777);
    String reason =
        ": %s is writable by others, with mode 777 (expected: neither by group nor by others, or"
                .formatted(tmp)
            + " with the sticky bit)";
    assertThat(run(home).get(0))
        .startsWith("java (onednn: ")
        .contains("; openblas" + reason, "; system" + reason);
    assertThat(run(home, FORCED).get(0))
        .startsWith("refused: Cannot use the onednn products that tributary.blas asks for: ")
        .contains(reason);
    assertThat(tmp).isEmptyDirectory();
  }

  @Test
  void aUmaskThatLetsOthersWriteLeavesPlainJavaAndTheReasonIsTold() {
    String reason = ": new files of this process are writable by others, with mode 666 (expected: ";
    assertThat(withUmask("000"))
        .startsWith("java (onednn: ")
        .contains("; openblas" + reason, "; system" + reason);
    assertThat(withUmask("077")).startsWith("onednn (");
  }

  private String withUmask(String umask) {
    return JvmRun.withUmask(umask, LoadedMain.class, options(home, tmp), environment(home))
        .lines()
        .get(0);
  }

  @Test
  void theCacheThatJavaCppIsGivenServesIfItIsSafe() throws Exception {
    Path cache = here.resolve("new/cache");
    List<String> lines = run(home, CACHE + cache);
    assertThat(lines.get(0)).startsWith("onednn (");
    assertThat(loaded(lines))
        .anyMatch(file -> file.startsWith(cache + "/openblas-"))
        .noneMatch(file -> file.startsWith(home.toString()));
  }

  @Test
  void theCacheThatJavaCppIsGivenIsRefusedIfItIsNot() throws Exception {
    Path cache = directory("cache", 0777);
    plantAll(cache, "openblas");
    List<String> lines = run(home, FORCED, CACHE + cache);
    assertThat(lines.get(0))
        .startsWith("refused: Cannot use the onednn products")
        .contains("unpack native libraries to: " + CACHE + cache + ": " + cache + " is writable");
    assertThat(run(home, CACHE + cache).get(0)).doesNotContain("openblas (");
    assertThat(loaded(lines)).allMatch(PlantedLibrariesTest::isOfJvmOrSystem);
  }

  @Test
  void aSafeLibraryOfJffiIsLoadedFromItsBootPath() throws Exception {
    Path boot = directory("boot", 0755);
    Path library = unpackJffi(boot);
    assertThat(loaded(run(home, "-Djffi.boot.library.path=/nowhere::" + boot)))
        .contains(library.toString())
        .noneMatch(file -> file.startsWith(home + "/.cache/tributary/jffi-"));
  }

  @Test
  void aLibraryOfJffiThatOthersCanReplaceIsNotLoaded() throws Exception {
    Path boot = directory("boot", 0777);
    Path library = unpackJffi(boot);
    for (String setting :
        List.of("-Djffi.boot.library.path=" + boot, "-Djffi.extract.dir=" + boot)) {
      List<String> lines = run(home, setting, "-Djffi.extract.name=" + JFFI);
      assertThat(lines.get(0))
          .startsWith("openblas (")
          .contains("; onednn: ", boot + " is writable");
      assertThat(loaded(lines)).doesNotContain(library.toString());
    }
  }

  @Test
  void aNameThatJffiIsGivenIsNotForeseeable() throws Exception {
    Path planted = unpackJffi(tmp);
    assertThat(loaded(run(home, "-Djffi.extract.name=" + JFFI)))
        .doesNotContain(planted.toString())
        .anyMatch(file -> file.startsWith(home + "/.cache/tributary/jffi-"));
  }

  @Test
  void twoJvmsUnpackAtTheSameTime() throws Exception {
    Path cold = directory("cold", 0755);
    List<CompletableFuture<List<String>>> runs = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      runs.add(CompletableFuture.supplyAsync(() -> run(cold, FORCED)));
    }
    for (CompletableFuture<List<String>> run : runs) {
      assertThat(run.get().get(0)).startsWith("onednn (");
      assertThat(loaded(run.get())).anyMatch(file -> file.startsWith(cold + "/.cache/tributary/"));
    }
    try (Stream<Path> files = Files.list(cold.resolve(".cache/tributary"))) {
      assertThat(files.map(file -> file.getFileName().toString().replaceAll("-.*", "")))
          .containsExactlyInAnyOrder(".lock", "openblas", "onednn", "jffi");
    }
  }

  /** A file, so that not even root can make a directory there. */
  private Path noHome() throws IOException {
    return Files.writeString(here.resolve("no-home"), "");
  }

  private List<String> run(Path userHome, String... more) {
    return run(userHome, tmp, more);
  }

  private static List<String> run(Path userHome, Path tmp, String... more) {
    List<String> options = options(userHome, tmp);
    options.addAll(List.of(more));
    return JvmRun.of(LoadedMain.class, options, environment(userHome)).lines();
  }

  private static List<String> options(Path userHome, Path tmp) {
    return new ArrayList<>(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Duser.home=" + userHome,
            "-Djava.io.tmpdir=" + tmp));
  }

  private static Map<String, String> environment(Path userHome) {
    return Map.of("HOME", userHome.toString(), "XDG_CACHE_HOME", "");
  }

  private static List<String> loaded(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith("loaded: "))
        .map(line -> line.substring("loaded: ".length()))
        .toList();
  }

  private static boolean isOfJvmOrSystem(String file) {
    return file.startsWith(System.getProperty("java.home"))
        || file.startsWith("/usr/lib")
        || file.startsWith("/lib");
  }

  /** Puts text where JavaCPP would keep the libraries of an artifact. */
  private static void plantAll(Path cache, String artifact) throws IOException {
    String libraries = "org/bytedeco/" + artifact + "/linux-x86_64";
    URL inJar = PlantedLibrariesTest.class.getResource("/" + libraries);
    Path jar = Path.of(inJar.getPath().replaceAll("!.*", ""));
    Path directory = Files.createDirectories(cache.resolve(jar.getFileName()).resolve(libraries));
    for (String name :
        List.of("libopenblas.so.0", "libgcc_s.so.1", "libdnnl.so.3", "libjnijavacpp.so")) {
      Files.writeString(directory.resolve(name), "planted");
    }
  }

  private static Path unpackJffi(Path directory) throws IOException {
    Path file = directory.resolve(JFFI);
    try (var in = PlantedLibrariesTest.class.getResourceAsStream("/jni/x86_64-Linux/" + JFFI)) {
      Files.copy(in, file);
    }
    return file;
  }

  private Path directory(String name, int mode) throws IOException {
    return set(Files.createDirectory(here.resolve(name)), mode);
  }

  private static Path set(Path path, int mode) throws IOException {
    Files.setAttribute(path, "unix:mode", mode);
    return path;
  }

  private static List<String> filesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.map(Path::toString).sorted().toList();
    }
  }
}
