package org.tributary.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Checks the jar to submit: the packages in it are those of a list, with the modules of Tributary
 * in place of each of its own packages, and no other jar on the class path of a job has any of
 * them. Runs after the jar is built, in the phase {@code verify}.
 */
class SubmitJarCheck {
  private static final Path LIST = Path.of("src/test/resources/submit-jar-packages.txt");

  private static final Pattern MODULE =
      Pattern.compile("(org\\.tributary\\.(core|driver|ml))(\\..*)?");

  /** Jars whose content is in the jar to submit. */
  private static final List<String> WITHIN = List.of("/org/bytedeco/", "/com/github/jnr/jffi/");

  private static Path jar() throws IOException {
    try (var files = Files.newDirectoryStream(Path.of("target"), "tributary-driver-*-submit.jar")) {
      return files.iterator().next();
    }
  }

  private static Set<String> packages(Path file) throws IOException {
    Set<String> packages = new TreeSet<>();
    try (JarFile jar = new JarFile(file.toFile())) {
      jar.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.endsWith(".class") && name.contains("/"))
          .filter(name -> !name.startsWith("META-INF/"))
          .forEach(
              name -> packages.add(name.substring(0, name.lastIndexOf('/')).replace('/', '.')));
    }
    return packages;
  }

  @Test
  void packagesAreThoseOfTheList() throws IOException {
    Set<String> found = new TreeSet<>();
    packages(jar()).forEach(name -> found.add(MODULE.matcher(name).replaceFirst("$1")));
    assertThat(found)
        .as("packages in %s and not in %s, or the other way round", jar(), LIST)
        .containsExactlyElementsOf(Files.readAllLines(LIST));
  }

  @Test
  void noJarOfSparkHasAnyOfThem() throws IOException {
    Set<String> own = packages(jar());
    assertThat(own).noneMatch(name -> name.startsWith("org.apache."));
    List<String> clashes = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      boolean within = WITHIN.stream().anyMatch(entry::contains);
      if (entry.endsWith(".jar") && !within && !entry.contains("tributary-")) {
        Set<String> shared = packages(Path.of(entry));
        shared.retainAll(own);
        shared.forEach(name -> clashes.add(entry + ": " + name));
      }
    }
    assertThat(clashes).isEmpty();
  }

  @Test
  void servicesOfSparkAreOnlyThoseOfTributary() throws IOException {
    try (JarFile jar = new JarFile(jar().toFile())) {
      for (String service : Arrays.asList("Estimator", "Transformer")) {
        var entry = jar.getEntry("META-INF/services/org.apache.spark.ml." + service);
        assertThat(
                new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8)
                    .lines())
            .isNotEmpty()
            .allMatch(name -> name.startsWith("org.tributary.ml."));
      }
    }
  }
}
