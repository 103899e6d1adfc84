package dev.backbeat.server.ops;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What {@code --check-config} prints: every value, where it comes from, and what is wrong. */
final class ConfigReport {
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  /** The form of the report. */
  enum Format {
    TEXT,
    JSON
  }

  private ConfigReport() {}

  /**
   * Renders it.
   *
   * @param problems why a server would not start with it, in sentences
   */
  static String of(Format format, EffectiveConfig config, List<String> problems) {
    return format == Format.JSON ? json(config, problems) : text(config, problems);
  }

  /** The same as JSON where there is none, because what was given cannot be understood. */
  static String unreadable(String problem) {
    return new JsonObject()
        .put("version", BuildInfo.version())
        .putNull("file")
        .put("ok", false)
        .put("problems", new JsonArray().add(problem))
        .put("options", new JsonArray())
        .encodePrettily();
  }

  private static String text(EffectiveConfig config, List<String> problems) {
    int optionWidth = config.values().stream().mapToInt(v -> v.option().length()).max().orElse(0);
    int valueWidth =
        Math.min(40, config.values().stream().mapToInt(v -> shown(v).length()).max().orElse(0));
    StringBuilder text = new StringBuilder();
    text.append("backbeat-server ").append(BuildInfo.version());
    text.append(", effective configuration (* = a reload takes over another value)\n");
    text.append("configuration file: ").append(config.file() == null ? "none" : config.file());
    String topic = "";
    for (EffectiveConfig.Value value : config.values()) {
      if (!value.topic().equals(topic)) {
        topic = value.topic();
        text.append("\n\n").append(topic);
      }
      text.append(
          ("\n%s %-" + optionWidth + "s  %-" + valueWidth + "s  %s")
              .formatted(
                  value.reloadable() ? "*" : " ", value.option(), shown(value), value.origin()));
    }
    text.append("\n\n");
    if (problems.isEmpty()) {
      return text.append("A server can start with it.").toString();
    }
    text.append("A server cannot start with it:");
    problems.forEach(problem -> text.append("\n- ").append(problem));
    return text.toString();
  }

  /** One line, whatever is in it. */
  private static String shown(EffectiveConfig.Value value) {
    return CONTROL
        .matcher(value.shown())
        .replaceAll(m -> String.format(Locale.ROOT, "\\\\u%04x", (int) m.group().charAt(0)));
  }

  private static String json(EffectiveConfig config, List<String> problems) {
    JsonArray options = new JsonArray();
    for (EffectiveConfig.Value value : config.values()) {
      options.add(
          new JsonObject()
              .put("topic", value.topic())
              .put("option", value.option())
              .put("value", value.text() == null ? null : value.shown())
              .put("secret", value.secret())
              .put("origin", value.origin())
              .put("reloadable", value.reloadable()));
    }
    return new JsonObject()
        .put("version", BuildInfo.version())
        .put("file", config.file() == null ? null : config.file().toString())
        .put("ok", problems.isEmpty())
        .put("problems", new JsonArray(problems))
        .put("options", options)
        .encodePrettily();
  }
}
