package dev.backbeat.client;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.backbeat.codec.ClientWorld;
import dev.backbeat.codec.SchemaCodec;
import dev.backbeat.protocol.Protocol;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.Event;
import dev.backbeat.v1.Ping;
import dev.backbeat.v1.ServerFrame;
import dev.backbeat.v1.Welcome;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * Reads a client's messages and deals them out: header to the input control, control messages to
 * the core, the tick frame to the world, everything to the listener. On the client's event loop.
 */
final class MessageReader {
  private final GameClient client;
  private final ClientCore core;
  private final ClientListener listener;
  private final FrameListener frames;
  private final FrameHeader header = new FrameHeader();

  MessageReader(GameClient client, ClientCore core, ClientListener listener, FrameListener frames) {
    this.client = client;
    this.core = core;
    this.listener = listener;
    this.frames = frames;
  }

  /** Whether frames are looked at only, not decoded. */
  boolean light() {
    return frames != null;
  }

  void read(Buffer message, long nowNs) {
    if (!header.parse(message)) {
      throw new ProtocolViolationException("a message is no protobuf");
    }
    if (!light() || header.hasControl()) {
      decode(message, nowNs);
    } else if (header.tick() != 0) {
      checkJoined();
      core.onTick(header);
    }
    if (light() && core.state != ClientState.CLOSED) {
      frames.onFrame(client, message, header);
    }
  }

  private void decode(Buffer message, long nowNs) {
    ServerFrame frame = parse(message);
    if (frame.hasWelcome()) {
      core.onWelcome(frame.getWelcome(), nowNs);
    }
    if (frame.hasPong()) {
      core.onPong(
          frame.getPong().getClientTimeUs() * 1000, frame.getPong().getServerTickQ8(), nowNs);
    }
    if (frame.hasRoster()) {
      core.players.apply(frame.getRoster());
      listener.onRoster(client, frame.getRoster());
    }
    if (frame.getTick() != 0) {
      checkJoined();
      core.onTick(header);
      core.stats.eventsLost += frame.getEventsLost();
      if (!light()) {
        core.world.apply(frame);
        core.playing.onFrame(core.world, frame, nowNs);
        listener.onFrame(client, frame);
        for (Event event : frame.getEventsList()) {
          listener.onEvent(client, event);
        }
      }
    }
    if (frame.hasScoreboard()) {
      core.players.apply(frame.getScoreboard());
      listener.onScoreboard(client, frame.getScoreboard());
    }
    if (frame.hasDrain()) {
      listener.onDrain(client, frame.getDrain());
    }
    frame.getNoticesList().forEach(notice -> listener.onNotice(client, notice));
    frame.getChatsList().forEach(chat -> listener.onChat(client, chat));
    if (frame.hasError()) {
      core.stats.errors++;
      core.farewell.onError(frame.getError());
      listener.onError(client, frame.getError());
    }
    if (frame.hasGoodbye()) {
      core.farewell.onGoodbye(frame.getGoodbye());
      listener.onGoodbye(client, frame.getGoodbye());
    }
  }

  private void checkJoined() {
    if (core.state != ClientState.PLAYING) {
      throw new ProtocolViolationException("a tick frame before the Welcome");
    }
  }

  private static ServerFrame parse(Buffer message) {
    ByteBuf bytes = ((BufferInternal) message).getByteBuf();
    try {
      return ServerFrame.parseFrom(bytes.nioBuffer());
    } catch (InvalidProtocolBufferException e) {
      throw new ProtocolViolationException("a message is no ServerFrame: " + e.getMessage());
    }
  }

  /**
   * What a Welcome says.
   *
   * @param before the session that it resumes, or null
   */
  static SessionInfo sessionInfo(Welcome w, SessionInfo before) {
    if (w.getProtocolVersion() != Protocol.VERSION) {
      throw new ProtocolViolationException(
          "the server speaks protocol version " + w.getProtocolVersion());
    }
    SessionInfo opened = sessionInfo(w);
    if (before != null && !opened.schema().equals(before.schema())) {
      throw new ProtocolViolationException("the schema changed within a session");
    }
    return opened;
  }

  private static SessionInfo sessionInfo(Welcome w) {
    if (w.getTickHz() < 1 || w.getTickHz() > 1000 || w.getSpanTicks() < 1) {
      throw new ProtocolViolationException(
          "a Welcome with tick_hz " + w.getTickHz() + " and span_ticks " + w.getSpanTicks());
    }
    return new SessionInfo(
        w.getSession(),
        w.getRoom(),
        w.getGame(),
        w.getPlayer(),
        w.getWatcher(),
        w.getTickHz(),
        w.getSpanTicks(),
        Math.max(0, w.getResumeGraceMs()),
        SchemaCodec.fromMessage(w.getSchema()),
        SchemaCodec.fromMessage(w.getMap()),
        w.getConstantsMap(),
        w.getServerVersion(),
        Math.max(0, w.getRewindCapMs()));
  }

  static ClientWorld newWorld(Welcome welcome) {
    return new ClientWorld(SchemaCodec.fromMessage(welcome.getSchema()));
  }

  static Buffer ping(long nowNs) {
    return Buffer.buffer(
        ClientFrame.newBuilder()
            .setPing(Ping.newBuilder().setClientTimeUs(nowNs / 1000))
            .build()
            .toByteArray());
  }
}
