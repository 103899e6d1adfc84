package dev.backbeat.server.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Parameters that several calls have. */
final class Params {
  private Params() {}

  static AdminCall.Param limit(int most, int usual) {
    return integer("limit", "So many entries at most", 1, most, usual);
  }

  static AdminCall.Param offset() {
    return integer("offset", "So many entries are left out first", 0, 1_000_000, 0);
  }

  static AdminCall.Param search(String what) {
    return new AdminCall.Param(
        "q", what, new JsonObject().put("type", "string").put("maxLength", 64));
  }

  static AdminCall.Param choice(String name, String description, String usual, String... all) {
    JsonArray choices = new JsonArray();
    for (String one : all) {
      choices.add(one);
    }
    return new AdminCall.Param(
        name,
        description,
        new JsonObject().put("type", "string").put("enum", choices).put("default", usual));
  }

  static AdminCall.Param order(String usual) {
    return choice("order", "Ascending or descending", usual, "asc", "desc");
  }

  static AdminCall.Param integer(String name, String description, long min, long max, long usual) {
    return new AdminCall.Param(
        name,
        description,
        new JsonObject()
            .put("type", "integer")
            .put("minimum", min)
            .put("maximum", max)
            .put("default", usual));
  }

  static AdminCall.Param flag(String name, String description) {
    return new AdminCall.Param(
        name, description, new JsonObject().put("type", "boolean").put("default", false));
  }
}
