package dev.backbeat.server.gateway;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.server.flight.Flight;
import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.ops.ServerConfig;
import dev.backbeat.v1.ErrorCode;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after all connections of one loop: each is visited once per second, a tenth of them per
 * turn, so that pings do not go out in one burst. One timer per loop, not one per connection.
 */
final class Sweep {
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

  /** Turns per second. */
  static final int TURNS = 10;

  /** How long the peer has for reading the last frame and answering the close frame. */
  private static final long CLOSING_NS = 5_000_000_000L;

  static final long TURN_MS = 1_000 / TURNS;

  private final GatewayServices services;
  private final List<List<Connection>> groups = new ArrayList<>();
  private long sumBytes;
  private long maxBytes;
  private int sumJson;
  private volatile int jsonConnections;
  private volatile long outboundBytes;
  private volatile long maxOutboundBytes;
  private volatile int timers;
  private int turn;
  private int nextGroup;

  Sweep(GatewayServices services) {
    this.services = services;
    for (int i = 0; i < TURNS; i++) {
      groups.add(new ArrayList<>());
    }
  }

  /** From now on the connection is looked after, until it is closed. */
  void add(Connection connection) {
    groups.get(nextGroup).add(connection);
    nextGroup = (nextGroup + 1) % TURNS;
  }

  /** One turn. */
  void run(long nowNs) {
    List<Connection> group = groups.get(turn);
    turn = (turn + 1) % TURNS;
    if (turn == 1) {
      outboundBytes = sumBytes;
      maxOutboundBytes = maxBytes;
      jsonConnections = sumJson;
      timers = LoopTimers.ofThisLoop();
      sumBytes = 0;
      sumJson = 0;
      maxBytes = 0;
    }
    int kept = 0;
    for (int i = 0; i < group.size(); i++) {
      Connection connection = group.get(i);
      if (!connection.closed()) {
        try {
          visit(connection, nowNs);
        } catch (RuntimeException e) {
          LOG.atError()
              .addKeyValue("session", connection.participant().sessionId())
              .setCause(e)
              .log("looking after a connection failed");
          connection.abort();
        }
        group.set(kept++, connection);
      }
    }
    group.subList(kept, group.size()).clear();
  }

  /** Bytes that waited for the sockets of the loop, as of the last round. Any thread. */
  long outboundBytes() {
    return outboundBytes;
  }

  /** The most that waited for one of them. Any thread. */
  long maxOutboundBytes() {
    return maxOutboundBytes;
  }

  /** Tasks that wait on the loop for their time, as of the last round. Any thread. */
  int timers() {
    return timers;
  }

  /** Connections of the loop that speak JSON, as of the last round. Any thread. */
  int jsonConnections() {
    return jsonConnections;
  }

  /** All connections of the loop, closed ones perhaps included. */
  List<Connection> all() {
    List<Connection> all = new ArrayList<>();
    groups.forEach(all::addAll);
    return all;
  }

  private void visit(Connection connection, long nowNs) {
    services.giveWay().check(System.nanoTime());
    connection.outlet().meter().mark(nowNs);
    long waitingBytes = connection.outlet().pendingBytes();
    sumBytes += waitingBytes;
    sumJson += connection.json() ? 1 : 0;
    maxBytes = Math.max(maxBytes, waitingBytes);
    ServerConfig.Limits limits = services.config().limits();
    Liveness liveness = connection.liveness();
    if (connection.closing()) {
      if (connection.closingNs(nowNs) >= CLOSING_NS) {
        connection.abort();
      }
    } else if (connection.participant().waitsForJoin()
        && liveness.ageNs(nowNs) > seconds(limits.joinTimeoutSeconds())) {
      services.metrics().onLimit(Limit.JOIN_TIME);
      connection.end(
          ErrorCode.ERROR_JOIN_TIMEOUT,
          CloseCode.JOIN_TIMEOUT,
          "no Join within " + limits.joinTimeoutSeconds() + " seconds");
    } else if (liveness.stalledNs(connection.ctx().channel(), nowNs)
        > seconds(limits.slowClientTimeoutSeconds())) {
      services.metrics().slowClient();
      slowClient(connection, liveness.stalledNs(connection.ctx().channel(), nowNs), waitingBytes);
      services.metrics().onLimit(Limit.SLOW_CLIENT_TIME);
      connection.end(
          ErrorCode.ERROR_TOO_SLOW,
          CloseCode.TOO_SLOW,
          "the client took no bytes for " + limits.slowClientTimeoutSeconds() + " seconds");
    } else if (liveness.silentNs(nowNs) > seconds(limits.idleTimeoutSeconds())) {
      services.metrics().onLimit(Limit.IDLE_TIME);
      connection.end(
          ErrorCode.ERROR_IDLE,
          CloseCode.IDLE,
          "nothing came from the client for " + limits.idleTimeoutSeconds() + " seconds");
    } else if (connection.participant().seatGone()) {
      connection.end(
          ErrorCode.ERROR_ROOM_CLOSED, CloseCode.ROOM_CLOSED, "the seat in the room is gone");
    } else if (!liveness.awaitsPong() && connection.ctx().channel().isWritable()) {
      ByteBuf payload = connection.ctx().alloc().buffer(Long.BYTES);
      payload.writeLong(liveness.ping(nowNs));
      connection.ctx().writeAndFlush(new PingWebSocketFrame(payload));
    }
  }

  private static void slowClient(Connection connection, long stalledNs, long waitingBytes) {
    String session = connection.participant().sessionId();
    String room = connection.participant().roomId();
    LOG.atInfo()
        .addKeyValue("session", session)
        .addKeyValue("room", room)
        .addKeyValue("stalledMs", stalledNs / 1_000_000)
        .addKeyValue("waitingBytes", waitingBytes)
        .log("slow client closed");
    Flight.slowClient(session, room, stalledNs, waitingBytes);
  }

  private static long seconds(int seconds) {
    return seconds * 1_000_000_000L;
  }
}
