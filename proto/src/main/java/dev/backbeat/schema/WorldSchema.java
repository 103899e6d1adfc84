package dev.backbeat.schema;

import java.util.List;

/**
 * All that a generic client needs in order to decode a room and to play in it.
 *
 * @param kinds named on the wire by index
 * @param input what an input consists of
 * @param events named on the wire by index
 * @param privateFields what is sent to the one player it belongs to; unpredicted, at most 31
 */
public record WorldSchema(
    List<KindSchema> kinds,
    InputSchema input,
    List<EventSchema> events,
    List<FieldSchema> privateFields) {

  /** Copies the lists and checks them. */
  public WorldSchema {
    kinds = List.copyOf(kinds);
    events = List.copyOf(events);
    privateFields = List.copyOf(privateFields);
    if (kinds.isEmpty()) {
      throw new IllegalArgumentException("a world needs a kind");
    }
    if (privateFields.size() > KindSchema.MAX_FIELDS
        || privateFields.stream().anyMatch(f -> !f.predictedBy().isEmpty())) {
      throw new IllegalArgumentException("at most 31 private fields, none predicted");
    }
  }

  /** Index of the named kind; throws if there is none. */
  public int kind(String name) {
    for (int i = 0; i < kinds.size(); i++) {
      if (kinds.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no kind " + name);
  }

  /** Index of the named event type; throws if there is none. */
  public int event(String name) {
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no event " + name);
  }

  /** Index of the named private field; throws if there is none. */
  public int privateField(String name) {
    for (int i = 0; i < privateFields.size(); i++) {
      if (privateFields.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no private field " + name);
  }
}
