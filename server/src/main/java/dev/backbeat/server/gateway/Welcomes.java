package dev.backbeat.server.gateway;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.backbeat.codec.SchemaCodec;
import dev.backbeat.protocol.Protocol;
import dev.backbeat.server.game.GameSpec;
import dev.backbeat.server.ops.BuildInfo;
import dev.backbeat.server.room.RoomInfo;
import dev.backbeat.server.session.Session;
import dev.backbeat.v1.Schema;
import dev.backbeat.v1.ServerFrame;
import dev.backbeat.v1.StaticMap;
import dev.backbeat.v1.Welcome;

/** Makes the answer to a Join or a resume. Any thread. */
final class Welcomes {
  /** Schema and map of the rooms' specs as messages: made once, not once per player. */
  private final LoadingCache<GameSpec, Messages> messages =
      Caffeine.newBuilder()
          .weakKeys()
          .maximumSize(1_000)
          .build(
              spec ->
                  new Messages(
                      SchemaCodec.toMessage(spec.schema()), SchemaCodec.toMessage(spec.map())));

  private final int graceMs;
  private final int rewindCapMs;

  Welcomes(int graceMs, int rewindCapMs) {
    this.graceMs = graceMs;
    this.rewindCapMs = rewindCapMs;
  }

  private record Messages(Schema schema, StaticMap map) {}

  /** The Welcome as bytes of the ServerFrame that a connection's first frame begins with. */
  byte[] frame(Session session, String token, boolean resumed, long nowNs) {
    RoomInfo room = session.seat().room();
    Messages fixed = messages.get(room.spec());
    Welcome.Builder welcome =
        Welcome.newBuilder()
            .setProtocolVersion(Protocol.VERSION)
            .setSession(session.id())
            .setResumeToken(token)
            .setResumeGraceMs(graceMs)
            .setRoom(room.id())
            .setGame(room.game())
            .setPlayer(session.seat().player())
            .setWatcher(session.seat().watcher())
            .setTickHz(room.options().tickHz())
            .setSpanTicks(room.options().spanTicks())
            .setServerTimeUs(nowNs / 1_000)
            .setServerTickQ8(session.seat().serverTickQ8(nowNs))
            .setSchema(fixed.schema())
            .setMap(fixed.map())
            .putAllConstants(room.spec().constants())
            .setResumed(resumed)
            .setServerVersion(BuildInfo.version())
            .setRewindCapMs(rewindCapMs);
    return ServerFrame.newBuilder().setWelcome(welcome).build().toByteArray();
  }
}
