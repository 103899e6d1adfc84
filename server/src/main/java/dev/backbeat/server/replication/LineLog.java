package dev.backbeat.server.replication;

import dev.backbeat.server.broadcast.CommittedTick;
import dev.backbeat.server.broadcast.SeatFrame;
import dev.backbeat.v1.Chat;
import dev.backbeat.v1.Drain;
import dev.backbeat.v1.Notice;
import dev.backbeat.v1.ServerFrame;

/**
 * Chats, notices and what is said of a drain since the last send, to the room or to one seat. At
 * most {@link #MAX_LINES} and {@link #MAX_BYTES}; lines beyond are dropped.
 */
final class LineLog {
  static final int MAX_LINES = 256;
  static final int MAX_BYTES = 64 * 1024;

  private static final int ROOM = 0;

  private final TargetedLog log;

  LineLog(int maxSeats) {
    log = new TargetedLog(1 + maxSeats, MAX_LINES, MAX_BYTES);
  }

  void chat(int player, String name, String text) {
    Chat chat = Chat.newBuilder().setPlayer(player).setName(name).setText(text).build();
    write(ROOM, ServerFrame.newBuilder().addChats(chat).build());
  }

  void notice(boolean warning, String text) {
    write(ROOM, notices(warning, text));
  }

  void noticeTo(int seat, boolean warning, String text) {
    write(1 + seat, notices(warning, text));
  }

  void drainTo(int seat, int remainingMs, int endTick, String message) {
    Drain drain =
        Drain.newBuilder()
            .setRemainingMs(remainingMs)
            .setEndTick(endTick)
            .setMessage(message)
            .build();
    write(1 + seat, ServerFrame.newBuilder().setDrain(drain).build());
  }

  private static ServerFrame notices(boolean warning, String text) {
    Notice.Level level = warning ? Notice.Level.LEVEL_WARNING : Notice.Level.LEVEL_INFO;
    Notice notice = Notice.newBuilder().setLevel(level).setText(text).build();
    return ServerFrame.newBuilder().addNotices(notice).build();
  }

  private void write(int target, ServerFrame line) {
    if (log.admits(target)) {
      byte[] bytes = line.toByteArray();
      log.bytes().putBytes(bytes, 0, bytes.length);
      log.add(target);
    }
  }

  /** The seat is given up: nobody gets its own lines. */
  void forget(int seat) {
    log.forget(1 + seat);
  }

  /** Adds what the seat is told to its frame. */
  void fill(int seat, CommittedTick tick, SeatFrame frame) {
    fillTarget(ROOM, tick, frame);
    fillTarget(1 + seat, tick, frame);
  }

  private void fillTarget(int target, CommittedTick tick, SeatFrame frame) {
    int part = log.part(target, tick);
    if (part != CommittedTick.NONE) {
      frame.addLines(part);
    }
  }

  /** The send is done. */
  void clear() {
    log.clear();
  }
}
