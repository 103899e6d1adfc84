package dev.backbeat.client;

import dev.backbeat.client.ClientClosed.Why;
import dev.backbeat.codec.ClientWorld;
import dev.backbeat.protocol.CloseCode;
import dev.backbeat.protocol.Protocol;
import dev.backbeat.v1.Error;
import dev.backbeat.v1.Goodbye;
import dev.backbeat.v1.Welcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.net.URI;

/**
 * A client's life: NEW, JOINING, PLAYING, then LOST and PLAYING in turn, CLOSED. Everything runs on
 * its event loop; the fields that {@link GameClient} shows are volatile for readers elsewhere.
 *
 * <p>One deadline per client (see {@link LoopTicker}) serves inputs, pings, timeouts and attempts
 * to come back: {@link #onDeadline} looks what is due and says when it wants to be called next.
 */
final class ClientCore implements Link.Receiver {
  /** One broken frame may be repaired by a reset; a server that goes on has another protocol. */
  private static final int MAX_VIOLATIONS = 5;

  private static final long LEAVE_TIMEOUT_NS = 2_000_000_000L;

  private final GameClient client;
  private final ClientHub hub;
  private final ClientLoop loop;
  private final TransportOptions transport;
  private final ClientListener listener;
  private final MessageReader reader;
  private final LoopTicker.Entry deadline = new LoopTicker.Entry(this::onDeadline);
  private final PingSchedule pings = new PingSchedule();
  private final Comeback comeback;
  private final Promise<SessionInfo> joined = Promise.promise();
  private final Promise<Void> ended = Promise.promise();

  final ClientStats stats = new ClientStats();
  final Players players = new Players();
  volatile ClientState state = ClientState.NEW;
  volatile SessionInfo session;
  volatile ClientWorld world;
  volatile ServerClock clock;
  volatile ClientClosed closed;
  volatile InputSource source;

  private ClientOptions options;
  private Link link;
  private InputPump pump;
  private String resumeToken = "";
  private boolean opening;
  private boolean leaving;
  private boolean paused;
  private boolean redirected;
  private boolean everPlayed;
  private int redirectsInARow;
  private long receivedNs;
  private long timeoutNs = LoopTicker.NEVER;
  private Error fatalError;
  private Goodbye goodbye;

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
    this.transport = hub.transport();
    this.options = options;
    this.listener = listener;
    this.reader = new MessageReader(client, this, listener, frames);
    this.comeback = new Comeback(options.reconnect(), options.seed());
  }

  Future<SessionInfo> joined() {
    return joined.future();
  }

  Future<Void> ended() {
    return ended.future();
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
    if (state == ClientState.PLAYING && link != null && link.send(GameClient.leaveMessage())) {
      leaving = true;
      timeoutNs = loop.nowNs() + LEAVE_TIMEOUT_NS;
      reschedule();
    } else {
      disconnect();
    }
  }

  void disconnect() {
    leaving = true;
    Link current = link;
    end(new ClientClosed(Why.LEFT, CloseCode.NORMAL.code(), "", "the client left"));
    if (current != null) {
      current.close(CloseCode.NORMAL.code());
    }
  }

  void send(Buffer message) {
    if (link != null && link.send(message)) {
      stats.bytesOut += message.length();
    }
  }

  void killSocket() {
    if (link != null) {
      link.kill();
    }
  }

  void reading(boolean wanted) {
    paused = !wanted && link != null;
    if (link != null && wanted) {
      receivedNs = loop.nowNs();
      link.resume();
    } else if (link != null) {
      link.pause();
    }
  }

  // ---- connecting ----

  private void open(String token) {
    opening = true;
    fatalError = null;
    goodbye = null;
    timeoutNs = LoopTicker.NEVER;
    hub.open(Upgrade.request(options.url(), options.ticket(), token, transport))
        .onComplete(
            result -> {
              opening = false;
              if (state == ClientState.CLOSED) {
                if (result.succeeded()) {
                  result.result().close();
                }
              } else if (result.succeeded()) {
                onOpened(new Link(result.result(), this), token.isEmpty());
              } else {
                onOpenFailed(Upgrade.failure(result.cause()));
              }
            });
  }

  private void onOpened(Link opened, boolean newcomer) {
    link = opened;
    paused = false;
    receivedNs = loop.nowNs();
    timeoutNs = receivedNs + transport.joinTimeoutMs() * 1_000_000L;
    if (newcomer) {
      send(GameClient.joinMessage(options));
    }
    reschedule();
  }

  private void onOpenFailed(Upgrade.Failure failure) {
    if (state == ClientState.JOINING) {
      end(new ClientClosed(Why.REFUSED, 0, failure.errorCode(), failure.message()));
      return;
    }
    if (failure.temporary()) {
      comeback.onFailed(failure.retryAfterMs(), loop.nowNs());
    } else {
      comeback.onSessionGone(loop.nowNs());
    }
    followComeback(0, failure.errorCode(), failure.message());
  }

  /** Plans the next attempt, or ends. */
  private void followComeback(int closeCode, String errorCode, String message) {
    if (comeback.step() == Comeback.Step.GIVE_UP) {
      end(new ClientClosed(Why.SESSION_LOST, closeCode, errorCode, message));
    } else {
      reschedule();
    }
  }

  // ---- what comes over the link ----

  @Override
  public void onMessage(Link from, Buffer message) {
    if (from != link || state == ClientState.CLOSED) {
      return;
    }
    receivedNs = loop.nowNs();
    stats.frames++;
    stats.bytesIn += message.length();
    try {
      reader.read(message, receivedNs);
    } catch (ProtocolViolationException
        | dev.backbeat.codec.InvariantViolation
        | dev.backbeat.codec.ProtocolException e) {
      onViolation(e);
    } catch (RuntimeException e) {
      onCallbackFailed(e);
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
      Link current = link;
      end(new ClientClosed(Why.PROTOCOL_VIOLATION, 0, "", violation.getMessage()));
      if (current != null) {
        current.kill();
      }
    } else {
      killSocket();
    }
  }

  void onWelcome(Welcome welcome, long nowNs) {
    if (welcome.getProtocolVersion() != Protocol.VERSION) {
      throw new ProtocolViolationException(
          "the server speaks protocol version " + welcome.getProtocolVersion());
    }
    SessionInfo opened = MessageReader.sessionInfo(welcome);
    boolean resumed = welcome.getResumed() && session != null;
    if (resumed && !opened.schema().equals(session.schema())) {
      throw new ProtocolViolationException("the schema changed within a session");
    }
    session = opened;
    resumeToken = welcome.getResumeToken();
    if (!resumed) {
      clock = new ServerClock(opened.tickHz());
      world = reader.light() ? null : MessageReader.newWorld(welcome);
      players.clear();
      stats.newestTick = 0;
      pump = null;
    }
    clock.hint(welcome.getServerTickQ8(), nowNs);
    pings.restart(nowNs);
    if (pump != null) {
      pump.onResumed();
    }
    boolean again = everPlayed && !redirected;
    everPlayed = true;
    redirected = false;
    redirectsInARow = 0;
    state = ClientState.PLAYING;
    timeoutNs = LoopTicker.NEVER;
    comeback.onPlaying(opened.resumeGraceMs());
    if (resumed) {
      stats.resumes++;
      listener.onResumed(client, opened);
    } else {
      stats.rejoins += again ? 1 : 0;
      listener.onWelcome(client, opened);
    }
    joined.tryComplete(opened);
    reschedule();
  }

  void onTick(FrameHeader header) {
    stats.newestTick = header.tick();
    stats.resets += header.reset() ? 1 : 0;
    if (pump != null) {
      pump.report(header);
      stats.leadQ8 = pump.lead().leadQ8();
      stats.lateInputs = pump.lead().late();
    }
  }

  void onPong(long sentNs, long serverTickQ8, long nowNs) {
    // An answer to a Ping that was never sent would set the clock to nonsense.
    if (clock != null && sentNs <= nowNs && nowNs - sentNs < 60_000_000_000L) {
      clock.sample(sentNs, serverTickQ8, nowNs);
      stats.rttSample(nowNs - sentNs, clock.minRttNs());
      reschedule();
    }
  }

  void onError(Error error) {
    stats.errors++;
    if (error.getFatal()) {
      fatalError = error;
    }
  }

  void onGoodbye(Goodbye said) {
    goodbye = said;
  }

  @Override
  public void onLinkClosed(Link from, int closeCode, String reason) {
    if (from != link || state == ClientState.CLOSED) {
      return;
    }
    link = null;
    String errorCode = fatalError == null ? "" : fatalError.getCode().name();
    String message = closeMessage(closeCode, reason);
    if (leaving) {
      end(new ClientClosed(Why.LEFT, closeCode, "", "the client left"));
    } else if (goodbye != null && !goodbye.getRedirectUrl().isEmpty()) {
      redirect(goodbye.getRedirectUrl(), closeCode);
    } else if (state == ClientState.JOINING) {
      end(new ClientClosed(Why.REFUSED, closeCode, errorCode, message));
    } else if (!CloseCode.worthResuming(closeCode) || !options.reconnect().enabled()) {
      end(new ClientClosed(Why.ENDED_BY_SERVER, closeCode, errorCode, message));
    } else {
      onLost(closeCode, errorCode, message);
    }
  }

  private void onLost(int closeCode, String errorCode, String message) {
    boolean stood = state == ClientState.PLAYING;
    state = ClientState.LOST;
    int retryAfterMs = 0;
    if (goodbye != null) {
      retryAfterMs = goodbye.getRetryAfterMs();
    } else if (fatalError != null) {
      retryAfterMs = fatalError.getRetryAfterMs();
    }
    comeback.onLost(Math.max(0, retryAfterMs), loop.nowNs());
    if (stood) {
      stats.disconnects++;
      listener.onDisconnected(client, closeCode);
    }
    followComeback(closeCode, errorCode, message);
  }

  private String closeMessage(int closeCode, String reason) {
    if (fatalError != null && !fatalError.getMessage().isEmpty()) {
      return fatalError.getMessage();
    }
    if (goodbye != null && !goodbye.getReason().isEmpty()) {
      return goodbye.getReason();
    }
    return reason.isEmpty() ? "the connection was closed with code " + closeCode : reason;
  }

  /** Goes where the server says, as a newcomer; never from TLS to plain text. */
  private void redirect(String target, int closeCode) {
    URI url = parse(target);
    boolean downgrade =
        "wss".equalsIgnoreCase(options.url().getScheme())
            && url != null
            && !"wss".equalsIgnoreCase(url.getScheme());
    String refusal = null;
    if (!ClientOptions.isWebSocket(url) || downgrade) {
      refusal = "a redirect to a place that is not acceptable";
    } else if (++redirectsInARow > options.reconnect().maxRedirects()) {
      refusal = "too many redirects";
    }
    if (refusal != null) {
      end(new ClientClosed(Why.ENDED_BY_SERVER, closeCode, "", refusal));
      return;
    }
    stats.redirects++;
    redirected = true;
    options = options.withUrl(url);
    state = ClientState.JOINING;
    open("");
  }

  private static URI parse(String url) {
    try {
      return URI.create(url);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  // ---- time ----

  private void reschedule() {
    loop.schedule(deadline, loop.nowNs());
  }

  private long onDeadline(long nowNs) {
    try {
      return switch (state) {
        case NEW, CLOSED -> LoopTicker.NEVER;
        case JOINING -> waitForWelcome(nowNs);
        case LOST -> link != null ? waitForWelcome(nowNs) : attempt(nowNs);
        case PLAYING -> play(nowNs);
      };
    } catch (ProtocolViolationException e) {
      onViolation(e);
    } catch (RuntimeException e) {
      onCallbackFailed(e);
    }
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
    if (opening) {
      return LoopTicker.NEVER;
    }
    if (comeback.attemptAtNs() - nowNs > 0) {
      return comeback.attemptAtNs();
    }
    open(comeback.step() == Comeback.Step.RESUME ? resumeToken : "");
    return LoopTicker.NEVER;
  }

  private long play(long nowNs) {
    long heardNs = paused ? nowNs : receivedNs;
    long silentAtNs = heardNs + transport.silenceTimeoutMs() * 1_000_000L;
    if (silentAtNs - nowNs <= 0 || timeoutNs - nowNs <= 0) {
      killSocket();
      return LoopTicker.NEVER;
    }
    if (pings.due(nowNs)) {
      send(MessageReader.ping(nowNs));
    }
    long nextNs = Math.min(Math.min(silentAtNs, timeoutNs), pings.dueNs());
    // Not before the first Pong: with the Welcome's hint alone the first inputs would be late.
    if (pump == null && source != null && !session.watcher() && clock.samples() > 0) {
      pump = new InputPump(client, source, session, clock);
    }
    if (pump != null && !leaving) {
      Buffer inputs = pump.poll(nowNs);
      if (inputs != null) {
        send(inputs);
      }
      nextNs = Math.min(nextNs, pump.dueNs(nowNs));
    }
    return nextNs;
  }

  // ---- the end ----

  private void onCallbackFailed(RuntimeException e) {
    Link current = link;
    end(new ClientClosed(Why.CALLBACK_FAILED, 0, "", "a callback failed: " + e));
    if (current != null) {
      current.kill();
    }
    // Vert.x reports it: the program's fault is not to be swallowed.
    loop.context().reportException(e);
  }

  private void end(ClientClosed why) {
    if (state == ClientState.CLOSED) {
      return;
    }
    state = ClientState.CLOSED;
    closed = why;
    link = null;
    pump = null;
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
