package dev.backbeat.schema;

import java.util.List;

/**
 * What one input consists of.
 *
 * @param axes values that hold
 * @param actions names of what is pressed and counted
 */
public record InputSchema(List<AxisSchema> axes, List<String> actions) {
  /** Copies the lists; an input has at least one axis or action. */
  public InputSchema {
    axes = List.copyOf(axes);
    actions = List.copyOf(actions);
    if (axes.isEmpty() && actions.isEmpty()) {
      throw new IllegalArgumentException("an input needs an axis or an action");
    }
  }

  /** Index of the named axis; throws if there is none. */
  public int axis(String name) {
    for (int i = 0; i < axes.size(); i++) {
      if (axes.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no axis " + name);
  }

  /** Index of the named action; throws if there is none. */
  public int action(String name) {
    int i = actions.indexOf(name);
    if (i < 0) {
      throw new IllegalArgumentException("no action " + name);
    }
    return i;
  }
}
