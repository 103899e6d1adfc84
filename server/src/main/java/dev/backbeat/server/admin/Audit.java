package dev.backbeat.server.admin;

import dev.backbeat.server.ops.AuditLog;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators did: one line per act to the logger {@code audit}, and the newest ones in memory.
 * Any thread.
 */
final class Audit {
  static final int MAX_TAIL = 500;

  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.LOGGER);

  private final InstantSource clock;
  private final ArrayDeque<JsonObject> tail = new ArrayDeque<>();

  Audit(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Notes an act.
   *
   * @param who the name of the token's owner; "?" where there was none
   * @param from address
   * @param act the operation's id
   * @param target what it was done to
   * @param outcome "ok", or why not
   * @param details what the call said beside its target; may be empty
   */
  void note(
      String who, String from, String act, String target, String outcome, JsonObject details) {
    JsonObject line =
        new JsonObject()
            .put("at", clock.instant().toString())
            .put("who", who)
            .put("from", from)
            .put("act", act)
            .put("target", target)
            .put("outcome", outcome)
            .put("details", details);
    synchronized (tail) {
      tail.addFirst(line);
      if (tail.size() > MAX_TAIL) {
        tail.removeLast();
      }
    }
    LOG.atInfo()
        .addKeyValue("who", who)
        .addKeyValue("from", from)
        .addKeyValue("act", act)
        .addKeyValue("target", target)
        .addKeyValue("outcome", outcome)
        .addKeyValue("details", details)
        .log("audit");
  }

  /** Wrong tokens that got no line of their own, in one; none is no line. */
  void unaudited(long count) {
    if (count > 0) {
      JsonObject details = new JsonObject().put("count", count);
      note("?", "?", "authenticate", "server", "TOO_MANY_FAILURES", details);
    }
  }

  /** The newest lines, newest first. */
  JsonArray tail(int limit) {
    JsonArray lines = new JsonArray();
    synchronized (tail) {
      Iterator<JsonObject> newest = tail.iterator();
      while (newest.hasNext() && lines.size() < limit) {
        lines.add(newest.next().copy());
      }
    }
    return lines;
  }
}
