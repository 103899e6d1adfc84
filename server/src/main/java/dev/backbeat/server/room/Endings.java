package dev.backbeat.server.room;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.server.broadcast.CloseReason;
import dev.backbeat.server.broadcast.Outlet;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How rooms end connections. */
final class Endings {
  private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

  private Endings() {}

  /** Closes a connection that replication does not know. Any thread. */
  static void refuse(Outlet outlet, CloseReason reason) {
    try {
      outlet.loop().execute(() -> outlet.close(reason));
    } catch (RejectedExecutionException e) {
      LOG.debug("a gateway loop is gone, and its connections with it");
    }
  }

  static CloseReason roomClosed(String message) {
    return CloseReason.error(CloseCode.ROOM_CLOSED, "ERROR_ROOM_CLOSED", message);
  }
}
