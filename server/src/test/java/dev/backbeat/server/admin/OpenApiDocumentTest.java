package dev.backbeat.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.OpenAPIVersion;
import io.vertx.openapi.contract.Operation;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The document that is served beside the API. */
@Timeout(60)
class OpenApiDocumentTest {
  private static final Pattern REF = Pattern.compile("\"\\$ref\":\"#/components/schemas/(\\w+)\"");

  /** Files, not calls. */
  private static final Set<String> UNDOCUMENTED =
      Set.of(
          "GET /admin/openapi.json",
          "GET /admin/",
          "GET /admin",
          "GET /admin/console/",
          "GET /admin/console/chart.js",
          "GET /healthz",
          "GET /readyz",
          "GET /metrics",
          "GET /metrics/tick-lateness");

  private static JsonObject document() throws Exception {
    try (RunningAdmin admin = new RunningAdmin()) {
      var answer = admin.send("GET", "/admin/openapi.json", null, null);
      assertEquals(200, answer.statusCode());
      return new JsonObject(answer.body());
    }
  }

  @Test
  void itIsValidOpenApi31() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      OpenAPIContract contract =
          OpenAPIContract.from(vertx, document())
              .toCompletionStage()
              .toCompletableFuture()
              .get(30, TimeUnit.SECONDS);
      assertEquals(OpenAPIVersion.V3_1, contract.getVersion());
      assertTrue(contract.operations().size() > 1);
      for (Operation operation : contract.operations()) {
        assertFalse(
            operation.getOpenAPIModel().getString("summary").isBlank(), operation.getOperationId());
      }
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void aBodyThatIsTooLongIsInIt() throws Exception {
    JsonObject post =
        document().getJsonObject("paths").getJsonObject("/admin/announce").getJsonObject("post");
    try (RunningAdmin admin = new RunningAdmin()) {
      JsonObject longText = new JsonObject().put("text", "x".repeat(70_000));
      assertEquals("413 TOO_BIG", admin.refusal("/admin/announce", longText));
    }
    assertTrue(post.getJsonObject("responses").containsKey("413"), post.encode());
  }

  @Test
  void everyReferenceLeadsSomewhereAndNoSchemaIsUnused() throws Exception {
    JsonObject document = document();
    Matcher refs = REF.matcher(document.encode());
    Set<String> used = new TreeSet<>();
    while (refs.find()) {
      used.add(refs.group(1));
    }
    Set<String> declared =
        new TreeSet<>(document.getJsonObject("components").getJsonObject("schemas").fieldNames());
    assertEquals(declared, used);
  }

  @Test
  void everyRouteIsInItAndEverythingInItIsARoute() throws Exception {
    try (RunningAdmin admin = new RunningAdmin()) {
      JsonObject paths =
          new JsonObject(admin.send("GET", "/admin/openapi.json", null, null).body())
              .getJsonObject("paths");
      Set<String> documented = new TreeSet<>();
      for (String path : paths.fieldNames()) {
        for (String method : paths.getJsonObject(path).fieldNames()) {
          documented.add(method.toUpperCase(Locale.ROOT) + ' ' + path);
        }
      }
      Set<String> routed =
          admin.routes().stream()
              .filter(r -> r.getPath() != null && r.methods() != null)
              .flatMap(r -> r.methods().stream().map(m -> m.name() + ' ' + r.getPath()))
              .map(r -> r.replaceAll(":([a-z]+)", "{$1}"))
              .filter(r -> !UNDOCUMENTED.contains(r))
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(documented, routed);
    }
  }
}
