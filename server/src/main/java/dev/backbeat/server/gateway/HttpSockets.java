package dev.backbeat.server.gateway;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/** What can be done to a connection only beneath Vert.x. */
public final class HttpSockets {
  private HttpSockets() {}

  /**
   * Closes a connection without waiting for what is still to be written: its peer may read nothing.
   * Any thread.
   */
  public static void abort(HttpConnection connection) {
    // From the pipeline's end, Vert.x' own handler would wait until all is written.
    ((ConnectionBase) connection).channel().pipeline().firstContext().close();
  }
}
