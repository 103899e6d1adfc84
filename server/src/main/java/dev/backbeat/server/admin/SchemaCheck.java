package dev.backbeat.server.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * Checks what callers send against the schemas of the OpenAPI document, as far as those go here:
 * flat objects, types, bounds, lengths, choices. Says what is wrong in a sentence.
 */
final class SchemaCheck {
  private SchemaCheck() {}

  /**
   * Checks an object.
   *
   * @throws ApiException 400
   */
  static void object(JsonObject schema, JsonObject value) {
    JsonObject properties = schema.getJsonObject("properties", new JsonObject());
    for (String key : value.fieldNames()) {
      if (!properties.containsKey(key)) {
        throw ApiException.badRequest("unknown key '" + shown(key) + "'");
      }
    }
    for (Object required : schema.getJsonArray("required", new JsonArray())) {
      if (value.getValue((String) required) == null) {
        throw ApiException.badRequest(required + " is missing");
      }
    }
    for (Map.Entry<String, Object> entry : value) {
      if (entry.getValue() != null) {
        value(entry.getKey(), properties.getJsonObject(entry.getKey()), entry.getValue());
      }
    }
  }

  private static void value(String name, JsonObject schema, Object value) {
    switch (schema.getString("type")) {
      case "string" -> text(name, schema, value);
      case "integer" -> integer(name, schema, value);
      case "boolean" -> check(value instanceof Boolean, name + " must be true or false");
      case "object" -> check(value instanceof JsonObject, name + " must be an object");
      default -> throw new IllegalStateException(name + " has a schema that is not known here");
    }
  }

  private static void text(String name, JsonObject schema, Object value) {
    check(value instanceof String, name + " must be a text");
    String text = (String) value;
    int length = text.codePointCount(0, text.length());
    int least = schema.getInteger("minLength", 0);
    int most = schema.getInteger("maxLength", Integer.MAX_VALUE);
    check(
        length >= least && length <= most && (least == 0 || !text.isBlank()),
        "%s must have %d to %d characters".formatted(name, least, most));
    JsonArray choices = schema.getJsonArray("enum");
    check(choices == null || choices.contains(text), name + " must be one of " + choices);
    String pattern = schema.getString("pattern");
    check(pattern == null || text.matches(pattern), "%s must match %s".formatted(name, pattern));
  }

  private static void integer(String name, JsonObject schema, Object value) {
    check(
        value instanceof Number number && number.doubleValue() == number.longValue(),
        name + " must be a whole number");
    long number = ((Number) value).longValue();
    long least = schema.getLong("minimum", Long.MIN_VALUE);
    long most = schema.getLong("maximum", Long.MAX_VALUE);
    check(
        number >= least && number <= most,
        "%s must be %d to %d, is %d".formatted(name, least, most, number));
  }

  private static void check(boolean holds, String sentence) {
    if (!holds) {
      throw ApiException.badRequest(sentence);
    }
  }

  private static String shown(String key) {
    return key.length() > 40 ? key.substring(0, 40) + "..." : key;
  }
}
