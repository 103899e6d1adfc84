package dev.backbeat.server.broadcast;

import dev.backbeat.codec.WireBuffer;
import io.netty.buffer.ByteBuf;

/**
 * One connection of a room on its gateway loop: what the client holds, whether a frame is due, and
 * its composition.
 *
 * <p>TCP delivers in order, so a client holds what was written last. One that cannot take a frame
 * which its later frames build on is <em>behind</em>: it gets nothing until its connection drains;
 * then it asks the room for a reset. Meanwhile events and lines of text wait in bounded backlogs.
 */
final class Client {
  /** Nothing was written because the connection takes nothing. */
  static final int SKIPPED = -1;

  /** For so many send intervals a frame that would carry nothing is left out. */
  static final int SILENT_INTERVALS = 4;

  /** At most one in so many frames of a client is a reset after the first. */
  static final int RESET_INTERVALS = 4;

  static final int MAX_EVENTS = 256;
  static final int MAX_EVENT_BYTES = 16 * 1024;
  static final int MAX_LINES = 32;
  static final int MAX_LINE_BYTES = 8 * 1024;

  /** Room for a Welcome, so that the buffer need not grow in the usual case. */
  private static final int WELCOME_BYTES = 4096;

  private final Outlet outlet;
  private final ResetRequests resets;
  private Backlog events;
  private Backlog lines;
  private boolean welcomed;
  private boolean behind = true;
  private boolean resetAsked = true;
  private int sentTick;
  private int resetTick;
  private int sentInputTick;
  private int sentLateInputs;
  private int sentOwnEntity;
  private int sentInputBatchTicks;
  private int pendingPrivate;
  private int pendingEventsLost;

  Client(Outlet outlet, ResetRequests resets) {
    this.outlet = outlet;
    this.resets = resets;
  }

  void close(CloseReason reason) {
    outlet.close(reason);
  }

  /** Lets the connection count what it did not get. */
  void skipped() {
    outlet.skipped();
  }

  /** Loads what {@link #onTick} is going to look at; see {@link Outlet#touch}. */
  int touch() {
    return sentTick + outlet.touch();
  }

  /** Whether this frame, once written, repairs a client that missed something. */
  boolean repairedBy(SeatFrame frame) {
    return frame.reset && welcomed;
  }

  /**
   * Writes the tick's frame if it is due.
   *
   * @return payload bytes written, 0 if none was due, or {@link #SKIPPED}
   */
  int onTick(CommittedTick tick, SeatFrame frame, WireBuffer scratch) {
    pendingPrivate |= frame.changedPrivate;
    pendingEventsLost += frame.eventsLost;
    if (behind && !frame.reset) {
      queue(tick, frame);
      if (!resetAsked && mayReset(tick) && outlet.drained()) {
        resetAsked = true;
        resets.request(frame.seat);
      }
      return SKIPPED;
    }
    if (!due(tick, frame)) {
      return 0;
    }
    // What has been held back may be large: it follows when nothing else is under way.
    if (!(events == null && lines == null ? outlet.writable() : outlet.drained())) {
      queue(tick, frame);
      behind = frame.reset || frame.cells.size() > 0 || tick.roster(false) != CommittedTick.NONE;
      resetAsked = false;
      return SKIPPED;
    }
    return write(tick, frame, scratch);
  }

  private boolean mayReset(CommittedTick tick) {
    return !welcomed || tick.tick() - resetTick >= RESET_INTERVALS * tick.spanTicks();
  }

  /** Memory that events and lines hold until the client takes frames again. */
  int heldBytes() {
    return (events == null ? 0 : events.heldBytes()) + (lines == null ? 0 : lines.heldBytes());
  }

  private boolean due(CommittedTick tick, SeatFrame frame) {
    return frame.reset
        || frame.cells.size() > 0
        || frame.events.size() > 0
        || frame.lines.size() > 0
        || frame.inputTick != sentInputTick
        || frame.lateInputs != sentLateInputs
        || frame.ownEntity != sentOwnEntity
        || pendingPrivate != 0
        || pendingEventsLost != 0
        || events != null
        || lines != null
        || tick.roster(false) != CommittedTick.NONE
        || tick.scoreboard() != CommittedTick.NONE
        || tick.inputBatchTicks() != sentInputBatchTicks
        || tick.tick() - sentTick >= SILENT_INTERVALS * tick.spanTicks();
  }

  private int write(CommittedTick tick, SeatFrame frame, WireBuffer scratch) {
    header(tick, frame, scratch);
    int roster = tick.roster(frame.reset);
    int size = scratch.size() + size(tick, frame.cells) + size(tick, frame.events);
    size += size(tick, frame.lines) + (roster == CommittedTick.NONE ? 0 : tick.length(roster));
    size += (events == null ? 0 : events.sizeBytes()) + (lines == null ? 0 : lines.sizeBytes());
    ByteBuf buffer = outlet.buffer(welcomed ? size : size + WELCOME_BYTES);
    boolean handedOver = false;
    try {
      if (!welcomed) {
        outlet.appendWelcome(buffer);
      }
      buffer.writeBytes(scratch.array(), 0, scratch.size());
      if (roster != CommittedTick.NONE) {
        buffer.writeBytes(tick.array(), tick.offset(roster), tick.length(roster));
      }
      copy(tick, frame.cells, buffer);
      if (events != null) {
        events.writeTo(buffer);
      }
      copy(tick, frame.events, buffer);
      if (lines != null) {
        lines.writeTo(buffer);
      }
      copy(tick, frame.lines, buffer);
      int written = buffer.readableBytes();
      sent(tick, frame);
      handedOver = true;
      outlet.write(buffer);
      return written;
    } finally {
      if (!handedOver) {
        buffer.release();
      }
    }
  }

  private void header(CommittedTick tick, SeatFrame frame, WireBuffer out) {
    out.clear();
    FrameHeader.clock(out, tick.tick(), frame);
    int mask = frame.reset ? (int) ((1L << frame.privateCount) - 1) : pendingPrivate;
    FrameHeader.privateFields(out, mask, frame.privateValues);
    FrameHeader.eventsLost(out, pendingEventsLost + (events == null ? 0 : events.takeLost()));
    if (frame.reset || frame.ownEntity != sentOwnEntity) {
      FrameHeader.ownEntity(out, frame.ownEntity);
    }
    if (frame.reset || tick.inputBatchTicks() != sentInputBatchTicks) {
      FrameHeader.inputBatchTicks(out, tick.inputBatchTicks());
    }
    if (frame.lateInputs != sentLateInputs) {
      FrameHeader.lateInputs(out, frame.lateInputs);
    }
    if (tick.scoreboard() != CommittedTick.NONE) {
      FrameHeader.scoreboard(out, tick, frame);
    }
  }

  private void sent(CommittedTick tick, SeatFrame frame) {
    welcomed = true;
    behind = false;
    sentTick = tick.tick();
    resetTick = frame.reset ? sentTick : resetTick;
    sentInputTick = frame.inputTick;
    sentLateInputs = frame.lateInputs;
    sentOwnEntity = frame.ownEntity;
    sentInputBatchTicks = tick.inputBatchTicks();
    pendingPrivate = 0;
    pendingEventsLost = 0;
    events = null;
    lines = null;
  }

  private void queue(CommittedTick tick, SeatFrame frame) {
    if (frame.events.size() > 0) {
      if (events == null) {
        events = new Backlog(MAX_EVENTS, MAX_EVENT_BYTES);
      }
      queue(tick, frame.events, events);
    }
    if (frame.lines.size() > 0) {
      if (lines == null) {
        lines = new Backlog(MAX_LINES, MAX_LINE_BYTES);
      }
      queue(tick, frame.lines, lines);
    }
  }

  private static void queue(CommittedTick tick, IntList parts, Backlog backlog) {
    for (int i = 0; i < parts.size(); i++) {
      int part = parts.get(i);
      backlog.add(tick.array(), tick.offset(part), tick.length(part), tick.items(part));
    }
  }

  private static int size(CommittedTick tick, IntList parts) {
    int sum = 0;
    for (int i = 0; i < parts.size(); i++) {
      sum += tick.length(parts.get(i));
    }
    return sum;
  }

  private static void copy(CommittedTick tick, IntList parts, ByteBuf into) {
    for (int i = 0; i < parts.size(); i++) {
      int part = parts.get(i);
      into.writeBytes(tick.array(), tick.offset(part), tick.length(part));
    }
  }
}
