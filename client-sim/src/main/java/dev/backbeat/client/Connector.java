package dev.backbeat.client;

import io.vertx.core.buffer.Buffer;
import java.net.URI;

/**
 * A client's connection: where it goes, the attempt at one, and the one that stands. On the
 * client's loop alone.
 */
final class Connector {
  /** Whose connection it is. */
  interface Owner extends Link.Receiver {
    /** A connection stands. */
    void onOpened(boolean newcomer);

    void onOpenFailed(Upgrade.Failure failure);
  }

  private final ClientHub hub;
  private final ClientLoop loop;
  private final Owner owner;
  private ClientOptions options;
  private Link link;
  private boolean opening;
  private boolean ended;
  private boolean paused;
  private boolean redirected;
  private int redirectsInARow;
  private long receivedNs;

  Connector(ClientHub hub, ClientLoop loop, ClientOptions options, Owner owner) {
    this.hub = hub;
    this.loop = loop;
    this.options = options;
    this.owner = owner;
  }

  /** Connects with the token, or, if it is empty, as a newcomer. */
  void open(String token) {
    opening = true;
    Upgrade.open(hub, loop, options, token)
        .onComplete(
            result -> {
              opening = false;
              if (ended) {
                if (result.succeeded()) {
                  result.result().close();
                }
              } else if (result.succeeded()) {
                link = new Link(result.result(), owner);
                paused = false;
                receivedNs = loop.nowNs();
                owner.onOpened(token.isEmpty());
              } else {
                owner.onOpenFailed(Upgrade.failure(result.cause()));
              }
            });
  }

  /** An attempt is under way. */
  boolean opening() {
    return opening;
  }

  /** A connection stands. */
  boolean stands() {
    return link != null && !ended;
  }

  boolean is(Link other) {
    return stands() && link == other;
  }

  /** False if there is no connection. */
  boolean send(Buffer message) {
    return stands() && link.send(message);
  }

  /** Reads on, or stops to. */
  void reading(boolean wanted) {
    paused = !wanted && stands();
    if (stands() && wanted) {
      receivedNs = loop.nowNs();
      link.resume();
    } else if (stands()) {
      link.pause();
    }
  }

  void heard(long nowNs) {
    receivedNs = nowNs;
  }

  /** When the server has been silent for too long. */
  long silentAtNs(long nowNs) {
    long heardNs = paused ? nowNs : receivedNs;
    return heardNs + hub.transport().silenceTimeoutMs() * 1_000_000L;
  }

  /** When a connection that begins now should have come to its Welcome. */
  long joinedByNs() {
    return loop.nowNs() + hub.transport().joinTimeoutMs() * 1_000_000L;
  }

  /** Resets the TCP connection. */
  void kill() {
    if (link != null) {
      link.kill();
      forgetIfEnded();
    }
  }

  void close(int closeCode) {
    if (link != null) {
      link.close(closeCode);
      forgetIfEnded();
    }
  }

  private void forgetIfEnded() {
    if (ended) {
      link = null;
    }
  }

  /** The connection is closed. */
  void onClosed() {
    link = null;
  }

  /** There are to be no more connections; the last one is to be closed. */
  void end() {
    ended = true;
  }

  ClientOptions options() {
    return options;
  }

  /** A newcomer goes to any room of the game from now on. */
  void anyRoomOf(String game) {
    options = options.withRoom("any").withGame(game);
  }

  /**
   * Goes where the server says, as a newcomer.
   *
   * @return why it does not, or null
   */
  String redirect(Farewell farewell) {
    URI target = farewell.redirect(options.url());
    redirectsInARow++;
    if (target == null) {
      return "a redirect to a place that is not acceptable";
    }
    if (redirectsInARow > options.reconnect().maxRedirects()) {
      return "too many redirects";
    }
    redirected = true;
    options = options.withUrl(target);
    return null;
  }

  /** The Welcome is here; whether a redirect led to it. */
  boolean arrived() {
    boolean wasRedirected = redirected;
    redirected = false;
    redirectsInARow = 0;
    return wasRedirected;
  }
}
