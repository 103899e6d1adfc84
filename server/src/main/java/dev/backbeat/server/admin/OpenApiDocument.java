package dev.backbeat.server.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The OpenAPI 3.1 document, made of the list of calls. */
final class OpenApiDocument {
  private static final Pattern PATH_PARAM = Pattern.compile("\\{([a-z]+)}");
  private static final String API_VERSION = "1.0.0";

  private OpenApiDocument() {}

  static JsonObject of(List<AdminCall> calls, Schemas schemas) {
    JsonObject paths = new JsonObject();
    for (AdminCall call : calls) {
      JsonObject item = paths.getJsonObject(call.path());
      if (item == null) {
        item = new JsonObject();
        paths.put(call.path(), item);
      }
      item.put(call.method().name().toLowerCase(Locale.ROOT), operation(call));
    }
    return new JsonObject()
        .put("openapi", "3.1.0")
        .put(
            "info",
            new JsonObject()
                .put("title", "Backbeat admin API")
                .put("version", API_VERSION)
                .put(
                    "description",
                    "What operators see and do. The console at /admin uses these calls and no"
                        + " others. Every POST leaves one line in the audit log.")
                .put("license", new JsonObject().put("name", "See the file LICENSE")))
        .put("security", new JsonArray().add(new JsonObject().put("token", new JsonArray())))
        .put("paths", paths)
        .put(
            "components",
            new JsonObject()
                .put("schemas", schemas.all())
                .put(
                    "securitySchemes",
                    new JsonObject()
                        .put(
                            "token",
                            new JsonObject()
                                .put("type", "http")
                                .put("scheme", "bearer")
                                .put("description", "A token of --admin-tokens."))));
  }

  private static JsonObject operation(AdminCall call) {
    JsonObject operation =
        new JsonObject()
            .put("operationId", call.id())
            .put("tags", new JsonArray().add(call.tag()))
            .put("summary", call.summary());
    JsonArray parameters = parameters(call);
    if (!parameters.isEmpty()) {
      operation.put("parameters", parameters);
    }
    if (call.body() != null) {
      operation.put(
          "requestBody",
          new JsonObject().put("required", true).put("content", json(Schemas.ref(call.body()))));
    }
    return operation.put("responses", responses(call));
  }

  private static JsonArray parameters(AdminCall call) {
    JsonArray parameters = new JsonArray();
    Matcher inPath = PATH_PARAM.matcher(call.path());
    while (inPath.find()) {
      parameters.add(
          new JsonObject()
              .put("name", inPath.group(1))
              .put("in", "path")
              .put("required", true)
              .put("description", "Id of the " + inPath.group(1))
              .put("schema", new JsonObject().put("type", "string")));
    }
    for (AdminCall.Param param : call.query()) {
      parameters.add(
          new JsonObject()
              .put("name", param.name())
              .put("in", "query")
              .put("required", false)
              .put("description", param.description())
              .put("schema", param.schema()));
    }
    return parameters;
  }

  private static JsonObject responses(AdminCall call) {
    JsonObject content =
        call.answer() == null
            ? new JsonObject()
                .put(
                    "application/octet-stream",
                    new JsonObject()
                        .put(
                            "schema",
                            new JsonObject().put("type", "string").put("format", "binary")))
            : json(Schemas.ref(call.answer()));
    JsonObject responses =
        new JsonObject()
            .put(
                Integer.toString(call.status()),
                new JsonObject().put("description", "It is done.").put("content", content));
    TreeSet<Integer> errors = new TreeSet<>(List.of(400, 401, 403, 429, 500));
    errors.addAll(call.errors());
    if (call.body() != null) {
      errors.add(413);
    }
    for (int status : errors) {
      responses.put(
          Integer.toString(status),
          new JsonObject()
              .put("description", meaning(status))
              .put("content", json(Schemas.ref("Error"))));
    }
    return responses;
  }

  private static String meaning(int status) {
    return switch (status) {
      case 400 -> "A value is missing or wrong.";
      case 401 -> "The token is missing or wrong.";
      case 403 -> "Not by this host name, or from a page of another origin.";
      case 404 -> "There is no such thing.";
      case 409 -> "Not now: something is in the way.";
      case 413 -> "The body is too long.";
      case 429 -> "Too many wrong tokens from this address.";
      case 503 -> "The server is full, drains, or does not answer in time.";
      default -> "The server failed; its log says why.";
    };
  }

  private static JsonObject json(JsonObject schema) {
    return new JsonObject().put("application/json", new JsonObject().put("schema", schema));
  }

  /** The path as Vert.x routes it. */
  static String route(String path) {
    return PATH_PARAM.matcher(path).replaceAll(":$1");
  }

  /** Calls whose method and path are the same, or their ids: there must be none. */
  static List<String> duplicates(List<AdminCall> calls) {
    TreeSet<String> seen = new TreeSet<>();
    List<String> twice = new ArrayList<>();
    for (AdminCall call : calls) {
      for (String key : List.of(call.method() + " " + call.path(), call.id())) {
        if (!seen.add(key)) {
          twice.add(key);
        }
      }
    }
    return twice;
  }
}
