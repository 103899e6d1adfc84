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

  private final AdminConnections connections = new AdminConnections();
  private final List<HttpConnection> closed = new ArrayList<>();

  /** Closing it is noted, and its handler told, as of a real one. */
  private HttpConnection connection() {
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
                    onClose.forEach(handler -> handler.handle(null));
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
    HttpConnection tooMany = connection();
    connections.accepted(tooMany, 0);
    assertEquals(List.of(tooMany), closed);
    open.get(0).close();
    connections.accepted(connection(), 0);
    assertEquals(2, closed.size(), "one that left has made room");
  }
}
