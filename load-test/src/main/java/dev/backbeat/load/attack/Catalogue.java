package dev.backbeat.load.attack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Every attack and fault, group by group. */
final class Catalogue {
  private static final List<Attack> ALL = all();

  private Catalogue() {}

  private static List<Attack> all() {
    List<Attack> all = new ArrayList<>();
    all.addAll(HandshakeAttacks.rows());
    all.addAll(HttpAttacks.rows());
    all.addAll(CredentialAttacks.rows());
    all.addAll(AdminAttacks.rows());
    all.addAll(FrameAttacks.rows());
    all.addAll(ProtobufAttacks.rows());
    all.addAll(GameAttacks.rows());
    all.addAll(FloodAttacks.rows());
    all.addAll(ResetFaults.rows());
    all.addAll(Rfc6455.rows());
    all.addAll(ServerFaults.rows());
    return List.copyOf(all);
  }

  /** All of it, in order. */
  static List<Attack> rows() {
    return ALL;
  }

  /** Names of groups, in order. */
  static Set<String> groups() {
    return ALL.stream().map(Attack::group).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /**
   * The rows that are asked for, by group.
   *
   * @param only names of rows or groups; empty = all
   * @throws IllegalArgumentException if there is nothing of a name
   */
  static Map<String, List<Attack>> chosen(List<String> only) {
    for (String name : only) {
      if (ALL.stream().noneMatch(a -> a.name().equals(name) || a.group().equals(name))) {
        throw new IllegalArgumentException(
            "--only: there is no attack and no group '" + name + "'; --list shows them");
      }
    }
    Map<String, List<Attack>> chosen = new LinkedHashMap<>();
    for (Attack attack : ALL) {
      if (only.isEmpty() || only.contains(attack.name()) || only.contains(attack.group())) {
        chosen.computeIfAbsent(attack.group(), group -> new ArrayList<>()).add(attack);
      }
    }
    return chosen;
  }

  /** The table of expected answers, as docs/attacks.md has it. */
  static String markdown() {
    List<String> lines = new ArrayList<>();
    for (String group : groups()) {
      lines.add("### " + group);
      lines.add("");
      lines.add("| attack | what is done | expected answer |");
      lines.add("|---|---|---|");
      for (Attack attack : ALL) {
        if (attack.group().equals(group)) {
          lines.add(
              "| `%s` | %s | %s |".formatted(attack.name(), attack.does(), attack.expectedText()));
        }
      }
      lines.add("");
    }
    return String.join("\n", lines);
  }
}
