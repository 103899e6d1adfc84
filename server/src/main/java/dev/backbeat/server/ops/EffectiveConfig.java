package dev.backbeat.server.ops;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A configuration and where each of its values comes from.
 *
 * @param config what the values make
 * @param values of all options, in the order of {@code --help}
 * @param file the configuration file, or null
 */
record EffectiveConfig(ServerConfig config, List<Value> values, Path file) {

  /** What is said in place of a secret. */
  static final String MASK = "(secret)";

  /**
   * The value of an option.
   *
   * @param topic what the option is about, one word
   * @param option without dashes in front
   * @param text as it was given or as the default says; null = none
   * @param origin for people: {@code default}, {@code flag}, {@code environment NAME}, {@code
   *     FILE:LINE}
   * @param secret whether the text must not be shown
   * @param reloadable whether a running server takes over another value
   * @param paths the files that the value is in or that it names, if a change of their content is a
   *     change of the value
   * @param content digests of the files that it names; empty = none
   */
  record Value(
      String topic,
      String option,
      String text,
      String origin,
      boolean secret,
      boolean reloadable,
      List<Path> paths,
      String content) {

    boolean given() {
      return !origin.equals(ConfigReader.DEFAULT);
    }

    boolean differs(Value other) {
      return !Objects.equals(text, other.text) || !content.equals(other.content);
    }

    /** For people. */
    String shown() {
      if (text == null) {
        return "(none)";
      }
      return secret ? MASK : text;
    }
  }

  /** Files whose content is part of the configuration. */
  Set<Path> files() {
    Set<Path> files = new TreeSet<>();
    if (file != null) {
      files.add(file);
    }
    values.forEach(value -> files.addAll(value.paths()));
    return files;
  }
}
