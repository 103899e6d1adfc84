package dev.backbeat.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Health and metrics on the admin listener, which answers while the players' loops hang. */
@Timeout(120)
class AdminHealthIT {
  @Test
  void probesNeedNoTokenAndABlockedGatewayLoopIsSeen() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (RunningAdmin admin = new RunningAdmin()) {
      assertEquals("ok\n", admin.send("GET", "/healthz", null, null).body());
      assertEquals(200, admin.send("GET", "/readyz", null, null).statusCode());
      String metrics = admin.send("GET", "/metrics", null, null).body();
      assertTrue(metrics.contains("\nbackbeat_ready 1.0\n"), metrics);
      assertTrue(metrics.contains("backbeat_build_info{instance_id=\""), metrics);

      WebSocket socket =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .subprotocols("backbeat.v1")
              .buildAsync(URI.create(admin.server().url()), new WebSocket.Listener() {})
              .get(30, TimeUnit.SECONDS);
      RunningAdmin.await("it is connected", () -> admin.server().connections() == 1);
      admin
          .server()
          .dropSockets(
              name -> { // On the connection's own loop.
                try {
                  release.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                return false;
              });
      RunningAdmin.await(
          "it is not ready", () -> admin.send("GET", "/readyz", null, null).statusCode() == 503);
      JsonObject answer = new JsonObject(admin.send("GET", "/readyz", null, null).body());
      String reason = answer.getJsonArray("reasons").getString(0);
      assertTrue(reason.matches("gateway loop .* has not turned for \\d+ ms"), reason);
      assertTrue(
          admin.send("GET", "/metrics", null, null).body().contains("\nbackbeat_ready 0.0\n"));
      release.countDown();
      RunningAdmin.await(
          "it is ready again", () -> admin.send("GET", "/readyz", null, null).statusCode() == 200);
      socket.abort();
    } finally {
      release.countDown();
    }
  }
}
