package dev.backbeat.server.admin;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import java.io.IOException;

/** Holds answers to what the OpenAPI document says of them. */
final class AnswerSchemas {
  private static final String BASE = "app://admin";

  private final JsonObject document;
  private final SchemaRepository repository;

  AnswerSchemas(RunningAdmin admin) throws IOException {
    document = new JsonObject(admin.send("GET", "/admin/openapi.json", null, null).body());
    repository =
        SchemaRepository.create(
            new JsonSchemaOptions().setBaseUri(BASE).setDraft(Draft.DRAFT202012));
    repository.dereference(
        JsonSchema.of(
            new JsonObject()
                .put("$id", BASE + "/document")
                .put("components", document.getJsonObject("components"))));
  }

  /** Fails if the answer to a call is not as documented. */
  void check(String method, String pathAndQuery, JsonObject answer) {
    JsonObject responses = operation(method, pathAndQuery.replaceFirst("\\?.*", ""));
    String ref =
        responses.fieldNames().stream()
            .filter(status -> status.startsWith("2"))
            .map(status -> responses.getJsonObject(status).getJsonObject("content"))
            .map(content -> content.getJsonObject("application/json").getJsonObject("schema"))
            .map(schema -> schema.getString("$ref"))
            .findFirst()
            .orElseThrow();
    OutputUnit result = repository.validator(BASE + "/document" + ref).validate(answer);
    if (!result.getValid()) {
      throw new AssertionError(
          method + " " + pathAndQuery + ": " + result.getErrors() + "\n" + answer.encodePrettily());
    }
  }

  private JsonObject operation(String method, String path) {
    JsonObject paths = document.getJsonObject("paths");
    for (String template : paths.fieldNames()) {
      JsonObject operation = paths.getJsonObject(template).getJsonObject(method.toLowerCase());
      if (operation != null && path.matches(template.replaceAll("\\{[a-z]+}", "[^/]+"))) {
        return operation.getJsonObject("responses");
      }
    }
    throw new AssertionError(method + " " + path + " is not in the document");
  }
}
