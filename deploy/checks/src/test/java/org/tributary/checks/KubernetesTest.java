package org.tributary.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tributary.driver.config.JobReader;

/** The files for Kubernetes have only fields that exist, and fit to each other. */
class KubernetesTest {
  private static final Path DIRECTORY = Path.of("../kubernetes");
  private static final Path CONTAINERFILE = Path.of("../container/Containerfile");
  private static final String APACHE = "spark.apache.org/v1/SparkApplication";
  private static final String KUBEFLOW = "sparkoperator.k8s.io/v1beta2/";

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(DIRECTORY)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static List<JsonNode> documents(String file) throws IOException {
    return Manifests.documents(Files.readString(DIRECTORY.resolve(file)));
  }

  private static JsonNode document(String file, String kind) throws IOException {
    return documents(file).stream()
        .filter(document -> Manifests.kind(document).endsWith(kind))
        .findFirst()
        .orElseThrow();
  }

  /** The application that the CronJob of the Apache operator creates. */
  private static JsonNode scheduledApplication() throws IOException {
    String text =
        document("apache/retrain.yaml", "v1/ConfigMap").at("/data/application.yaml").asText();
    return Manifests.documents(text).get(0);
  }

  private static List<JsonNode> applications() throws IOException {
    return List.of(
        document("apache/train.yaml", APACHE),
        scheduledApplication(),
        document("kubeflow/train.yaml", KUBEFLOW + "SparkApplication"),
        document("kubeflow/retrain.yaml", KUBEFLOW + "ScheduledSparkApplication"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyDocumentHasOnlyFieldsThatExist(Path file) throws IOException {
    List<JsonNode> documents = Manifests.documents(Files.readString(file));
    assertThat(documents).isNotEmpty();
    for (JsonNode document : documents) {
      assertThat(Manifests.problems(document)).as("%s: %s", file, document).isEmpty();
    }
  }

  @Test
  void applicationOfTheCronJobHasOnlyFieldsThatExist() throws IOException {
    assertThat(Manifests.problems(scheduledApplication())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "common.yaml, v1/ConfigMap, /metadata",
    "common.yaml, PersistentVolumeClaim, /spec",
    "apache/retrain.yaml, CronJob, /spec/jobTemplate/spec/template/spec/containers/0",
    "apache/retrain.yaml, v1/Role, /rules/0",
    "apache/train.yaml, SparkApplication, /spec",
    "apache/train.yaml, SparkApplication, /spec/applicationTolerations/restartConfig",
    "apache/train.yaml, SparkApplication, /spec/driverSpec/podTemplateSpec/spec/containers/0",
    "apache/train.yaml, SparkApplication, /spec/executorSpec/podTemplateSpec/spec/volumes/0",
    "kubeflow/train.yaml, SparkApplication, /spec/restartPolicy",
    "kubeflow/train.yaml, SparkApplication, /spec/driver/securityContext",
    "kubeflow/train.yaml, SparkApplication, /spec/volumes/0/persistentVolumeClaim",
    "kubeflow/retrain.yaml, ScheduledSparkApplication, /spec",
    "kubeflow/retrain.yaml, ScheduledSparkApplication, /spec/template/executor",
    "kubeflow/retrain.yaml, ScheduledSparkApplication, /spec/template/driver/env/0"
  })
  void fieldThatDoesNotExistIsFound(String file, String kind, String place) throws IOException {
    JsonNode document = document(file, kind);
    ((ObjectNode) document.at(place)).put("replicaz", 1);
    assertThat(Manifests.problems(document)).isNotEmpty().allMatch(p -> p.contains("replicaz"));
  }

  @ParameterizedTest
  @CsvSource({
    "apache/train.yaml, SparkApplication, /spec/applicationTolerations/restartConfig, restartPolicy, Sometimes",
    "kubeflow/train.yaml, SparkApplication, /spec/restartPolicy, onFailureRetries, often",
    "kubeflow/retrain.yaml, ScheduledSparkApplication, /spec, concurrencyPolicy, Never",
    "kubeflow/retrain.yaml, ScheduledSparkApplication, /spec, schedule, nightly",
    "apache/retrain.yaml, CronJob, /spec/jobTemplate/spec, backoffLimit, many"
  })
  void valueThatDoesNotExistIsFound(
      String file, String kind, String place, String field, String value) throws IOException {
    JsonNode document = document(file, kind);
    ((ObjectNode) document.at(place)).put(field, value);
    assertThat(Manifests.problems(document)).isNotEmpty();
  }

  @Test
  void twoRunsNeverOverlap() throws IOException {
    assertThat(document("apache/retrain.yaml", "CronJob").at("/spec/concurrencyPolicy").asText())
        .isEqualTo("Forbid");
    assertThat(
            document("kubeflow/retrain.yaml", "ScheduledSparkApplication")
                .at("/spec/concurrencyPolicy")
                .asText())
        .isEqualTo("Forbid");
  }

  @Test
  void runsAreStartedAgainAfterFailuresAndHaveTheJarAndAUserOfTheImage() throws IOException {
    String container = Files.readString(CONTAINERFILE);
    for (JsonNode application : applications()) {
      String text = application.toString();
      assertThat(text).contains("\"OnFailure\"").contains("example.com/tributary:0.1.0");
      assertThat(text).contains("\"local:///opt/tributary/tributary.jar\"");
      assertThat(application.findValuesAsText("runAsUser")).hasSize(2).containsOnly("185");
    }
    assertThat(container).contains(" /opt/tributary/tributary.jar\n", "\nUSER 185\n");
  }

  @Test
  void everyRunReadsAJobOfTheSharedConfigMap() throws IOException {
    JsonNode jobs = document("common.yaml", "v1/ConfigMap").path("data");
    for (JsonNode application : applications()) {
      List<JsonNode> arguments =
          Stream.of("driverArgs", "arguments")
              .flatMap(name -> application.findValues(name).stream())
              .toList();
      assertThat(arguments).hasSize(1);
      String command = arguments.get(0).path(0).asText();
      String file = arguments.get(0).path(1).asText();
      assertThat(file).isEqualTo("/etc/tributary/" + command + ".conf");
      JobReader.read(jobs.path(command + ".conf").asText(), file, List.of());
    }
  }

  @Test
  void retrainingThatKeepsTheModelIsNoFailure() throws IOException {
    for (JsonNode application : applications()) {
      boolean retrains = application.toString().contains("\"retrain\"");
      assertThat(application.toString().contains("TRIBUTARY_OK_CODES")).isEqualTo(retrains);
    }
  }
}
