package org.tributary.checks;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodDNSConfig;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Documents of YAML for Kubernetes, and what is wrong with them. */
final class Manifests {
  /** Kinds of Kubernetes itself, checked by the types of its client. */
  private static final Map<String, Class<?>> CORE =
      Map.of(
          "v1/ConfigMap", ConfigMap.class,
          "v1/PersistentVolumeClaim", PersistentVolumeClaim.class,
          "v1/ServiceAccount", ServiceAccount.class,
          "rbac.authorization.k8s.io/v1/Role", Role.class,
          "rbac.authorization.k8s.io/v1/RoleBinding", RoleBinding.class,
          "batch/v1/CronJob", CronJob.class);

  /** Fields of the operators' kinds that have types of Kubernetes. */
  private static final Map<String, Class<?>> TYPES =
      Map.ofEntries(
          Map.entry("podTemplateSpec", PodTemplateSpec.class),
          Map.entry("template", PodTemplateSpec.class),
          Map.entry("affinity", Affinity.class),
          Map.entry("dnsConfig", PodDNSConfig.class),
          Map.entry("lifecycle", Lifecycle.class),
          Map.entry("securityContext", SecurityContext.class),
          Map.entry("podSecurityContext", PodSecurityContext.class),
          Map.entry("env", EnvVar.class),
          Map.entry("envFrom", EnvFromSource.class),
          Map.entry("hostAliases", HostAlias.class),
          Map.entry("initContainers", Container.class),
          Map.entry("sidecars", Container.class),
          Map.entry("tolerations", Toleration.class),
          Map.entry("volumes", Volume.class),
          Map.entry("volumeMounts", VolumeMount.class));

  private static final YAMLMapper YAML = new YAMLMapper(new YAMLFactory());

  /** Refuses what a type does not have; the types themselves would keep it. */
  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .annotationIntrospector(
              new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1;

                @Override
                public Boolean hasAnySetter(Annotated a) {
                  return false;
                }

                @Override
                public Boolean hasAnyGetter(Annotated a) {
                  return false;
                }

                @Override
                public boolean hasIgnoreMarker(AnnotatedMember member) {
                  return member.getName().endsWith("AdditionalProperties")
                      || super.hasIgnoreMarker(member);
                }
              })
          .build();

  private Manifests() {}

  /** Parses the documents of a text. */
  static List<JsonNode> documents(String text) {
    try (MappingIterator<JsonNode> all = YAML.readerFor(JsonNode.class).readValues(text)) {
      return all.readAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the kind of a document, with its group and version. */
  static String kind(JsonNode document) {
    return document.path("apiVersion").asText() + "/" + document.path("kind").asText();
  }

  /** Returns what is wrong with a document; nothing if a cluster would take it as it is meant. */
  static List<String> problems(JsonNode document) {
    String kind = kind(document);
    List<String> problems = new ArrayList<>();
    if (CORE.containsKey(kind)) {
      typed(document, CORE.get(kind), problems);
      return problems;
    }
    String resource = "/schemas/" + kind.replace('/', '-') + ".json";
    try (InputStream in = Manifests.class.getResourceAsStream(resource)) {
      if (in == null) {
        return List.of("unknown kind " + kind);
      }
      JsonSchema schema = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(in);
      schema.validate(document).stream().map(ValidationMessage::getMessage).forEach(problems::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    nested(document.path("spec"), "", problems);
    return problems;
  }

  private static void nested(JsonNode node, String name, List<String> problems) {
    // The template of a scheduled application is not that of a pod.
    Class<?> type = name.equals("template") && node.has("mainClass") ? null : TYPES.get(name);
    if (type != null) {
      Iterable<JsonNode> each = node.isArray() ? node : List.of(node);
      each.forEach(item -> typed(item, type, problems));
    } else {
      node.properties().forEach(field -> nested(field.getValue(), field.getKey(), problems));
    }
  }

  private static void typed(JsonNode node, Class<?> type, List<String> problems) {
    try {
      STRICT.treeToValue(node, type);
    } catch (IOException | IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
  }
}
