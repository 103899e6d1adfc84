package dev.backbeat.client;

import dev.backbeat.client.ClientClosed.Why;
import dev.backbeat.codec.ClientWorld;
import dev.backbeat.codec.InvariantViolation;
import dev.backbeat.codec.ProtocolException;
import dev.backbeat.protocol.CloseCode;
import dev.backbeat.v1.Welcome;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;

/**
 * A client's life: NEW, JOINING, PLAYING, then LOST and PLAYING in turn, CLOSED. Everything runs on
 * its event loop; the fields that {@link GameClient} shows are volatile for readers elsewhere.
 *
 * <p>One deadline per client (see {@link LoopTicker}) serves inputs, pings, timeouts and attempts
 * to come back: {@link #onDeadline} looks what is due and says when it wants to be called next.
 */
final class ClientCore implements Connector.Owner {
  /** One broken frame may be repaired by a reset; a server that goes on has another protocol. */
  private static final int MAX_VIOLATIONS = 5;

  private static final long LEAVE_TIMEOUT_NS = 2_000_000_000L;

  private final GameClient client;
  private final ClientHub hub;
  private final ClientLoop loop;
  private final ClientListener listener;
  private final MessageReader reader;
  private final LoopTicker.Entry deadline = new LoopTicker.Entry(this::onDeadline);
  final PlayLoop playing;
  private final Comeback comeback;
  private final Connector connector;
  private final SecondTry secondTry;

  final Promise<SessionInfo> joined = Promise.promise();
  final Promise<Void> ended = Promise.promise();
  final ClientStats stats = new ClientStats();
  Farewell farewell = new Farewell();
  final Players players = new Players();
  volatile ClientState state = ClientState.NEW;
  volatile SessionInfo session;
  volatile ClientWorld world;
  volatile ServerClock clock;
  volatile ClientClosed closed;
  volatile InputSource source;

  private String resumeToken = "";
  private boolean leaving;
  private boolean everPlayed;
  private long timeoutNs = LoopTicker.NEVER;

  ClientCore(
      GameClient client,
      ClientHub hub,
      ClientLoop loop,
      ClientOptions options,
      ClientListener listener,
      FrameListener frames) {
    this.client = client;
    this.hub = hub;
    this.loop = loop;
    this.listener = listener;
    this.reader = new MessageReader(client, this, listener, frames);
    this.playing = new PlayLoop(client, stats);
    this.connector = new Connector(hub, loop, options, this);
    this.comeback = new Comeback(options.reconnect(), options.seed());
    this.secondTry = new SecondTry(options.reconnect(), options.seed());
  }

  // ---- what the program asks for ----

  void start() {
    if (state != ClientState.NEW) {
      throw new IllegalStateException("a client connects once");
    }
    state = ClientState.JOINING;
    open("");
  }

  void leave() {
    if (state == ClientState.PLAYING && connector.send(GameClient.leaveMessage())) {
      leaving = true;
      timeoutNs = loop.nowNs() + LEAVE_TIMEOUT_NS;
      reschedule();
    } else {
      disconnect();
    }
  }

  void disconnect() {
    leaving = true;
    end(new ClientClosed(Why.LEFT, CloseCode.NORMAL.code(), "", "the client left"));
    connector.close(CloseCode.NORMAL.code());
  }

  void send(Buffer message) {
    if (connector.send(message)) {
      stats.bytesOut += message.length();
    }
  }

  void killSocket() {
    connector.kill();
  }

  void reading(boolean wanted) {
    connector.reading(wanted);
  }

  // ---- connecting ----

  private void open(String token) {
    farewell = new Farewell();
    timeoutNs = LoopTicker.NEVER;
    connector.open(token);
  }

  @Override
  public void onOpened(boolean newcomer) {
    timeoutNs = connector.joinedByNs();
    if (newcomer) {
      send(GameClient.joinMessage(connector.options()));
    }
    reschedule();
  }

  @Override
  public void onOpenFailed(Upgrade.Failure failure) {
    if (state == ClientState.JOINING) {
      if (!tryAgain(failure.status() != 0, failure.errorCode(), failure.retryAfterMs())) {
        end(new ClientClosed(Why.REFUSED, 0, failure.errorCode(), failure.message()));
      }
      return;
    }
    if (failure.temporary()) {
      comeback.onFailed(failure.retryAfterMs(), loop.nowNs());
    } else {
      comeback.onSessionGone(failure.retryAfterMs(), loop.nowNs());
    }
    followComeback(0, failure.errorCode(), failure.message());
  }

  private boolean tryAgain(boolean answered, String errorCode, int hintMs) {
    boolean planned = !everPlayed && secondTry.plan(answered, errorCode, hintMs, loop.nowNs());
    if (planned) {
      stats.connectRetries++;
      reschedule();
    }
    return planned;
  }

  /** Plans the next attempt, or ends. */
  private void followComeback(int closeCode, String errorCode, String message) {
    if (comeback.step() == Comeback.Step.GIVE_UP) {
      end(new ClientClosed(Why.SESSION_LOST, closeCode, errorCode, message));
    } else {
      reschedule();
    }
  }

  @Override
  public void onMessage(Link from, Buffer message) {
    if (!connector.is(from)) {
      return;
    }
    long nowNs = loop.nowNs();
    connector.heard(nowNs);
    stats.frames++;
    stats.bytesIn += message.length();
    try {
      reader.read(message, nowNs);
    } catch (RuntimeException e) {
      onFault(e);
    }
  }

  @Override
  public void onText(Link from) {
    onViolation(new ProtocolViolationException("text on the binary protocol"));
  }

  /** A frame that cannot be: a resumed connection starts with a reset, which repairs all. */
  private void onViolation(RuntimeException violation) {
    stats.violations++;
    listener.onViolation(client, violation);
    if (stats.violations >= MAX_VIOLATIONS || !everPlayed) {
      endAtOnce(new ClientClosed(Why.PROTOCOL_VIOLATION, 0, "", violation.getMessage()));
    } else {
      killSocket();
    }
  }

  void onWelcome(Welcome welcome, long nowNs) {
    boolean resumed = welcome.getResumed() && session != null;
    SessionInfo opened = MessageReader.sessionInfo(welcome, resumed ? session : null);
    session = opened;
    resumeToken = welcome.getResumeToken();
    playing.onWelcome(opened, resumed, welcome.getServerTickQ8(), nowNs);
    clock = playing.clock();
    if (!resumed) {
      world = reader.light() ? null : MessageReader.newWorld(welcome);
      players.clear();
      stats.newestTick = 0;
    }
    boolean again = !connector.arrived() && everPlayed;
    everPlayed = true;
    state = ClientState.PLAYING;
    timeoutNs = LoopTicker.NEVER;
    comeback.onPlaying(opened.resumeGraceMs());
    if (resumed) {
      stats.resumes++;
      listener.onResumed(client, opened);
    } else {
      stats.rejoins += again ? 1 : 0;
      listener.onWelcome(client, opened);
      if (again) {
        listener.onRejoined(client, opened);
      }
    }
    joined.tryComplete(opened);
    reschedule();
  }

  void onTick(FrameHeader header) {
    stats.newestTick = header.tick();
    stats.resets += header.reset() ? 1 : 0;
    playing.onTick(header);
  }

  void onPong(long sentNs, long serverTickQ8, long nowNs) {
    if (playing.onPong(sentNs, serverTickQ8, nowNs)) {
      reschedule();
    }
  }

  @Override
  public void onLinkClosed(Link from, int closeCode, String reason) {
    if (!connector.is(from)) {
      return;
    }
    connector.onClosed();
    String errorCode = farewell.errorCode();
    String message = farewell.message(closeCode, reason);
    if (leaving) {
      end(new ClientClosed(Why.LEFT, closeCode, "", "the client left"));
    } else if (farewell.redirects()) {
      redirect(closeCode);
    } else if (state == ClientState.JOINING) {
      if (!tryAgain(true, errorCode, farewell.retryAfterMs())) {
        end(new ClientClosed(Why.REFUSED, closeCode, errorCode, message));
      }
    } else if (rejoinsElsewhere(errorCode)) {
      connector.anyRoomOf(session.game());
      onLost(closeCode, errorCode, message);
    } else if (!CloseCode.worthResuming(closeCode) || !connector.options().reconnect().enabled()) {
      end(new ClientClosed(Why.ENDED_BY_SERVER, closeCode, errorCode, message));
    } else {
      onLost(closeCode, errorCode, message);
    }
  }

  /** Another server need not have a room of that name. */
  private boolean rejoinsElsewhere(String errorCode) {
    return state == ClientState.LOST
        && comeback.step() == Comeback.Step.REJOIN
        && errorCode.equals("ERROR_UNKNOWN_ROOM")
        && !connector.options().room().equals("any");
  }

  private void onLost(int closeCode, String errorCode, String message) {
    boolean stood = state == ClientState.PLAYING;
    state = ClientState.LOST;
    comeback.onLost(farewell.retryAfterMs(), loop.nowNs());
    if (stood) {
      stats.disconnects++;
      listener.onDisconnected(client, closeCode);
    }
    followComeback(closeCode, errorCode, message);
  }

  /** Goes where the server says, as a newcomer. */
  private void redirect(int closeCode) {
    String refusal = connector.redirect(farewell);
    if (refusal != null) {
      end(new ClientClosed(Why.ENDED_BY_SERVER, closeCode, "", refusal));
      return;
    }
    stats.redirects++;
    state = ClientState.JOINING;
    open("");
  }

  // ---- time ----

  private void reschedule() {
    loop.schedule(deadline, loop.nowNs());
  }

  private long onDeadline(long nowNs) {
    try {
      return switch (state) {
        case NEW, CLOSED -> LoopTicker.NEVER;
        case JOINING -> join(nowNs);
        case LOST -> connector.stands() ? waitForWelcome(nowNs) : attempt(nowNs);
        case PLAYING -> play(nowNs);
      };
    } catch (RuntimeException e) {
      onFault(e);
      return LoopTicker.NEVER;
    }
  }

  private long join(long nowNs) {
    if (secondTry.atNs() == LoopTicker.NEVER) {
      return waitForWelcome(nowNs);
    }
    if (secondTry.atNs() - nowNs > 0) {
      return secondTry.atNs();
    }
    secondTry.made();
    open("");
    return LoopTicker.NEVER;
  }

  private long waitForWelcome(long nowNs) {
    if (timeoutNs - nowNs <= 0) {
      killSocket();
      return LoopTicker.NEVER;
    }
    return timeoutNs;
  }

  private long attempt(long nowNs) {
    if (connector.opening()) {
      return LoopTicker.NEVER;
    }
    if (comeback.attemptAtNs() - nowNs > 0) {
      return comeback.attemptAtNs();
    }
    open(comeback.step() == Comeback.Step.RESUME ? resumeToken : "");
    return LoopTicker.NEVER;
  }

  private long play(long nowNs) {
    long silentAtNs = connector.silentAtNs(nowNs);
    if (silentAtNs - nowNs <= 0 || timeoutNs - nowNs <= 0) {
      killSocket();
      return LoopTicker.NEVER;
    }
    Buffer ping = playing.pollPing(nowNs);
    if (ping != null) {
      send(ping);
    }
    Buffer inputs = leaving ? null : playing.pollInputs(source, nowNs);
    if (inputs != null) {
      send(inputs);
    }
    long nextNs = Math.min(silentAtNs, timeoutNs);
    return leaving ? nextNs : Math.min(nextNs, playing.dueNs(nowNs));
  }

  /** The server's fault, or the program's. */
  private void onFault(RuntimeException e) {
    if (e instanceof ProtocolViolationException
        || e instanceof InvariantViolation
        || e instanceof ProtocolException) {
      onViolation(e);
    } else {
      endAtOnce(new ClientClosed(Why.CALLBACK_FAILED, 0, "", "a callback failed: " + e));
      // Vert.x reports it: the program's fault is not to be swallowed.
      loop.context().reportException(e);
    }
  }

  private void endAtOnce(ClientClosed why) {
    end(why);
    connector.kill();
  }

  private void end(ClientClosed why) {
    if (state == ClientState.CLOSED) {
      return;
    }
    state = ClientState.CLOSED;
    closed = why;
    connector.end();
    loop.schedule(deadline, LoopTicker.NEVER);
    hub.onClosed(client);
    joined.tryFail(new ClientClosedException(why));
    try {
      listener.onClosed(client, why);
    } finally {
      ended.tryComplete();
    }
  }
}
