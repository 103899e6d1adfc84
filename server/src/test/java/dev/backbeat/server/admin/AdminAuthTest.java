package dev.backbeat.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Wrong tokens, stepped by hand. */
class AdminAuthTest {
  private long nowNs;
  private final AdminAuth auth = new AdminAuth(Map.of("ann", RunningAdmin.TOKEN), () -> nowNs);

  @Test
  void aHouseholdOfIpv6IsOneAddress() {
    for (int i = 0; i < AdminAuth.MAX_FAILURES; i++) {
      assertFalse(auth.blocked("2001:db8:0:7::1"));
      auth.failed("2001:db8:0:7::" + i);
    }
    assertTrue(auth.blocked("2001:db8:0:7:ffff::"));
    assertFalse(auth.blocked("2001:db8:0:8::1"));
    assertFalse(auth.blocked("10.0.0.1"));
    nowNs = TimeUnit.SECONDS.toNanos(AdminAuth.BLOCKED_SECONDS) + 1;
    assertFalse(auth.blocked("2001:db8:0:7::1"));
  }

  @Test
  void whatHasNoLineIsCounted() {
    Audit audit = new Audit(Clock.systemUTC());
    audit.unaudited(auth.takeUnaudited());
    assertEquals(0, audit.tail(10).size());
    auth.unaudited();
    auth.unaudited();
    audit.unaudited(auth.takeUnaudited());
    audit.unaudited(auth.takeUnaudited());
    assertEquals(1, audit.tail(10).size());
    JsonObject line = audit.tail(10).getJsonObject(0);
    assertEquals("TOO_MANY_FAILURES", line.getString("outcome"));
    assertEquals(2, line.getJsonObject("details").getInteger("count"));
  }
}
