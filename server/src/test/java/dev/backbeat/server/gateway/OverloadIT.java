package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.server.overload.Overload;
import dev.backbeat.server.overload.Pressure;
import dev.backbeat.v1.ErrorCode;
import dev.backbeat.v1.ServerFrame;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The overload ladder on real sockets; its pressure and its time are the test's. */
@Timeout(120)
class OverloadIT {
  private static final Pressure HIGH = new Pressure(0.1, 0.1, 3, 1);
  private static final Pressure LOW = new Pressure(0.1, 0.1, 0.1, 0.1);
  private static final long SECOND_NS = 1_000_000_000L;

  // Nobody else samples while the ladder is off.
  private final RunningServer server = new RunningServer();
  private final Overload overload = server.server().overload();
  private long nowNs;

  @AfterEach
  void stop() {
    server.close();
  }

  private void moveTo(int step, Pressure pressure) {
    for (int i = 0; overload.step().number() != step; i++) {
      assertTrue(i < 1_000, "never came to step " + step);
      nowNs += SECOND_NS / 4;
      overload.sample(pressure, nowNs);
    }
  }

  private static ServerFrame badge(WireClient client, int step) throws IOException {
    return client.await(
        frame -> frame.hasScoreboard() && frame.getScoreboard().getOverloadStep() == step);
  }

  private JsonObject json(String path) throws IOException {
    return new JsonObject(server.get(path).body());
  }

  @Test
  void everybodyCanSeeTheStepAndTheLastOneClosesTheDoor() throws IOException {
    try (WireClient player = WireClient.open(server.port())) {
      String token = player.joined("any", "early").getResumeToken();
      assertEquals(200, server.get("/readyz").statusCode());
      assertEquals(0, json("/api/overload").getInteger("step"));

      moveTo(2, HIGH);
      badge(player, 2);
      assertEquals(2, server.metric("backbeat_overload_step"));
      assertEquals(
          3, server.metric("backbeat_overload_pressure{cause=\"write_age\"}"), "as it was sampled");
      assertEquals(200, server.get("/readyz").statusCode(), "new players are still welcome");
      JsonObject second = json("/api/overload");
      assertEquals(4, second.getInteger("inputBatchTicks"));
      assertEquals(2, second.getInteger("spanFactor"));
      assertEquals(true, second.getBoolean("admitting"));
      try (WireClient late = WireClient.open(server.port())) {
        late.send(WireClient.join("any", "late"));
        ServerFrame first = late.await(ServerFrame::hasWelcome);
        assertEquals(4, first.getInputBatchTicks(), "who comes later is told at once");
      }

      moveTo(4, HIGH);
      badge(player, 4);
      assertEquals(503, server.get("/readyz").statusCode());
      JsonObject ready = json("/readyz");
      assertTrue(ready.getJsonArray("reasons").getString(0).contains("overloaded"), ready.encode());
      assertEquals(4, ready.getJsonObject("overload").getInteger("step"));
      assertEquals(false, ready.getJsonObject("overload").getBoolean("admitting"));
      try (WireClient refused = WireClient.open(server.port())) {
        refused.send(WireClient.join("any", "refused"));
        WireClient.End end = refused.end();
        assertEquals(ErrorCode.ERROR_OVERLOADED, end.error().getCode());
        assertEquals(CloseCode.TRY_AGAIN_LATER.code(), end.closeCode());
        assertEquals(Overload.RETRY_AFTER_MS, end.error().getRetryAfterMs());
      }
      assertEquals(1, server.metric("backbeat_joins_rejected_total{code=\"ERROR_OVERLOADED\"}"));
      try (WireClient back = WireClient.open(server.port(), "Authorization: Resume " + token)) {
        ServerFrame hello = back.await(ServerFrame::hasWelcome);
        assertTrue(hello.getWelcome().getResumed(), "who was in comes back");
        badge(back, 4);

        moveTo(0, LOW);
        badge(back, 0);
        assertEquals(200, server.get("/readyz").statusCode());
        try (WireClient again = WireClient.open(server.port())) {
          again.joined("any", "again");
        }
      }
      assertEquals(
          overload.climbs(), server.metric("backbeat_overload_transitions_total{direction=\"up\""));
      assertEquals(4, server.metric("backbeat_overload_transitions_total{direction=\"down\""));
    }
  }
}
