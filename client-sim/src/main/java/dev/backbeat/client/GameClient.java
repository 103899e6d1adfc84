package dev.backbeat.client;

import dev.backbeat.client.interpolate.Interpolator;
import dev.backbeat.client.predict.Prediction;
import dev.backbeat.codec.ClientWorld;
import dev.backbeat.rule.Rule;
import dev.backbeat.v1.ChatSend;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.Join;
import dev.backbeat.v1.Leave;
import dev.backbeat.v1.Point;
import dev.backbeat.v1.Watch;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/**
 * One player (or watcher) on one server: connects, joins a room, sends its {@link InputSource}'s
 * inputs at the room's tick rate, decodes what it sees, and comes back by itself after a lost
 * connection. Made by {@link ClientHub}.
 *
 * <p>Methods that act may be called from any thread; what they do happens on the client's event
 * loop. What they return ({@link #world}, {@link #players}, {@link #clock}) is to be read on that
 * loop alone: in callbacks, or through {@link #run}.
 */
public final class GameClient {
  private final ClientLoop loop;
  private final ClientCore core;

  GameClient(ClientHub hub, ClientLoop loop, ClientOptions options, ClientListener listener) {
    this(hub, loop, options, listener, null);
  }

  GameClient(
      ClientHub hub,
      ClientLoop loop,
      ClientOptions options,
      ClientListener listener,
      FrameListener frames) {
    this.loop = loop;
    this.core = new ClientCore(this, hub, loop, options, listener, frames);
  }

  /**
   * Whose inputs are sent; null = none are. To be set before {@link #connect}, or on the event
   * loop: then it counts from the next Welcome on.
   */
  public GameClient inputs(InputSource source) {
    core.source = source;
    return this;
  }

  /**
   * Predicts the own entity with the rule that the server moves it by. To be called before {@link
   * #connect}, once.
   *
   * @param kind the entity kind that the rule moves
   */
  public Prediction predict(String kind, Rule rule) {
    if (core.state != ClientState.NEW || core.playing.prediction() != null) {
      throw new IllegalStateException("predict is called once, before connect");
    }
    return core.playing.predict(kind, rule);
  }

  /** What {@link #predict} made, or null. */
  public Prediction prediction() {
    return core.playing.prediction();
  }

  /**
   * What draws others between frames. It costs memory and time for every entity in view from the
   * first call on, which is to be made before {@link #connect} or on the event loop.
   */
  public Interpolator interpolator() {
    return core.playing.interpolator();
  }

  /**
   * Connects and joins. Once per client.
   *
   * @return the session, or {@link ClientClosedException}
   */
  public Future<SessionInfo> connect() {
    loop.run(core::start);
    return core.joined.future();
  }

  /** Gives the seat up and closes. Completes when the client is at its end. */
  public Future<Void> leave() {
    loop.run(core::leave);
    return core.ended.future();
  }

  /** Closes without giving the seat up: it is kept for the grace period. */
  public Future<Void> disconnect() {
    loop.run(core::disconnect);
    return core.ended.future();
  }

  /** Says something in the room. */
  public void chat(String text) {
    send(ClientFrame.newBuilder().setChat(ChatSend.newBuilder().setText(text)).build());
  }

  /** A watcher looks at a player's entity from now on. */
  public void watchPlayer(int player) {
    send(ClientFrame.newBuilder().setWatch(Watch.newBuilder().setPlayer(player)).build());
  }

  /** A watcher looks at a point from now on, in position quanta. */
  public void watchPoint(int x, int y) {
    Point point = Point.newBuilder().setX(x).setY(y).build();
    send(ClientFrame.newBuilder().setWatch(Watch.newBuilder().setPoint(point)).build());
  }

  /** Sends a message as it is; nothing happens while there is no connection. */
  public void send(ClientFrame frame) {
    sendBytes(Buffer.buffer(frame.toByteArray()));
  }

  /** Sends bytes as one binary message; nothing happens while there is no connection. */
  public void sendBytes(Buffer message) {
    loop.run(() -> core.send(message));
  }

  /**
   * Resets the TCP connection without a word, as a lost network would: for tests of what happens
   * then.
   */
  public void killSocket() {
    loop.run(core::killSocket);
  }

  /** Stops reading from the socket, as a client that is too slow would: for tests. */
  public void pauseReading() {
    loop.run(() -> core.reading(false));
  }

  /** Reads on. */
  public void resumeReading() {
    loop.run(() -> core.reading(true));
  }

  /** Runs something on this client's event loop: at once, if called on it. */
  public void run(Runnable task) {
    loop.run(task);
  }

  /** This client's event loop. */
  public Context context() {
    return loop.context();
  }

  /** Where the client is in its life. */
  public ClientState state() {
    return core.state;
  }

  /** The session, or null before the first Welcome. */
  public SessionInfo session() {
    return core.session;
  }

  /**
   * What the client sees; null before the first Welcome, and always with a {@link FrameListener}.
   */
  public ClientWorld world() {
    return core.world;
  }

  /** Who is in the room. */
  public Players players() {
    return core.players;
  }

  /** The server's clock; null before the first Welcome. */
  public ServerClock clock() {
    return core.clock;
  }

  /** The time that {@link #clock} takes, ns. */
  public long nowNs() {
    return loop.nowNs();
  }

  /** How far ahead inputs are sent; null before the first input. */
  public InputLead lead() {
    InputPump pump = core.playing.pump();
    return pump == null ? null : pump.lead();
  }

  /**
   * The input as it stands, which the {@link InputSource} is given next; null before the first
   * input. What is set here shows in the next picture already ({@link Prediction#draw}).
   */
  public PlayerInput liveInput() {
    InputPump pump = core.playing.pump();
    return pump == null ? null : pump.input();
  }

  /**
   * The time at which others are drawn in a picture that is made now, in 1/256 tick: for {@link
   * Interpolator#sample}; the newest frame's without an interpolator. The client notes that the
   * player sees this: it is what the server is told where a shot is fired.
   */
  public long renderTickQ8(long nowNs) {
    return core.playing.renderTickQ8(nowNs);
  }

  /**
   * Where the input clock is, in 1/256 tick: the input of tick t is taken when it reaches t. Ahead
   * of the server's by the way to it and a margin.
   */
  public long inputTickQ8(long nowNs) {
    return core.playing.inputTickQ8(nowNs);
  }

  /** Counters. */
  public ClientStats stats() {
    return core.stats;
  }

  /** The end that the client came to, or null. */
  public ClientClosed closed() {
    return core.closed;
  }

  static Buffer joinMessage(ClientOptions options) {
    return Buffer.buffer(
        ClientFrame.newBuilder()
            .setJoin(
                Join.newBuilder()
                    .setProtocolVersion(dev.backbeat.protocol.Protocol.VERSION)
                    .setRoom(options.room())
                    .setGame(options.game())
                    .setName(options.name())
                    .setWatcher(options.watcher())
                    .setCellSpans(true))
            .build()
            .toByteArray());
  }

  static Buffer leaveMessage() {
    return Buffer.buffer(
        ClientFrame.newBuilder().setLeave(Leave.getDefaultInstance()).build().toByteArray());
  }
}
