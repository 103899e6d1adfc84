package dev.backbeat.server.replication;

import dev.backbeat.server.broadcast.CommittedTick;
import dev.backbeat.v1.Player;
import dev.backbeat.v1.Roster;
import dev.backbeat.v1.ServerFrame;
import java.util.LinkedHashMap;
import java.util.Map;

/** Who is in the room, and how that differs from what clients were told at the last send. */
final class RosterLog {
  private final Map<Integer, Player> now = new LinkedHashMap<>();
  private final Map<Integer, Player> told = new LinkedHashMap<>();
  private boolean changed;
  private byte[] full;

  void join(int player, String name, boolean watcher) {
    put(Player.newBuilder().setPlayer(player).setName(name).setWatcher(watcher).build());
  }

  void leave(int player) {
    now.remove(player);
    dirty();
  }

  void away(int player, boolean away) {
    Player entry = now.get(player);
    if (entry.getAway() != away) {
      put(entry.toBuilder().setAway(away).build());
    }
  }

  private void put(Player entry) {
    now.put(entry.getPlayer(), entry);
    dirty();
  }

  private void dirty() {
    changed = true;
    full = null;
  }

  /** The part with what changed, or {@link CommittedTick#NONE}. */
  int changePart(CommittedTick tick) {
    if (!changed) {
      return CommittedTick.NONE;
    }
    Roster.Builder roster = Roster.newBuilder();
    for (Player before : told.values()) {
      if (!now.containsKey(before.getPlayer())) {
        roster.addLeft(before.getPlayer());
      }
    }
    for (Player entry : now.values()) {
      Player before = told.get(entry.getPlayer());
      if (before == null) {
        roster.addJoined(entry);
      } else if (before.getAway() != entry.getAway()) {
        if (entry.getAway()) {
          roster.addAway(entry.getPlayer());
        } else {
          roster.addBack(entry.getPlayer());
        }
      }
    }
    Roster change = roster.build();
    // Somebody may have come and gone, or gone away and come back, between two sends.
    return change.equals(Roster.getDefaultInstance())
        ? CommittedTick.NONE
        : part(tick, encode(change));
  }

  /** The part with everybody. */
  int fullPart(CommittedTick tick) {
    if (full == null) {
      full = encode(Roster.newBuilder().setFull(true).addAllJoined(now.values()).build());
    }
    return part(tick, full);
  }

  /** The send is done: clients were told. */
  void sent() {
    if (changed) {
      changed = false;
      told.clear();
      told.putAll(now);
    }
  }

  private static byte[] encode(Roster roster) {
    return ServerFrame.newBuilder().setRoster(roster).build().toByteArray();
  }

  private static int part(CommittedTick tick, byte[] bytes) {
    int from = tick.bytes().size();
    tick.bytes().putBytes(bytes, 0, bytes.length);
    return tick.part(from, 0);
  }
}
