package dev.backbeat.load.compare;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * All that was measured; {@code compare.json} is this.
 *
 * @param machine what it was measured on: name to value
 * @param settings of the comparison: name to value
 * @param servers in the order of the tables
 */
record Comparison(
    Map<String, String> machine,
    Map<String, String> settings,
    List<Server> servers,
    List<RunRecord> runs,
    List<Sustained> sustained) {

  /**
   * A server that was to be compared.
   *
   * @param version "" = not known
   * @param leftOut why there are no figures; "" = there are
   */
  record Server(
      String id, String name, String version, String protocol, String note, String leftOut) {
    JsonObject toJson() {
      return new JsonObject()
          .put("id", id)
          .put("name", name)
          .put("version", version)
          .put("protocol", protocol)
          .put("note", note)
          .put("left_out", leftOut);
    }

    static Server fromJson(JsonObject json) {
      return new Server(
          json.getString("id"),
          json.getString("name"),
          json.getString("version"),
          json.getString("protocol"),
          json.getString("note"),
          json.getString("left_out"));
    }

    boolean isBackbeat() {
      return protocol.equals("backbeat");
    }
  }

  Comparison {
    machine = new TreeMap<>(machine);
    settings = new TreeMap<>(settings);
    servers = List.copyOf(servers);
    runs = List.copyOf(runs);
    sustained = List.copyOf(sustained);
  }

  /** The cases in the order in which they were measured. */
  List<Integer> cases() {
    return runs.stream()
        .filter(r -> !r.shape().sustained())
        .map(r -> r.shape().turnEvery())
        .distinct()
        .sorted()
        .toList();
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("machine", new JsonObject(new TreeMap<>(machine)))
        .put("settings", new JsonObject(new TreeMap<>(settings)))
        .put("servers", array(servers, Server::toJson))
        .put("sustained", array(sustained, Sustained::toJson))
        .put("runs", array(runs, RunRecord::toJson));
  }

  static Comparison fromJson(JsonObject json) {
    return new Comparison(
        strings(json.getJsonObject("machine")),
        strings(json.getJsonObject("settings")),
        list(json.getJsonArray("servers"), Server::fromJson),
        list(json.getJsonArray("runs"), RunRecord::fromJson),
        list(json.getJsonArray("sustained"), Sustained::fromJson));
  }

  private static <T> JsonArray array(List<T> items, Function<T, JsonObject> toJson) {
    return new JsonArray(items.stream().map(toJson).toList());
  }

  private static <T> List<T> list(JsonArray items, Function<JsonObject, T> fromJson) {
    return items.stream().map(o -> fromJson.apply((JsonObject) o)).toList();
  }

  private static Map<String, String> strings(JsonObject json) {
    Map<String, String> map = new TreeMap<>();
    json.forEach(e -> map.put(e.getKey(), String.valueOf(e.getValue())));
    return map;
  }
}
