package dev.backbeat.server.admin;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * The shapes of bodies and answers, from {@code schemas.json}. What its file does not say holds for
 * every object: there are no other properties, and an object that names no required ones requires
 * all.
 */
final class Schemas {
  private final JsonObject components;

  private Schemas(JsonObject components) {
    this.components = components;
  }

  static Schemas load() {
    try (InputStream in = Schemas.class.getResourceAsStream("schemas.json")) {
      JsonObject all = new JsonObject(Buffer.buffer(in.readAllBytes()));
      all.forEach(entry -> complete((JsonObject) entry.getValue()));
      return new Schemas(all);
    } catch (IOException e) {
      throw new IllegalStateException("schemas.json is missing from the jar", e);
    }
  }

  private static void complete(JsonObject schema) {
    JsonObject properties = schema.getJsonObject("properties");
    if (properties != null) {
      if (!schema.containsKey("required")) {
        schema.put("required", new JsonArray(properties.fieldNames().stream().toList()));
      }
      if (!schema.containsKey("additionalProperties")) {
        schema.put("additionalProperties", false);
      }
    }
    for (Map.Entry<String, Object> entry : schema) {
      if (entry.getKey().equals("properties")) {
        properties.forEach(property -> complete((JsonObject) property.getValue()));
      } else if (entry.getKey().equals("items")) {
        complete((JsonObject) entry.getValue());
      }
    }
  }

  /** The schema of this name. */
  JsonObject get(String name) {
    JsonObject schema = components.getJsonObject(name);
    if (schema == null) {
      throw new IllegalArgumentException("schemas.json has no " + name);
    }
    return schema;
  }

  /** All of them, for the document. */
  JsonObject all() {
    return components.copy();
  }

  static JsonObject ref(String name) {
    return new JsonObject().put("$ref", "#/components/schemas/" + name);
  }
}
