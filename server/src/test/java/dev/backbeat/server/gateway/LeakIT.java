package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.backbeat.v1.ServerFrame;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every pooled buffer is given back, however a connection ends. Netty watches each one. */
@Timeout(120)
class LeakIT {
  private ResourceLeakDetector.Level before;

  @BeforeEach
  void watchEveryBuffer() {
    before = ResourceLeakDetector.getLevel();
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
  }

  @AfterEach
  void watchFewer() {
    ResourceLeakDetector.setLevel(before);
  }

  @Test
  void noBufferIsLost() throws IOException {
    try (StackTraces traces = StackTraces.collect();
        RunningServer server = new RunningServer()) {
      assertEquals(
          201,
          server
              .post("/api/rooms", "{\"id\":\"l\",\"tickHz\":120,\"maxPlayers\":64}")
              .statusCode());
      for (int round = 0; round < 8; round++) {
        List<WireClient> clients = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
          WireClient client = WireClient.open(server.port());
          client.joined("l", "leak" + i);
          clients.add(client);
        }
        for (WireClient client : clients) {
          client.send(WireClient.input(0, 100, 50, 7));
          client.frame(WireClient.PING, true, new byte[] {1, 2, 3});
          client.await(f -> f.getInputTick() > 0);
        }
        // Ends of all kinds, with frames on their way.
        clients.get(0).vanish();
        clients.get(1).frame(WireClient.CLOSE, true, new byte[] {3, (byte) 0xe8});
        clients.get(2).frame(WireClient.BINARY, true, new byte[5_000]);
        clients.get(3).text("text");
        clients.get(4).frame(WireClient.BINARY, false, new byte[100]);
        RunningServer.get(server.server().dropSockets("leak5"::equals));
        clients.get(3).end();
        for (WireClient client : clients) {
          client.close();
        }
      }
      try (WireClient json = WireClient.openJson(server.port())) {
        json.send(WireClient.join("l", "json"));
        json.await(ServerFrame::hasWelcome);
        // The detector speaks when it allocates after a collection has found a lost buffer.
        for (int i = 0; i < 10; i++) {
          System.gc();
          int tick = json.await(f -> f.getTick() > 0).getTick();
          json.send(WireClient.input(0, i, i, i));
          json.await(f -> f.getTick() > tick + 20);
        }
      }
      traces.assertNone();
    }
  }
}
