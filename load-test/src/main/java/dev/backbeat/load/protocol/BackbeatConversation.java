package dev.backbeat.load.protocol;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.backbeat.client.FrameHeader;
import dev.backbeat.codec.InvariantViolation;
import dev.backbeat.codec.ProtocolException;
import dev.backbeat.load.wire.Upgrade;
import dev.backbeat.protocol.Protocol;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.Join;
import dev.backbeat.v1.Leave;
import dev.backbeat.v1.ServerFrame;
import dev.backbeat.v1.Welcome;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * A client of Backbeat. Of most frames it reads three fields and skips the rest; it decodes
 * everything only if it was chosen for that.
 */
final class BackbeatConversation implements Conversation {
  private final ProtocolOptions options;
  private final Seat seat;
  private final ClientEvents events;
  private final FrameHeader header = new FrameHeader();
  private InputScript script;
  private InputMessages messages;
  private InputClock clock;
  private FrameDecoder decoder;
  private long lastInputTick;
  private boolean leaving;

  BackbeatConversation(ProtocolOptions options, Seat seat, ClientEvents events) {
    this.options = options;
    this.seat = seat;
    this.events = events;
  }

  @Override
  public CompletionStage<Upgrade> upgrade() {
    return options.tickets().apply(seat.index()).thenApply(this::upgrade);
  }

  private Upgrade upgrade(String ticket) {
    Map<String, String> headers =
        ticket.isEmpty()
            ? Map.of()
            : Map.of("Authorization", Protocol.TICKET_SCHEME + " " + ticket);
    return new Upgrade(
        options.hostAndPort(), options.target(), Protocol.SUBPROTOCOL_BINARY, headers);
  }

  @Override
  public void onOpen() {
    Join.Builder join =
        Join.newBuilder()
            .setProtocolVersion(Protocol.VERSION)
            .setRoom(seat.room())
            .setGame(options.game())
            .setName("load-" + seat.index())
            .setCellSpans(true);
    send(ClientFrame.newBuilder().setJoin(join).build());
  }

  private void send(ClientFrame frame) {
    byte[] bytes = frame.toByteArray();
    events.send(false, bytes, bytes.length);
  }

  @Override
  public void onInputDue(long dueNs, long nowNs) {
    long tick = clock.nextTick(nowNs);
    script.next();
    if (messages.add(tick, script.values(), dueNs, !clock.settled())) {
      int inputs = messages.sent(events, lastInputTick);
      lastInputTick = Math.max(lastInputTick, tick);
      events.sendInputs(false, messages.message(), messages.length(), inputs);
    }
  }

  @Override
  public void onMessage(boolean text, byte[] data, int offset, int length, long nowNs) {
    if (text) {
      events.fail("protocol_error", "a text message on the binary protocol");
      return;
    }
    if (!header.parse(data, offset, length)) {
      events.fail("malformed_frame", "a message of " + length + " bytes is no ServerFrame");
      return;
    }
    if (header.hasControl() || decoder != null) {
      onDecoded(data, offset, length, nowNs);
    }
    if (header.tick() != 0 && clock != null) {
      onTickFrame(nowNs);
    }
  }

  private void onTickFrame(long nowNs) {
    long tick = Integer.toUnsignedLong(header.tick());
    if (header.eventsLost() != 0) {
      events.onEventsLost(Integer.toUnsignedLong(header.eventsLost()));
    }
    clock.onFrame(tick, nowNs);
    if (header.inputBatchTicks() != 0) {
      messages.batchTicks(header.inputBatchTicks());
      clock.batchTicks(messages.batchTicks());
    }
    long inputTick = Integer.toUnsignedLong(header.inputTick());
    if (inputTick != 0) {
      events.onAck(inputTick, nowNs);
      clock.onLead(inputTick, header.inputLeadQ8());
      events.onInputLead(header.inputLeadQ8());
    }
    events.onTick(tick, header.reset(), nowNs);
  }

  private void onDecoded(byte[] data, int offset, int length, long nowNs) {
    ServerFrame frame;
    try {
      frame = ServerFrame.parseFrom(UnsafeByteOperations.unsafeWrap(data, offset, length));
    } catch (InvalidProtocolBufferException e) {
      events.fail("malformed_frame", e.getMessage());
      return;
    }
    if (frame.hasWelcome() && clock == null) {
      onWelcome(frame.getWelcome(), nowNs);
    }
    if (frame.hasError()) {
      events.onError("error_" + errorName(frame), frame.getError().getMessage());
    }
    if (frame.hasGoodbye() && clock != null && !leaving) {
      events.onError("goodbye", frame.getGoodbye().getReason());
    }
    if (decoder != null && frame.getTick() != 0) {
      try {
        decoder.apply(frame);
      } catch (InvariantViolation e) {
        events.onViolation(
            "client " + seat.index() + ", tick " + frame.getTick() + ": " + e.getMessage());
        // Its world is wrong from here on; further complaints would all be consequences.
        decoder = null;
      }
    }
  }

  private static String errorName(ServerFrame frame) {
    String name = frame.getError().getCode().name();
    return name.startsWith("ERROR_") ? name.substring("ERROR_".length()) : name;
  }

  private void onWelcome(Welcome welcome, long nowNs) {
    int tickHz = welcome.getTickHz();
    if (tickHz < 1) {
      events.fail("bad_welcome", "a tick rate of " + tickHz + " Hz");
      return;
    }
    int turnEvery = options.turnEvery();
    long seed = options.seed() + seat.index();
    int firstTurn = seat.index() % turnEvery;
    script = new InputScript(welcome.getSchema().getInput(), turnEvery, firstTurn, seed);
    messages =
        new InputMessages(
            tickHz,
            options.inputHz(),
            script.values().length,
            script.actions(),
            options.inputRuns());
    clock = new InputClock(tickHz, options.inputHz(), welcome.getServerTickQ8() / 256.0, nowNs);
    if (seat.decodes()) {
      try {
        decoder = new FrameDecoder(welcome);
      } catch (ProtocolException e) {
        events.onError("bad_welcome", e.getMessage());
      }
    }
    events.onJoined(tickHz, welcome.getSpanTicks(), nowNs);
  }

  @Override
  public boolean leave() {
    leaving = true;
    send(ClientFrame.newBuilder().setLeave(Leave.getDefaultInstance()).build());
    return true;
  }

  @Override
  public ViewCount view() {
    return decoder == null ? null : decoder.view();
  }
}
