package dev.backbeat.server.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.backbeat.server.ops.LiveConfig;
import dev.backbeat.server.ops.ServerCommand;
import dev.backbeat.server.ops.ServerConfig;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The manifest has only fields that Kubernetes knows, and its parts fit. */
class KubernetesTest {
  private static final Map<String, Class<?>> KINDS =
      Map.of(
          "v1/ConfigMap", V1ConfigMap.class,
          "v1/PersistentVolumeClaim", V1PersistentVolumeClaim.class,
          "v1/Service", V1Service.class,
          "apps/v1/Deployment", V1Deployment.class,
          "policy/v1/PodDisruptionBudget", V1PodDisruptionBudget.class,
          "networking.k8s.io/v1/NetworkPolicy", V1NetworkPolicy.class);

  @TempDir Path dir;
  private final Map<Class<?>, Object> objects = new LinkedHashMap<>();

  @BeforeEach
  void read() throws Exception {
    LoaderOptions strict = new LoaderOptions();
    strict.setAllowDuplicateKeys(false);
    for (Object document :
        new Yaml(new SafeConstructor(strict)).loadAll(OpsFiles.read("kubernetes.yaml"))) {
      JsonElement json = new Gson().toJsonTree(document);
      String kind =
          json.getAsJsonObject().get("apiVersion").getAsString()
              + '/'
              + json.getAsJsonObject().get("kind").getAsString();
      Class<?> type = KINDS.get(kind);
      assertNotNull(type, kind);
      validate(type, json);
      objects.put(type, JSON.deserialize(json.toString(), type));
    }
  }

  /** Refuses fields that the kind does not have, and missing ones that it needs. */
  private static void validate(Class<?> type, JsonElement json) throws Exception {
    try {
      type.getMethod("validateJsonElement", JsonElement.class).invoke(null, json);
    } catch (java.lang.reflect.InvocationTargetException e) {
      throw (Exception) e.getCause();
    }
  }

  private <T> T the(Class<T> type) {
    return type.cast(objects.get(type));
  }

  private V1PodSpec pod() {
    return the(V1Deployment.class).getSpec().getTemplate().getSpec();
  }

  private V1Container container() {
    return pod().getContainers().get(0);
  }

  @Test
  void everyKindIsThereAndMeansTheSamePods() {
    assertEquals(Set.copyOf(KINDS.values()), objects.keySet());
    Map<String, String> labels =
        the(V1Deployment.class).getSpec().getTemplate().getMetadata().getLabels();
    assertEquals(labels, the(V1Service.class).getSpec().getSelector());
    assertEquals(labels, the(V1Deployment.class).getSpec().getSelector().getMatchLabels());
    assertEquals(labels, the(V1PodDisruptionBudget.class).getSpec().getSelector().getMatchLabels());
    assertEquals(labels, the(V1NetworkPolicy.class).getSpec().getPodSelector().getMatchLabels());
  }

  @Test
  void aMisspeltFieldIsFound() {
    JsonElement wrong =
        JsonParser.parseString(
            "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"spec\":{\"selector\":{},"
                + "\"template\":{\"spec\":{\"containers\":[{\"name\":\"x\",\"imagee\":\"y\"}]}}}}");
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> validate(V1Deployment.class, wrong));
    assertTrue(e.getMessage().contains("imagee"), e.getMessage());
  }

  private ServerConfig config() throws IOException {
    Path file =
        Files.writeString(
            dir.resolve("backbeat.properties"),
            the(V1ConfigMap.class).getData().get("backbeat.properties"));
    try (LiveConfig live =
        ServerCommand.liveConfigOf(OpsFiles.secrets(dir), "--config", file.toString())) {
      return live.current();
    }
  }

  @Test
  void theConfigurationIsOneThatTheServerTakes() throws IOException {
    ServerConfig config = config();
    assertEquals(ServerConfig.Guests.OFF, config.access().guests());
    int port = container().getPorts().get(0).getContainerPort();
    assertEquals(port, config.listen().port());
    assertEquals(
        port,
        the(V1NetworkPolicy.class)
            .getSpec()
            .getIngress()
            .get(0)
            .getPorts()
            .get(0)
            .getPort()
            .getIntValue());
  }

  @Test
  void thePodOutlivesItsDrain() throws IOException {
    ServerConfig config = config();
    long needed = config.drain().graceSeconds() + config.drain().seconds() + 10;
    assertTrue(
        pod().getTerminationGracePeriodSeconds() >= needed,
        pod().getTerminationGracePeriodSeconds() + " s, needed " + needed);
    String stop = String.join(" ", container().getLifecycle().getPreStop().getExec().getCommand());
    assertTrue(stop.endsWith("http://127.0.0.1:" + config.admin().port() + "/admin/drain"), stop);
  }

  @Test
  void thePodMayDoLittle() {
    assertTrue(pod().getSecurityContext().getRunAsNonRoot());
    assertEquals("RuntimeDefault", pod().getSecurityContext().getSeccompProfile().getType());
    assertTrue(container().getSecurityContext().getReadOnlyRootFilesystem());
    assertEquals(false, container().getSecurityContext().getAllowPrivilegeEscalation());
    assertEquals(
        java.util.List.of("ALL"), container().getSecurityContext().getCapabilities().getDrop());
    assertEquals(false, pod().getAutomountServiceAccountToken());
    // Or BACKBEAT_PORT would be tcp://10.0.0.1:8080.
    assertEquals(false, pod().getEnableServiceLinks());
  }

  @Test
  void volumesAreThoseThatAreMounted() {
    Set<String> volumes =
        pod().getVolumes().stream().map(v -> v.getName()).collect(Collectors.toSet());
    Set<String> mounts =
        container().getVolumeMounts().stream()
            .map(V1VolumeMount::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(volumes, mounts);
  }

  @Test
  void bansOutliveARolloutAndARecordingHasRoom() throws IOException {
    String claim = the(V1PersistentVolumeClaim.class).getMetadata().getName();
    String volume = volumeAt(config().admin().bansFile().getParent().toString());
    assertEquals(
        claim,
        pod().getVolumes().stream()
            .filter(v -> v.getName().equals(volume))
            .findFirst()
            .orElseThrow()
            .getPersistentVolumeClaim()
            .getClaimName());
    String temporary = volumeAt("/tmp");
    var emptyDir =
        pod().getVolumes().stream()
            .filter(v -> v.getName().equals(temporary))
            .findFirst()
            .orElseThrow()
            .getEmptyDir();
    assertNull(emptyDir.getMedium(), "memory would count against the pod's limit");
    assertTrue(emptyDir.getSizeLimit().getNumber().longValue() >= 2L * 64 * 1024 * 1024);
  }

  private String volumeAt(String path) {
    return container().getVolumeMounts().stream()
        .filter(mount -> mount.getMountPath().equals(path))
        .findFirst()
        .orElseThrow()
        .getName();
  }

  @Test
  void probesAskWhatTheyAreFor() {
    assertEquals("/readyz", container().getReadinessProbe().getHttpGet().getPath());
    assertEquals("/healthz", container().getLivenessProbe().getHttpGet().getPath());
    assertTrue(container().getResources().getLimits().containsKey("memory"));
    assertTrue(container().getResources().getRequests().containsKey("cpu"));
  }
}
