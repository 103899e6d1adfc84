package dev.backbeat.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Connections of the admin's listener, stepped by hand. */
class AdminConnectionsTest {
  private static final long S = 1_000_000_000L;

  private final List<HttpConnection> closed = new ArrayList<>();
  private final List<HttpConnection> aborted = new ArrayList<>();
  private final List<Runnable> later = new ArrayList<>();
  private final AdminConnections connections = new AdminConnections(aborted::add);

  private HttpConnection connection() {
    return connection(true);
  }

  /**
   * Closing it is noted, and its handler told, as of a real one.
   *
   * @param atOnce false: it is told later, as when many come in one turn of the event loop
   */
  private HttpConnection connection(boolean atOnce) {
    List<Handler<Void>> onClose = new ArrayList<>();
    return (HttpConnection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {HttpConnection.class},
            (self, method, args) ->
                switch (method.getName()) {
                  case "closeHandler" -> {
                    @SuppressWarnings("unchecked")
                    Handler<Void> handler = (Handler<Void>) args[0];
                    onClose.add(handler);
                    yield self;
                  }
                  case "close" -> {
                    closed.add((HttpConnection) self);
                    Runnable told = () -> onClose.forEach(handler -> handler.handle(null));
                    if (atOnce) {
                      told.run();
                    } else {
                      later.add(told);
                    }
                    yield null;
                  }
                  case "hashCode" -> System.identityHashCode(self);
                  case "equals" -> self == args[0];
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  @Test
  void whoShowsNoTokenIsClosed() {
    HttpConnection silent = connection();
    HttpConnection operator = connection();
    connections.accepted(silent, 0);
    connections.accepted(operator, 0);
    connections.proven(operator);
    connections.sweep(20 * S);
    assertEquals(List.of(), closed);
    connections.sweep(20 * S + 1);
    assertEquals(List.of(silent), closed);
    connections.sweep(1_000 * S);
    assertEquals(List.of(silent), closed);
  }

  @Test
  void thereAreSoManyAtOnce() {
    List<HttpConnection> open = new ArrayList<>();
    for (int i = 0; i < AdminConnections.MAX_CONNECTIONS; i++) {
      open.add(connection());
      connections.accepted(open.get(i), 0);
    }
    assertEquals(List.of(), closed);
    connections.proven(open.get(0));
    connections.answerBegins(open.get(1));
    connections.accepted(connection(), 1);
    assertEquals(List.of(open.get(2)), closed, "the oldest that does nothing makes room");
    open.get(3).close();
    connections.accepted(connection(), 2);
    assertEquals(2, closed.size(), "one that left has made room");
    open.forEach(connections::proven);
    for (int i = 0; i < 3; i++) {
      connections.accepted(connection(), 3);
    }
    assertEquals(5, closed.size());
    assertEquals(
        List.of(open.get(2), open.get(3)),
        closed.stream().filter(open::contains).toList(),
        "nobody who showed a token leaves for a newcomer");
  }

  @Test
  void aBurstGetsNoMorePlaces() {
    List<HttpConnection> burst = new ArrayList<>();
    for (int i = 0; i < AdminConnections.MAX_CONNECTIONS + 44; i++) {
      burst.add(connection(false));
      connections.accepted(burst.get(i), 0);
    }
    assertEquals(burst.subList(0, 44), closed, "each newcomer takes somebody else's place");
    later.forEach(Runnable::run);
    connections.accepted(connection(), 0);
    assertEquals(burst.subList(0, 45), closed, "who left is counted once");
  }

  @Test
  void anAnswerIsNotCutOff() {
    HttpConnection scraper = connection();
    connections.accepted(scraper, 0);
    connections.answerBegins(scraper);
    connections.sweep(60 * S);
    assertEquals(List.of(), closed);
    connections.answerEnds(scraper);
    connections.sweep(60 * S);
    assertEquals(List.of(scraper), closed);
    HttpConnection readsNothing = connection();
    connections.accepted(readsNothing, 0);
    connections.answerBegins(readsNothing);
    connections.sweep(60 * S + 1);
    assertEquals(List.of(scraper, readsNothing), closed, "not for ever");
  }

  @Test
  void whoReadsNothingIsCutOff() {
    HttpConnection deaf = connection(false);
    connections.accepted(deaf, 0);
    connections.sweep(21 * S);
    assertEquals(List.of(deaf), closed);
    connections.sweep(26 * S);
    assertEquals(List.of(), aborted);
    connections.sweep(26 * S + 1);
    assertEquals(List.of(deaf), aborted);
    later.forEach(Runnable::run);
    connections.sweep(30 * S);
    assertEquals(List.of(deaf), aborted, "it is gone");
  }
}
