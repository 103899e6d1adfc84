package dev.backbeat.client;

import dev.backbeat.v1.Player;
import dev.backbeat.v1.Roster;
import dev.backbeat.v1.Scoreboard;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Who is in the room, with scores and latencies. Used on the client's event loop only. */
public final class Players {
  /** A server that names more players than this breaks the protocol. */
  public static final int MAX_PLAYERS = 65_536;

  private final Map<Integer, Entry> entries = new LinkedHashMap<>();

  /** One player or watcher of the room. */
  public static final class Entry {
    private final int number;
    private final String name;
    private final boolean watcher;
    private boolean away;
    private int score;
    private int rttMs;

    private Entry(Player p) {
      this.number = p.getPlayer();
      this.name = p.getName();
      this.watcher = p.getWatcher();
      this.away = p.getAway();
    }

    /** His number in this room. */
    public int number() {
      return number;
    }

    /** His name. */
    public String name() {
      return name;
    }

    /** Whether he only looks on. */
    public boolean watcher() {
      return watcher;
    }

    /** Whether his connection is lost and his seat kept. */
    public boolean away() {
      return away;
    }

    /** As of the newest scoreboard. */
    public int score() {
      return score;
    }

    /** Smoothed round-trip time as of the newest scoreboard, ms; 0 = not known yet. */
    public int rttMs() {
      return rttMs;
    }
  }

  Players() {}

  /** The player of that number, or null. */
  public Entry get(int number) {
    return entries.get(number);
  }

  /** All, in the order in which they came. Live; not to be changed. */
  public Collection<Entry> all() {
    return Collections.unmodifiableCollection(entries.values());
  }

  /** How many there are, watchers included. */
  public int size() {
    return entries.size();
  }

  void clear() {
    entries.clear();
  }

  void apply(Roster roster) {
    if (roster.getFull()) {
      // Scores survive a resume: the next scoreboard is up to a second away.
      Map<Integer, Entry> before = new LinkedHashMap<>(entries);
      entries.clear();
      for (Player p : roster.getJoinedList()) {
        Entry old = before.get(p.getPlayer());
        add(p);
        if (old != null) {
          entries.get(p.getPlayer()).score = old.score;
        }
      }
    } else {
      roster.getJoinedList().forEach(this::add);
    }
    roster.getLeftList().forEach(entries::remove);
    roster.getAwayList().forEach(n -> setAway(n, true));
    roster.getBackList().forEach(n -> setAway(n, false));
  }

  void apply(Scoreboard board) {
    int n = board.getPlayersCount();
    if (board.getScoresCount() != n || board.getRttMsCount() != n) {
      throw new ProtocolViolationException("a scoreboard's columns differ in length");
    }
    for (int i = 0; i < n; i++) {
      Entry entry = entries.get(board.getPlayers(i));
      if (entry != null) {
        entry.score = board.getScores(i);
        entry.rttMs = board.getRttMs(i);
      }
    }
  }

  private void add(Player p) {
    if (p.getPlayer() == 0) {
      throw new ProtocolViolationException("a player has the number 0");
    }
    if (entries.size() >= MAX_PLAYERS) {
      throw new ProtocolViolationException("more than " + MAX_PLAYERS + " players in a roster");
    }
    entries.put(p.getPlayer(), new Entry(p));
  }

  private void setAway(int number, boolean away) {
    Entry entry = entries.get(number);
    if (entry != null) {
      entry.away = away;
    }
  }
}
