package dev.backbeat.client.bots;

import dev.backbeat.client.ClientClosed;
import dev.backbeat.client.ClientHub;
import dev.backbeat.client.ClientListener;
import dev.backbeat.client.ClientOptions;
import dev.backbeat.client.ClientState;
import dev.backbeat.client.GameClient;
import dev.backbeat.client.SessionInfo;
import dev.backbeat.v1.Error;
import dev.backbeat.v1.Event;
import dev.backbeat.v1.ServerFrame;
import java.util.SplittableRandom;

/** One bot: a client, a behaviour, and the checks of what the client sees. */
final class Bot implements ClientListener {
  private final SwarmLog log;
  private final Behavior behavior;
  private final boolean provokes;
  private final BotContext context;
  private WorldInvariants invariants;
  private volatile boolean joined;

  Bot(ClientHub hub, ClientOptions options, BehaviorMix.Share share, int index, SwarmLog log) {
    this.log = log;
    this.behavior = share.factory().create(share.argument());
    this.provokes = share.factory().provokes();
    GameClient client = hub.newClient(options, this);
    this.context = new BotContext(index, client, new SplittableRandom(options.seed()));
  }

  void start() {
    // The future's failure is told by onClosed.
    context.client().inputs((client, tick, input) -> behavior.act(context, tick, input)).connect();
  }

  GameClient client() {
    return context.client();
  }

  int index() {
    return context.index();
  }

  boolean provokes() {
    return provokes;
  }

  boolean joined() {
    return joined;
  }

  boolean playing() {
    return client().state() == ClientState.PLAYING;
  }

  boolean ended() {
    return client().state() == ClientState.CLOSED;
  }

  @Override
  public void onWelcome(GameClient client, SessionInfo session) {
    joined = true;
    invariants = new WorldInvariants(session.spanTicks(), session.watcher());
    behavior.onWelcome(context);
  }

  @Override
  public void onFrame(GameClient client, ServerFrame frame) {
    String wrong = invariants.check(frame, client.world());
    if (wrong != null) {
      log.violation(index(), wrong);
    }
  }

  @Override
  public void onEvent(GameClient client, Event event) {
    behavior.onEvent(context, event);
  }

  @Override
  public void onError(GameClient client, Error error) {
    log.error(error.getCode().name(), provokes);
  }

  @Override
  public void onViolation(GameClient client, RuntimeException violation) {
    log.violation(index(), violation.getMessage());
  }

  @Override
  public void onClosed(GameClient client, ClientClosed closed) {
    if (closed.why() != ClientClosed.Why.LEFT) {
      log.ended(index(), closed, provokes);
    }
  }
}
