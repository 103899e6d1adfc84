package dev.backbeat.server.room;

import dev.backbeat.server.game.RoomOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a room consumed, tick by tick: who came and went, the one input of each player, results of
 * asynchronous calls, a drain, and the world's hash at the end of each tick. With the room's
 * options it is all that {@link RoomReplay} needs. Bounded: when it is full it keeps the ticks that
 * it has.
 *
 * <p>One growing {@code int[]} of records (code, operands); names and results in lists beside it. A
 * tick that doesn't fit is taken back. Written by the room's thread; to be read when the room has
 * ended or by that thread.
 */
public final class RoomLog {
  static final int TICK = 1;
  static final int JOIN = 2;
  static final int LEAVE = 3;
  static final int AWAY = 4;
  static final int BACK = 5;
  static final int RESULT = 6;
  static final int FAILURE = 7;
  static final int INPUT = 8;
  static final int END = 9;
  static final int DRAIN = 10;

  /** Bits of an INPUT's flags. */
  static final int HELD = 1;

  /** Its view lies before the tick, and follows the flags. */
  static final int REWOUND = 2;

  private final String game;
  private final RoomOptions options;
  private final int rewindCapMs;
  private final int maxInts;
  private int[] ints = new int[1024];
  private int tick;
  private int size;
  private int completeSize;
  private int extraInts;
  private int ticks;
  private boolean full;
  private final List<String> texts = new ArrayList<>();
  private final List<byte[]> results = new ArrayList<>();

  RoomLog(String game, RoomOptions options, int rewindCapMs, int maxInts) {
    this.game = game;
    this.options = options;
    this.rewindCapMs = rewindCapMs;
    this.maxInts = maxInts;
  }

  /** The game's name. */
  public String game() {
    return game;
  }

  /** What the room was like, its seed included. */
  public RoomOptions options() {
    return options;
  }

  /** How far the world was rewound at most, in ms. */
  int rewindCapMs() {
    return rewindCapMs;
  }

  /** How many complete ticks it holds. */
  public int ticks() {
    return ticks;
  }

  /** Whether it had to stop recording. */
  public boolean full() {
    return full;
  }

  void tick(int newTick) {
    tick = newTick;
    add(TICK, tick);
  }

  void join(RoomSeat seat) {
    add(JOIN, seat.index, seat.player(), text(seat.name()));
    // Roles have no spaces.
    add(text(seat.request.playerId()), text(String.join(" ", seat.request.roles())));
  }

  void leave(RoomPlayer player) {
    add(LEAVE, player.number());
  }

  void away(RoomPlayer player, boolean away) {
    add(away ? AWAY : BACK, player.number());
  }

  void drain(int ticksLeft) {
    add(DRAIN, ticksLeft);
  }

  void result(long call, byte[] result, String error) {
    if (error != null) {
      add(FAILURE, (int) (call >>> 32), (int) call, text(error));
      return;
    }
    int at = results.size();
    if (!full) {
      results.add(result);
      extraInts += result == null ? 0 : result.length / 4;
    }
    add(RESULT, (int) (call >>> 32), (int) call, at);
  }

  void input(RoomPlayer player) {
    if (full) {
      return;
    }
    int[] values = player.input.values();
    long viewTickQ8 = player.input.viewTickQ8();
    boolean rewound = viewTickQ8 < 256L * tick;
    add(INPUT, player.number(), (player.input.held() ? HELD : 0) | (rewound ? REWOUND : 0));
    if (rewound) {
      add((int) (viewTickQ8 >>> 32), (int) viewTickQ8);
    }
    for (int value : values) {
      add(value);
    }
  }

  /** The tick is done; {@code sent} = clients were told of it. */
  void end(long hash, boolean sent) {
    add(END, (int) (hash >>> 32), (int) hash, sent ? 1 : 0);
    if (!full) {
      completeSize = size;
      ticks++;
    }
  }

  Cursor cursor() {
    return new Cursor();
  }

  private int text(String text) {
    if (!full) {
      texts.add(text);
      extraInts += text.length() / 2;
    }
    return texts.size() - 1;
  }

  private void add(int a, int b) {
    add(a);
    add(b);
  }

  private void add(int a, int b, int c) {
    add(a, b);
    add(c);
  }

  private void add(int a, int b, int c, int d) {
    add(a, b, c);
    add(d);
  }

  private void add(int value) {
    if (size + extraInts >= maxInts) {
      full = true;
    }
    if (full) {
      return;
    }
    if (size == ints.length) {
      ints = Arrays.copyOf(ints, size * 2);
    }
    ints[size++] = value;
  }

  /** Reads the complete ticks from the beginning. */
  final class Cursor {
    private int at;

    boolean more() {
      return at < completeSize;
    }

    int next() {
      return ints[at++];
    }

    long nextLong() {
      return (long) next() << 32 | next() & 0xffffffffL;
    }

    String nextText() {
      return texts.get(next());
    }

    byte[] nextResult() {
      return results.get(next());
    }
  }
}
