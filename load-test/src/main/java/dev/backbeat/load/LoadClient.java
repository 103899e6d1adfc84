package dev.backbeat.load;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.backbeat.client.FrameHeader;
import dev.backbeat.codec.InvariantViolation;
import dev.backbeat.codec.ProtocolException;
import dev.backbeat.protocol.Protocol;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.Join;
import dev.backbeat.v1.Leave;
import dev.backbeat.v1.ServerFrame;
import dev.backbeat.v1.Welcome;

/**
 * One client of the load: joins, sends an input whenever its loop says so, and measures what comes
 * back. Decodes fully only if it was chosen for that. Belongs to its loop's thread.
 */
final class LoadClient implements ClientChannel.Listener {
  private enum State {
    IDLE,
    CONNECTING,
    PLAYING,
    LEAVING,
    CLOSED
  }

  /** Inputs that may wait for their acknowledgement: 3 s at 20 Hz, half a second at 128 Hz. */
  private static final int ACK_RING = 64;

  private final LoadSettings settings;
  private final LoadLoop loop;
  private final int index;
  private final String room;
  private final boolean decodes;
  private final ClientChannel channel;
  private AckRing acks;
  private State state = State.IDLE;
  private long connectNs;
  private InputScript script;
  private InputClock clock;
  private DeliveryWindow window;
  private FrameDecoder decoder;
  private int tickHz;
  private long lastTick;
  private long lastTickNs;
  private long lastInputTick;
  private boolean joined;

  /**
   * @param room id, or "any"
   * @param decodes whether this client decodes every frame
   */
  LoadClient(LoadSettings settings, LoadLoop loop, int index, String room, boolean decodes) {
    this.settings = settings;
    this.loop = loop;
    this.index = index;
    this.room = room;
    this.decodes = decodes;
    this.channel =
        new ClientChannel(
            settings, loop.scratch(), settings.seed() * 0x9e3779b97f4a7c15L + index, this);
  }

  /** To be put into the pipeline of the connection that is opened now. */
  ClientChannel open(long nowNs) {
    state = State.CONNECTING;
    connectNs = nowNs;
    return channel;
  }

  boolean joined() {
    return joined;
  }

  boolean closed() {
    return state == State.CLOSED;
  }

  DeliveryWindow window() {
    return window;
  }

  /** Null unless this client decodes and got its Welcome. */
  FrameDecoder decoder() {
    return decoder;
  }

  int unacknowledged(long fromNs, long toNs) {
    return acks == null || state != State.PLAYING ? 0 : acks.waiting(fromNs, toNs);
  }

  /** The measured time begins. */
  void begin() {
    if (joined) {
      window.begin(lastTick, lastTickNs);
      if (decoder != null) {
        decoder.begin();
      }
    }
  }

  /** It ends. */
  void end() {
    if (decoder != null) {
      decoder.end();
    }
  }

  @Override
  public void onOpen() {
    send(
        ClientFrame.newBuilder()
            .setJoin(
                Join.newBuilder()
                    .setProtocolVersion(Protocol.VERSION)
                    .setRoom(room)
                    .setGame(settings.game())
                    .setName("load-" + index))
            .build());
  }

  private void send(ClientFrame frame) {
    byte[] bytes = frame.toByteArray();
    channel.writeBinary(bytes, bytes.length);
  }

  /** The connection could not be opened. */
  void onConnectFailed(Throwable cause) {
    onClosed("connect_failed", String.valueOf(cause.getMessage()));
  }

  /** Gives up if there was no Welcome yet. */
  void onJoinTimeout() {
    if (state == State.CONNECTING) {
      onClosed("join_timeout", "no Welcome within " + settings.joinTimeoutSeconds() + " s");
      channel.abort();
    }
  }

  /**
   * Writes the next input.
   *
   * @param dueNs the moment at which it should have been written
   */
  void sendInput(long dueNs, long nowNs) {
    if (state != State.PLAYING) {
      return;
    }
    if (!channel.writable()) {
      loop.onInputSkipped(1);
      return;
    }
    long tick = clock.nextTick(nowNs);
    script.next(tick);
    if (tick > lastInputTick) {
      acks.add(tick, dueNs);
      lastInputTick = tick;
    }
    channel.writeBinary(script.message(), script.length());
    loop.onInputSent();
  }

  @Override
  public void onMessage(byte[] data, int offset, int length, long nowNs) {
    FrameHeader header = loop.header();
    if (!header.parse(data, offset, length)) {
      loop.error("malformed_frame", "a message of " + length + " bytes is no ServerFrame");
      channel.abort();
      return;
    }
    boolean counted = window != null && loop.measuring();
    if (counted) {
      window.onMessage(length);
    }
    if (header.hasControl() || decoder != null) {
      onDecoded(data, offset, length, nowNs);
    }
    if (header.tick() != 0 && joined) {
      onTickFrame(header, nowNs, counted);
    }
    loop.onMessage(length, header.tick() != 0);
  }

  private void onTickFrame(FrameHeader header, long nowNs, boolean counted) {
    long tick = Integer.toUnsignedLong(header.tick());
    if (lastTick != 0 && !header.reset()) {
      long expectedNs = (tick - lastTick) * 1_000_000_000L / tickHz;
      loop.onJitter(Math.abs(nowNs - lastTickNs - expectedNs));
    } else if (header.reset() && lastTick != 0) {
      loop.onReset();
    }
    if (header.eventsLost() != 0) {
      loop.onEventsLost(Integer.toUnsignedLong(header.eventsLost()));
    }
    lastTick = tick;
    lastTickNs = nowNs;
    clock.onFrame(tick, nowNs);
    long inputTick = Integer.toUnsignedLong(header.inputTick());
    while (acks.acknowledges(inputTick)) {
      loop.onAck(acks.poll(), nowNs);
    }
    if (inputTick != 0) {
      clock.onLead(inputTick, header.inputLeadQ8());
      loop.onLead(header.inputLeadQ8());
    }
    if (counted) {
      window.onFrame(tick, nowNs);
    }
  }

  private void onDecoded(byte[] data, int offset, int length, long nowNs) {
    ServerFrame frame;
    try {
      frame = ServerFrame.parseFrom(UnsafeByteOperations.unsafeWrap(data, offset, length));
    } catch (InvalidProtocolBufferException e) {
      loop.error("malformed_frame", e.getMessage());
      channel.abort();
      return;
    }
    if (frame.hasWelcome() && state == State.CONNECTING) {
      onWelcome(frame.getWelcome(), nowNs);
    }
    if (frame.hasError()) {
      loop.error("error_" + errorName(frame), frame.getError().getMessage());
    }
    if (frame.hasGoodbye() && state == State.PLAYING) {
      loop.error("goodbye", frame.getGoodbye().getReason());
    }
    if (decoder != null && frame.getTick() != 0) {
      try {
        decoder.apply(frame);
      } catch (InvariantViolation e) {
        loop.onViolation("client " + index + ", tick " + frame.getTick() + ": " + e.getMessage());
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
    if (welcome.getTickHz() < 1) {
      loop.error("bad_welcome", "a tick rate of " + welcome.getTickHz() + " Hz");
      channel.abort();
      return;
    }
    tickHz = welcome.getTickHz();
    long seed = settings.seed() + index;
    int firstTurn = index % settings.turnEvery();
    script = new InputScript(welcome.getSchema().getInput(), settings.turnEvery(), firstTurn, seed);
    clock = new InputClock(tickHz, settings.inputHz(), welcome.getServerTickQ8() / 256.0, nowNs);
    window = new DeliveryWindow(tickHz, welcome.getSpanTicks());
    acks = new AckRing(ACK_RING);
    if (decodes) {
      try {
        decoder = new FrameDecoder(welcome);
      } catch (ProtocolException e) {
        loop.error("bad_welcome", e.getMessage());
      }
    }
    state = State.PLAYING;
    joined = true;
    loop.onJoined(nowNs - connectNs);
  }

  /** Gives the seat up; the server closes. */
  void leave() {
    if (state == State.PLAYING) {
      state = State.LEAVING;
      send(ClientFrame.newBuilder().setLeave(Leave.getDefaultInstance()).build());
    } else {
      channel.abort();
    }
  }

  /** Closes without a word. */
  void abort() {
    channel.abort();
  }

  @Override
  public void onClosed(String kind, String detail) {
    State before = state;
    state = State.CLOSED;
    if (before == State.CONNECTING) {
      loop.error(kind, detail);
      loop.onJoinFailed();
    } else if (before == State.PLAYING) {
      loop.error(kind, detail);
    }
  }
}
