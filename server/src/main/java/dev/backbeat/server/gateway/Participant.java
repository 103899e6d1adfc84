package dev.backbeat.server.gateway;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.protocol.Protocol;
import dev.backbeat.server.admission.Offence;
import dev.backbeat.server.admission.Rate;
import dev.backbeat.server.input.InputInbox;
import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.ops.LogAddresses;
import dev.backbeat.server.room.JoinException;
import dev.backbeat.server.room.JoinRequest;
import dev.backbeat.server.room.Seat;
import dev.backbeat.server.session.RttEstimator;
import dev.backbeat.server.session.Sanction;
import dev.backbeat.server.session.Session;
import dev.backbeat.server.session.Sessions;
import dev.backbeat.server.session.TokenBucket;
import dev.backbeat.v1.ChatSend;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.ErrorCode;
import dev.backbeat.v1.Join;
import dev.backbeat.v1.Watch;
import io.vertx.core.AsyncResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one client's messages do: join, play, talk, leave. On the connection's loop, unless said
 * otherwise.
 */
final class Participant {
  private static final Logger LOG = LoggerFactory.getLogger(Participant.class);
  private static final int TOLERATED_STALL_SECONDS = 5;
  private static final int ASSUMED_HZ_BEFORE_JOIN = 30;
  private static final int MESSAGES_PER_SECOND_BESIDE_INPUTS = 20;
  private static final double MESSAGES_PER_TICK = 2.5;
  private static final int LEAVE_RETRY_AFTER_MS = 0;

  private final GatewayServices services;
  private final Connection connection;
  private final LoopScratch scratch;
  private final Admission admission;
  private final RefusalThrottle refusals;
  private final TokenBucket chats;
  private TokenBucket messages;
  private State state = State.OPEN;
  private InputReceiver inputs;
  private Session session;
  private String token;
  private boolean resumed;
  private boolean confirmed;
  private boolean sawSeatGone;
  private Seat seat;

  private enum State {
    OPEN,
    JOINING,
    PLAYING,
    GONE
  }

  Participant(
      GatewayServices services,
      Connection connection,
      LoopScratch scratch,
      Admission admission,
      long nowNs) {
    this.services = services;
    this.connection = connection;
    this.scratch = scratch;
    this.admission = admission;
    this.refusals = new RefusalThrottle(nowNs);
    Rate chat = services.config().rates().chat();
    this.chats = new TokenBucket(chat.perSecond(), chat.burst(), nowNs);
    this.messages = messageRate(ASSUMED_HZ_BEFORE_JOIN, nowNs);
  }

  /** A client that stalled for some seconds may deliver all of it at once. */
  private static TokenBucket messageRate(int tickHz, long nowNs) {
    double perSecond = MESSAGES_PER_TICK * tickHz + MESSAGES_PER_SECOND_BESIDE_INPUTS;
    return new TokenBucket(perSecond, perSecond * TOLERATED_STALL_SECONDS, nowNs);
  }

  /** Counts one more WebSocket frame; the rate, of connection or address, that it is over. */
  Limit limitOfMessages(int bytes, long nowNs) {
    if (!messages.tryTake(1, nowNs)) {
      return Limit.MESSAGES_PER_CONNECTION;
    }
    boolean within = admission.messages() == null || admission.messages().take(nowNs);
    return within ? admission.quota().message(bytes, nowNs) : Limit.MESSAGES_PER_ADDRESS;
  }

  /** Takes up the session that the upgrade found. Called once, after the connection is open. */
  void resume(long nowNs) {
    if (endIfBanned()) { // Since the upgrade.
      return;
    }
    Session found = admission.resumed();
    connection.variableSpans(found.variableSpans());
    Sessions.Resumed back =
        services
            .sessions()
            .resume(found, admission.token(), admission.presentation(), connection)
            .orElse(null);
    if (back == null) {
      boolean replaced = found.takenAfter(admission.presentation());
      connection.end(
          replaced ? ErrorCode.ERROR_REPLACED : ErrorCode.ERROR_BAD_RESUME_TOKEN,
          replaced ? CloseCode.REPLACED : CloseCode.TRY_AGAIN_LATER,
          "the session has just been resumed elsewhere or has ended");
      return;
    }
    session = found;
    token = back.token();
    resumed = true;
    seat = found.seat();
    play(back.inbox(), nowNs);
    services.metrics().resumed();
    log("resumed");
  }

  private void play(InputInbox inbox, long nowNs) {
    state = State.PLAYING;
    inputs = new InputReceiver(seat, inbox, scratch, nowNs);
    messages = messageRate(seat.room().options().tickHz(), nowNs);
    services.sessions().count(1);
  }

  /** A complete message. */
  void onMessage(byte[] bytes, int length, long nowNs) {
    if (state == State.PLAYING && !connection.json() && inputs.reads(bytes, length)) {
      onInputs(inputs.takeRead(nowNs), nowNs);
      return;
    }
    ClientFrame frame =
        connection.json() ? ClientFrames.json(bytes, length) : ClientFrames.binary(bytes, length);
    if (frame == null) {
      connection.end(
          ErrorCode.ERROR_MALFORMED_MESSAGE,
          CloseCode.INVALID_PAYLOAD,
          "a message that is not a ClientFrame");
      return;
    }
    switch (frame.getBodyCase()) {
      case INPUTS -> {
        if (joined("an input")) {
          onInputs(inputs.take(frame.getInputs(), nowNs), nowNs);
        }
      }
      case PING -> onPing(frame.getPing().getClientTimeUs(), nowNs);
      case JOIN -> onJoin(frame.getJoin());
      case CHAT -> onChat(frame.getChat(), nowNs);
      case LEAVE -> onLeave();
      case WATCH -> onWatch(frame.getWatch(), nowNs);
      case BODY_NOT_SET -> {
        // From a newer client: ignored, as the protocol says.
      }
    }
  }

  private boolean joined(String what) {
    if (state == State.PLAYING) {
      return true;
    }
    if (state == State.OPEN) {
      connection.end(ErrorCode.ERROR_NOT_JOINED, CloseCode.NOT_JOINED, what + " came before Join");
    }
    // While the join is on its way a client may be early: what it sends then is for nothing.
    return false;
  }

  private void onJoin(Join join) {
    if (state != State.OPEN) {
      connection.end(ErrorCode.ERROR_ALREADY_JOINED, CloseCode.ALREADY_JOINED, "a second Join");
      return;
    }
    if (join.getProtocolVersion() != Protocol.VERSION) {
      refuseJoin(
          ErrorCode.ERROR_UNSUPPORTED_VERSION,
          CloseCode.UNSUPPORTED_VERSION,
          "this server speaks protocol version "
              + Protocol.VERSION
              + ", the client asked for "
              + Integer.toUnsignedString(join.getProtocolVersion()));
      return;
    }
    Sanction ban = services.sanctions().banOf(admission.identity().player(), admission.address());
    if (ban != null) { // Since the upgrade.
      refuseJoin(ErrorCode.ERROR_BANNED, CloseCode.BANNED, BanRule.sentence(ban));
      return;
    }
    TicketJoin wanted = TicketJoin.of(admission.identity(), join, services.rooms());
    if (wanted.refusal() != null) {
      refuseJoin(ErrorCode.ERROR_NOT_ALLOWED, CloseCode.POLICY_VIOLATION, wanted.refusal());
      return;
    }
    String name = Texts.name(wanted.name());
    if (name == null) {
      if (Texts.tooLongName(wanted.name())) {
        services.metrics().onLimit(Limit.NAME_LENGTH);
      }
      refuseJoin(
          ErrorCode.ERROR_BAD_NAME,
          CloseCode.BAD_NAME,
          "a name has 1 to " + Texts.MAX_NAME_CHARACTERS + " visible characters");
      return;
    }
    Limit met = admission.quota().join(System.nanoTime());
    if (met != null) {
      services.metrics().onLimit(met);
      refuseJoin(
          met == Limit.JOINS_PER_PLAYER
              ? ErrorCode.ERROR_TOO_MANY_SESSIONS
              : ErrorCode.ERROR_TOO_MANY_CONNECTIONS,
          CloseCode.TRY_AGAIN_LATER,
          "too many joins in too little time; try again in a moment");
      return;
    }
    String id = services.sessions().newId();
    if (name.isEmpty()) {
      name = "guest-" + id.substring(0, 4);
    }
    state = State.JOINING;
    connection.variableSpans(join.getCellSpans());
    JoinRequest request =
        new JoinRequest(
            id,
            wanted.room(),
            wanted.game(),
            name,
            wanted.watcher(),
            admission.identity().player(),
            admission.identity().roles());
    services
        .rooms()
        .join(request, connection)
        .onComplete(result -> connection.loop().execute(() -> onJoined(id, result)));
  }

  private void onJoined(String id, AsyncResult<Seat> result) {
    if (result.succeeded()) {
      if (state == State.GONE) {
        result.result().leave(); // The socket was lost meanwhile, and nobody has a token.
      } else if (!TicketJoin.allows(admission.identity().ticket(), result.result().room())) {
        result.result().leave(); // The room was made while the Join was on its way.
        refuseJoin(
            ErrorCode.ERROR_NOT_ALLOWED,
            CloseCode.POLICY_VIOLATION,
            "the ticket is for the game " + admission.identity().ticket().game() + " alone");
      } else {
        begin(id, result.result());
      }
    } else if (result.cause() instanceof JoinException refused) {
      JoinRefusal refusal = JoinRefusal.of(refused.code());
      services.metrics().rejectedJoin(refusal.code().name());
      connection.end(refusal.code(), refusal.close(), refused.getMessage(), refusal.retryAfterMs());
    } else {
      LOG.atError().addKeyValue("session", id).setCause(result.cause()).log("join failed");
      connection.end(
          ErrorCode.ERROR_INTERNAL, CloseCode.INTERNAL_ERROR, "the server failed to join the room");
    }
  }

  private void begin(String id, Seat taken) {
    seat = taken;
    session = services.sessions().open(id, seat, admission.identity().player());
    token = services.sessions().issueToken(session);
    session.variableSpans(connection.variableSpans());
    session.connect(connection);
    play(seat.inbox(), System.nanoTime());
    log("joined");
  }

  private void refuseJoin(ErrorCode code, CloseCode close, String sentence) {
    services.metrics().rejectedJoin(code.name());
    connection.end(code, close, sentence);
  }

  /**
   * Whether frames may be sent: the room may be quicker with its first one than the join's answer.
   */
  boolean ready() {
    return state == State.PLAYING;
  }

  /** Loads what {@link #ready} looks at. */
  int touch() {
    return state.ordinal();
  }

  /** The Welcome as bytes of a ServerFrame. */
  byte[] welcome(long nowNs) {
    return services.welcomes().frame(session, token, resumed, nowNs);
  }

  private void onInputs(InputReceiver.Refused refused, long nowNs) {
    if (!confirmed) {
      confirmed = true;
      services.sessions().confirm(session, token);
    }
    if (refused == null) {
      services.metrics().inputsAccepted(inputs.lastCount());
    } else if (refused == InputReceiver.Refused.TOO_FAR_AHEAD) {
      // No offence: it is the room that stands still when everybody is suddenly far ahead.
      services.metrics().rejectedInput(refused.code().name(), 1);
      tell(refused.code(), refused.sentence(), nowNs);
    } else {
      if (refused.limit() != null) {
        services.metrics().onLimit(refused.limit());
      }
      refuse(refused.code(), refused.sentence(), nowNs);
    }
  }

  private void onPing(long clientTimeUs, long nowNs) {
    if (joined("a ping")) {
      connection.send(ServerFrames.pong(clientTimeUs, nowNs, seat.serverTickQ8(nowNs)));
    }
  }

  private void onChat(ChatSend chat, long nowNs) {
    if (!joined("a chat line")) {
      return;
    }
    int maxCharacters = services.config().rates().chatCharacters();
    String text = Texts.chat(chat.getText(), maxCharacters);
    if (text == null) {
      if (Texts.tooLong(chat.getText(), maxCharacters)) {
        services.metrics().onLimit(Limit.CHAT_LENGTH);
      }
      refuse(
          ErrorCode.ERROR_CHAT_INVALID,
          "a chat line has 1 to " + maxCharacters + " characters",
          nowNs);
      return;
    }
    Limit met =
        chats.tryTake(1, nowNs) ? admission.quota().chat(nowNs) : Limit.CHATS_PER_CONNECTION;
    if (met != null) {
      services.metrics().onLimit(met);
      refuse(ErrorCode.ERROR_CHAT_FLOOD, "not so many chat lines, please", nowNs);
    } else {
      Sanction mute =
          services
              .sanctions()
              .muteOf(session.id(), admission.identity().player(), admission.address());
      if (mute == null) {
        seat.chat(text);
      } else {
        refuse(ErrorCode.ERROR_MUTED, BanRule.sentence(mute), nowNs);
      }
    }
  }

  private void onWatch(Watch watch, long nowNs) {
    if (!joined("Watch")) {
      return;
    }
    if (!seat.watcher()) {
      refuse(ErrorCode.ERROR_NOT_ALLOWED, "only watchers move their view", nowNs);
      return;
    }
    switch (watch.getTargetCase()) {
      case PLAYER -> seat.watchPlayer(watch.getPlayer());
      case POINT -> seat.watchPoint(watch.getPoint().getX(), watch.getPoint().getY());
      case TARGET_NOT_SET -> {
        // A target from the future: ignored.
      }
    }
  }

  private void onLeave() {
    if (!joined("Leave")) {
      return;
    }
    log("left");
    connection.end(
        ServerFrames.goodbye("you left the room", LEAVE_RETRY_AFTER_MS), CloseCode.NORMAL, "left");
  }

  /** Refuses one message; the client plays on unless it does that too often. */
  private void refuse(ErrorCode code, String sentence, long nowNs) {
    services.metrics().rejectedInput(code.name(), 1);
    if (!refusals.count(nowNs)) {
      services.metrics().onLimit(Limit.REFUSED_MESSAGES);
      connection.end(code, CloseCode.POLICY_VIOLATION, "too many refused messages: " + sentence);
    } else {
      tell(code, sentence, nowNs);
    }
  }

  private void tell(ErrorCode code, String sentence, long nowNs) {
    if (refusals.tell(code, nowNs)) {
      connection.send(ServerFrames.error(code, sentence));
    }
  }

  /** The server ends the connection with an error: some are offences. */
  void onFatal(ErrorCode code) {
    Offence offence = Offences.of(code);
    if (offence != null) {
      services.limits().penalties().offence(admission.quota().offender(), offence);
    }
  }

  /** Tells the room how far away this client is. */
  void publishLatency(RttEstimator rtt) {
    if (state == State.PLAYING) {
      seat.latency(toMs(rtt.smoothedNs()), toMs(rtt.minimumNs()), toMs(rtt.jitterNs()));
    }
  }

  /** Rounded up, for 0 means "not known yet". */
  private static int toMs(long ns) {
    return (int) Math.min(60_000, (ns + 999_999) / 1_000_000);
  }

  /**
   * The server ends the connection: a seat that nobody would come back to is given up at once,
   * another is kept for the grace period.
   */
  void onEnding(CloseCode close) {
    boolean keep = CloseCode.worthResuming(close.code());
    if (state == State.PLAYING && session.disconnect(connection)) {
      services.sessions().count(-1);
      if (keep && seat.open()) {
        seat.detach(connection);
        services.sessions().lost(session);
      } else {
        seat.leave();
        services.sessions().end(session);
      }
    } else if (state == State.PLAYING) {
      services.sessions().count(-1); // The session goes on elsewhere.
    }
    state = State.GONE;
  }

  /** The socket is gone without a word from the server. */
  void onConnectionLost() {
    if (state != State.GONE) {
      if (state == State.PLAYING) {
        log("connection lost");
      }
      onEnding(CloseCode.GOING_AWAY);
    }
  }

  /** Whether the client has neither joined nor is about to. */
  boolean waitsForJoin() {
    return state == State.OPEN;
  }

  /**
   * Whether the seat was already gone at the last visit: the room's own close frame had its time.
   */
  boolean seatGone() {
    boolean before = sawSeatGone;
    sawSeatGone = state == State.PLAYING && !seat.open();
    return before && sawSeatGone;
  }

  /** Closes the connection if a ban holds for it by now; whether it does. */
  boolean endIfBanned() {
    Sanction ban = services.sanctions().banOf(admission.identity().player(), admission.address());
    if (ban != null) {
      connection.end(ErrorCode.ERROR_BANNED, CloseCode.BANNED, BanRule.sentence(ban));
    }
    return ban != null;
  }

  /** How the connection does. Only while {@link #ready}. */
  ClientFigures figures(Liveness liveness, OutMeter out, long nowNs) {
    RttEstimator rtt = liveness.rtt();
    return new ClientFigures(
        session.id(),
        session.playerId(),
        seat.name(),
        seat.watcher(),
        seat.room().id(),
        admission.address() == null ? "" : admission.address().getHostAddress(),
        liveness.ageNs(nowNs),
        rtt.known() ? rtt.smoothedNs() / 1e6 : -1,
        rtt.jitterNs() / 1e6,
        seat.inputLeadQ8() / 256.0,
        seat.lateInputs(),
        out.bytesPerSecond(),
        out.skippedFrames(),
        out.slow(nowNs));
  }

  /** The name that others see; empty before the join. */
  String name() {
    Seat s = seat;
    return s == null ? "" : s.name();
  }

  /** For logs: empty before the join. */
  String sessionId() {
    Session s = session;
    return s == null ? "" : s.id();
  }

  /** For logs: empty before the join. */
  String roomId() {
    Seat s = seat;
    return s == null ? "" : s.room().id();
  }

  private void log(String event) {
    LogAddresses logAddresses = services.config().observability().logAddresses();
    LOG.atInfo()
        .addKeyValue("session", sessionId())
        .addKeyValue("room", roomId())
        .addKeyValue("player", seat.player())
        .addKeyValue("name", seat.name())
        .addKeyValue("watcher", seat.watcher())
        .addKeyValue("playerId", admission.identity().player())
        .addKeyValue("address", logAddresses.text(admission.address()))
        .log(event);
  }
}
