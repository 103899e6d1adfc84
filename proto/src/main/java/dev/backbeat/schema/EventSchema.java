package dev.backbeat.schema;

import java.util.List;

/**
 * One type of event.
 *
 * @param name unique in its world
 * @param args names of its integer arguments, in order
 */
public record EventSchema(String name, List<String> args) {
  /** Copies the list. */
  public EventSchema {
    args = List.copyOf(args);
  }

  /** An event of the given arguments. */
  public static EventSchema of(String name, String... args) {
    return new EventSchema(name, List.of(args));
  }
}
