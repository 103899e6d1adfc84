package dev.backbeat.client.bots;

import dev.backbeat.client.ClientClosed;
import dev.backbeat.client.ClientHub;
import dev.backbeat.client.ClientListener;
import dev.backbeat.client.ClientOptions;
import dev.backbeat.client.ClientState;
import dev.backbeat.client.GameClient;
import dev.backbeat.client.SessionInfo;
import dev.backbeat.codec.ClientWorld;
import dev.backbeat.v1.Error;
import dev.backbeat.v1.Event;
import dev.backbeat.v1.ServerFrame;
import java.util.SplittableRandom;

/** One bot: a client, a behaviour, and the checks of what the client sees. */
final class Bot implements ClientListener, BotContext {
  private final SwarmLog log;
  private final Behavior behavior;
  private final boolean provokes;
  private final int index;
  private final SplittableRandom random;
  private final GameClient client;
  private WorldInvariants invariants;
  private volatile boolean joined;

  Bot(ClientHub hub, ClientOptions options, BehaviorMix.Share share, int index, SwarmLog log) {
    this.log = log;
    this.behavior = share.factory().create(share.argument());
    this.provokes = share.factory().provokes();
    this.index = index;
    this.random = new SplittableRandom(options.seed());
    this.client = hub.newClient(options, this);
  }

  void start() {
    // The future's failure is told by onClosed.
    client.inputs((c, tick, input) -> behavior.act(this, tick, input)).connect();
  }

  @Override
  public int index() {
    return index;
  }

  @Override
  public SplittableRandom random() {
    return random;
  }

  @Override
  public ClientWorld world() {
    return client.world();
  }

  @Override
  public SessionInfo session() {
    return client.session();
  }

  @Override
  public GameClient client() {
    return client;
  }

  boolean provokes() {
    return provokes;
  }

  boolean joined() {
    return joined;
  }

  boolean playing() {
    return client.state() == ClientState.PLAYING;
  }

  boolean ended() {
    return client.state() == ClientState.CLOSED;
  }

  @Override
  public void onWelcome(GameClient client, SessionInfo session) {
    joined = true;
    invariants = new WorldInvariants(session.spanTicks(), session.watcher());
    behavior.onWelcome(this);
  }

  @Override
  public void onFrame(GameClient client, ServerFrame frame) {
    String wrong = invariants.check(frame, client.world());
    if (wrong != null) {
      log.violation(index, wrong);
    }
  }

  @Override
  public void onEvent(GameClient client, Event event) {
    behavior.onEvent(this, event);
  }

  @Override
  public void onError(GameClient client, Error error) {
    log.error(error.getCode().name(), provokes);
  }

  @Override
  public void onViolation(GameClient client, RuntimeException violation) {
    log.violation(index, violation.getMessage());
  }

  @Override
  public void onClosed(GameClient client, ClientClosed closed) {
    if (closed.why() != ClientClosed.Why.LEFT) {
      log.ended(index, closed, provokes);
    }
  }
}
