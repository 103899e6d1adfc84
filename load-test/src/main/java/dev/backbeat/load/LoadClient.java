package dev.backbeat.load;

import dev.backbeat.load.protocol.ClientEvents;
import dev.backbeat.load.protocol.Conversation;
import dev.backbeat.load.protocol.LoadProtocol;
import dev.backbeat.load.protocol.Seat;
import dev.backbeat.load.wire.Connection;
import dev.backbeat.load.wire.Upgrade;
import java.util.concurrent.CompletionStage;

/**
 * One client of the load: connects, lets its conversation join and send an input whenever its loop
 * says so, and measures what that reports. Belongs to its loop's thread.
 */
final class LoadClient implements Connection.Listener, ClientEvents {
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
  private final LoopMeter meter;
  private final int index;
  private final Faults.Reading reading;
  private final RoomTick room;
  private PacedReads pace;
  private final Conversation conversation;
  private final AckRing acks = new AckRing(ACK_RING);
  private Connection connection;
  private State state = State.IDLE;
  private long connectNs;
  private DeliveryWindow window;
  private int tickHz;
  private long lastTick;
  private long lastTickNs;
  private boolean joined;

  LoadClient(LoadSettings settings, LoadLoop loop, LoadProtocol protocol, Seat seat) {
    this.settings = settings;
    this.loop = loop;
    this.index = seat.index();
    this.reading = settings.faults().reading(seat.index());
    this.meter = faulty() ? loop.slowMeter() : loop.meter();
    this.room = loop.room(seat.room());
    this.conversation = protocol.converse(seat, this);
  }

  /** What to ask for in the upgrade. Any thread. */
  CompletionStage<Upgrade> upgrade() {
    return conversation.upgrade();
  }

  /** Opens the connection. */
  void connect(Upgrade upgrade) {
    state = State.CONNECTING;
    connectNs = System.nanoTime();
    long seed = settings.seed() * 0x9e3779b97f4a7c15L + index;
    int receiveBufferBytes = faulty() ? Faults.RECEIVE_BUFFER_BYTES : 0;
    Connection opening = loop.open(upgrade, receiveBufferBytes, seed, this);
    connection = opening;
  }

  /** The server did not say what to ask for. */
  void onNoUpgrade(Throwable cause) {
    state = State.CONNECTING;
    onClosed("matchmaking_failed", String.valueOf(cause.getMessage()));
  }

  boolean joined() {
    return joined;
  }

  /** Whether this client reads slowly or not at all. */
  boolean faulty() {
    return reading != Faults.Reading.NORMAL;
  }

  /** A slow client reads what it may by now. */
  void readAtItsPace(long nowNs) {
    if (state == State.PLAYING && pace == null) {
      boolean stuck = reading == Faults.Reading.STUCK;
      pace = new PacedReads(connection, stuck ? 0 : settings.faults().slowReadBytesPerS(), nowNs);
    } else if (state == State.PLAYING) {
      pace.turn(nowNs);
    }
  }

  /** Adds this slow or stuck client. */
  void countIn(SlowStats slow) {
    int joins = joined ? 1 : 0;
    int ends = joined && state == State.CLOSED ? 1 : 0;
    if (reading == Faults.Reading.SLOW) {
      slow.slowClients += joins;
      slow.slowClosed += ends;
    } else {
      slow.stuckClients += joins;
      slow.stuckClosed += ends;
    }
  }

  boolean closed() {
    return state == State.CLOSED;
  }

  DeliveryWindow window() {
    return window;
  }

  Conversation conversation() {
    return conversation;
  }

  int unacknowledged(long fromNs, long toNs) {
    return state == State.PLAYING && !faulty() ? acks.waiting(fromNs, toNs) : 0;
  }

  /** The measured time begins. */
  void begin() {
    if (joined) {
      window.begin(lastTick, lastTickNs);
      if (conversation.view() != null) {
        conversation.view().begin();
      }
    }
  }

  /** It ends. */
  void end() {
    if (conversation.view() != null) {
      conversation.view().end();
    }
  }

  /** Gives up if the client is not in its room yet. */
  void onJoinTimeout() {
    if (state == State.CONNECTING) {
      onClosed("join_timeout", "not in a room within " + settings.joinTimeoutSeconds() + " s");
      abort();
    }
  }

  /**
   * Sends the next input.
   *
   * @param dueNs the moment at which it should have been sent
   */
  void sendInput(long dueNs, long nowNs) {
    if (state != State.PLAYING) {
      return;
    }
    if (!connection.writable()) {
      meter.onInputSkipped(1);
      return;
    }
    conversation.onInputDue(dueNs, nowNs);
  }

  /** Gives the seat up; the server closes, if it knows how. */
  void leave() {
    if (state == State.PLAYING) {
      state = State.LEAVING;
      if (conversation.leave()) {
        return;
      }
    }
    abort();
  }

  /** Closes without a word. */
  void abort() {
    if (connection != null) {
      connection.abort();
    }
  }

  // ---- From the connection ----

  @Override
  public void onOpen() {
    conversation.onOpen();
  }

  @Override
  public void onMessage(boolean text, byte[] data, int offset, int length, long nowNs) {
    meter.onMessage(length);
    if (window != null && meter.measuring()) {
      window.onMessage(length);
    }
    conversation.onMessage(text, data, offset, length, nowNs);
  }

  @Override
  public void onClosed(String kind, String detail) {
    State before = state;
    state = State.CLOSED;
    if (before == State.CONNECTING) {
      loop.listener().onError(kind, detail);
      loop.listener().onJoinFailed();
    } else if (before == State.PLAYING && !faulty()) {
      loop.listener().onError(kind, detail);
    }
  }

  // ---- From the conversation ----

  @Override
  public void send(boolean text, byte[] payload, int length) {
    connection.write(text, payload, length);
  }

  @Override
  public void sendInputs(boolean text, byte[] payload, int length, int inputs) {
    connection.write(text, payload, length);
    meter.onInputsSent(inputs);
  }

  @Override
  public void awaitAck(long key, long dueNs) {
    acks.add(key, dueNs);
  }

  @Override
  public void onJoined(int roomTickHz, int spanTicks, long nowNs) {
    if (state != State.CONNECTING) {
      return;
    }
    tickHz = roomTickHz;
    window = new DeliveryWindow(roomTickHz, spanTicks);
    state = State.PLAYING;
    joined = true;
    loop.listener().onJoined(nowNs - connectNs);
  }

  @Override
  public void onTick(long tick, boolean reset, long nowNs) {
    if (!joined) {
      return;
    }
    if (lastTick != 0 && !reset) {
      long expectedNs = (tick - lastTick) * 1_000_000_000L / tickHz;
      meter.onJitter(Math.abs(nowNs - lastTickNs - expectedNs));
    } else if (reset && lastTick != 0) {
      meter.onReset();
    }
    lastTick = tick;
    lastTickNs = nowNs;
    if (!faulty()) {
      room.saw(tick, nowNs);
    } else if (meter.measuring()) {
      long ageUs = room.ageNs(tick, tickHz, nowNs) / 1000;
      loop.slow().frameAge.recordValue(Math.min(LoopMeter.MAX_US, ageUs));
    }
    meter.onFrame();
    if (meter.measuring()) {
      window.onFrame(tick, nowNs);
    }
  }

  @Override
  public void onAck(long key, long nowNs) {
    while (acks.acknowledges(key)) {
      meter.onAck(acks.poll(), nowNs);
    }
  }

  @Override
  public void onInputLead(int leadQ8) {
    meter.onLead(leadQ8);
  }

  @Override
  public void onEventsLost(long events) {
    meter.onEventsLost(events);
  }

  @Override
  public void onError(String kind, String detail) {
    if (!faulty() || state != State.PLAYING) {
      loop.listener().onError(kind, detail);
    }
  }

  @Override
  public void fail(String kind, String detail) {
    loop.listener().onError(kind, detail);
    abort();
  }

  @Override
  public void onViolation(String what) {
    loop.listener().onViolation(what);
  }
}
