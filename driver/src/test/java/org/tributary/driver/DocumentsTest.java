package org.tributary.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tributary.driver.config.JobReader;
import org.tributary.driver.spec.JobSpec;

/** What the documents point to is there, and the jobs that they show are jobs. */
class DocumentsTest {
  private static final Path ROOT = Path.of("..");

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```|`[^`\n]*`");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
  private static final Pattern JOB = Pattern.compile("(?ms)^```hocon\n(.*?)^```");

  static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    for (String folder : List.of("worker-core", "driver", "deploy", "conf")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
        files.filter(DocumentsTest::isDocument).forEach(documents::add);
      }
    }
    try (Stream<Path> files = Files.list(ROOT)) {
      files.filter(DocumentsTest::isDocument).forEach(documents::add);
    }
    return documents;
  }

  private static boolean isDocument(Path file) {
    return file.toString().endsWith(".md") && !file.toString().contains("target");
  }

  @Test
  void thereAreDocuments() throws IOException {
    assertThat(documents())
        .contains(
            ROOT.resolve("README.md"),
            ROOT.resolve("driver/docs/configuration.md"),
            ROOT.resolve("worker-core/docs/mathematics.md"));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyRelativeLinkLeadsToAFileAndItsHeading(Path document) throws IOException {
    String text = CODE.matcher(Files.readString(document)).replaceAll("");
    for (String link : groups(LINK, text)) {
      if (link.contains("://")) {
        continue;
      }
      String[] parts = link.split("#", 2);
      Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]).normalize();
      assertThat(target).as("%s links to %s", document, link).exists();
      if (parts.length == 2) {
        assertThat(anchors(target)).as("%s links to %s", document, link).contains(parts[1]);
      }
    }
  }

  /** Tables, examples and pictures cannot be broken into lines. */
  @ParameterizedTest
  @MethodSource("documents")
  void linesOfTextStayWithin120Columns(Path document) throws IOException {
    String text = CODE.matcher(Files.readString(document)).replaceAll("");
    assertThat(text.lines())
        .as(document.toString())
        .filteredOn(line -> !line.strip().matches("(?s)(\\||!\\[).*") && !line.startsWith("    "))
        .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(120));
  }

  /** Anchors as GitHub makes them: lower case, hyphens for blanks, no other punctuation. */
  private static List<String> anchors(Path document) throws IOException {
    return groups(HEADING, Files.readString(document)).stream()
        .map(heading -> heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w -]", ""))
        .map(heading -> heading.replace(' ', '-'))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void everyJobShownIsOne(String text) {
    JobSpec job = JobReader.read(text, "document", List.of());
    assertThat(text).contains(job.data().path(), job.output().model());
  }

  static List<String> jobs() throws IOException {
    List<String> jobs = new ArrayList<>();
    for (Path document : documents()) {
      jobs.addAll(groups(JOB, Files.readString(document)));
    }
    return jobs;
  }

  @Test
  void configurationsThatTheReadmeRunsAreThere() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    List<String> shipped = groups(Pattern.compile("(conf/[\\w/.-]+)"), readme);
    assertThat(shipped).contains("conf/digits.conf");
    for (String file : shipped) {
      assertThat(ROOT.resolve(file)).exists();
    }
  }

  private static List<String> groups(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).toList();
  }
}
