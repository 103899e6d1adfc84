package dev.backbeat.load.attack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Gathers the rows of one group. One thread. */
final class Group {
  private final String name;
  private final List<Attack> rows = new ArrayList<>();

  Group(String name) {
    this.name = name;
  }

  /** Adds a row. */
  Group row(String row, String does, Attack.Action action, String... expected) {
    rows.add(new Attack(row, name, does, List.of(expected), action));
    return this;
  }

  /** Adds a row in which a fresh TCP connection says something and the HTTP answer counts. */
  Group http(String row, String does, Saying says, String... expected) {
    return row(
        row,
        does,
        target -> {
          String text = says.text(target);
          try (Wire wire = target.connect()) {
            return wire.sendAnyway(text).answer();
          }
        },
        expected);
  }

  /** Adds a row in which a player of the hostile room does something and is asked how it is. */
  Group player(String row, String does, Deed deed, String... expected) {
    return joined(row, does, deed, Peer::probe, expected);
  }

  /** Adds a row in which a player does something that ends the connection. */
  Group ends(String row, String does, Deed deed, String... expected) {
    return joined(row, does, deed, Peer::end, expected);
  }

  private Group joined(String row, String does, Deed deed, Outcome outcome, String... expected) {
    return row(
        row,
        does,
        target -> {
          try (Peer peer = target.join()) {
            deed.on(peer);
            return outcome.of(peer);
          }
        },
        expected);
  }

  List<Attack> rows() {
    return List.copyOf(rows);
  }

  /** What is said on a fresh TCP connection. */
  @FunctionalInterface
  interface Saying {
    String text(Target target);
  }

  /** What a player does. */
  @FunctionalInterface
  interface Deed {
    void on(Peer peer) throws IOException, InterruptedException;
  }

  /** What came of it. */
  private interface Outcome {
    Answer of(Peer peer) throws IOException;
  }
}
