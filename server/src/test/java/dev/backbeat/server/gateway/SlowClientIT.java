package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.v1.ErrorCode;
import dev.backbeat.v1.ServerFrame;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that take nothing: bounded memory, their own end, nobody else's trouble. */
@Timeout(120)
class SlowClientIT {
  @Test
  void aClientThatNeverReadsIsClosed() throws IOException {
    try (RunningServer server = new RunningServer("--slow-client-timeout-seconds", "1")) {
      String room = "{\"id\":\"busy\",\"tickHz\":120}";
      assertEquals(201, server.post("/api/rooms", room).statusCode());
      try (Bystander bystander = new Bystander(server.port(), "busy");
          WireClient slow = WireClient.openSmall(server.port(), 2_048)) {
        slow.joined("busy", "slow");
        // It goes on sending, so that it is not idle: its inputs make a frame due at every tick.
        Thread sender = new Thread(() -> sendForEver(slow), "slow-sender");
        sender.start();
        RunningServer.await("it is found slow", () -> slowClients(server) == 1);
        // It wakes up in time to read why: what was under way, the error, the close frame.
        WireClient.End end = slow.end();
        assertNotNull(end.error(), "no error before close " + end.closeCode());
        assertEquals(ErrorCode.ERROR_TOO_SLOW, end.error().getCode());
        assertEquals(CloseCode.TOO_SLOW.code(), end.closeCode());
        RunningServer.await("its connection is gone", () -> server.server().connections() == 1);
        RunningServer.await("its sender ends", () -> !sender.isAlive());
        bystander.assertUndisturbed();
        assertTrue(server.metric("backbeat_clients_skipped_total") > 0, "it was never skipped");
      }
    }
  }

  @Test
  void oneThatNeverWakesUpIsCutOff() throws IOException {
    try (RunningServer server = new RunningServer("--slow-client-timeout-seconds", "1")) {
      String room = "{\"id\":\"busy\",\"tickHz\":120}";
      assertEquals(201, server.post("/api/rooms", room).statusCode());
      try (WireClient slow = WireClient.openSmall(server.port(), 2_048)) {
        slow.joined("busy", "slow");
        Thread sender = new Thread(() -> sendForEver(slow), "slow-sender");
        sender.start();
        RunningServer.await("it is found slow", () -> slowClients(server) == 1);
        RunningServer.await("its connection is gone", () -> server.server().connections() == 0);
        RunningServer.await("its sender ends", () -> !sender.isAlive());
      }
    }
  }

  private static double slowClients(RunningServer server) {
    try {
      return server.metric("backbeat_slow_clients_total");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void sendForEver(WireClient slow) {
    try {
      for (int i = 0; ; i++) {
        slow.send(WireClient.input(0, i % 100, -(i % 100), i % 4_000));
        java.util.concurrent.locks.LockSupport.parkNanos(8_000_000);
      }
    } catch (IOException closed) {
      // The server has closed it: what the test waits for.
    }
  }

  @Test
  void aPauseIsRepairedByAReset() throws IOException {
    try (RunningServer server = new RunningServer()) {
      String room = "{\"id\":\"busy\",\"tickHz\":240,\"maxPlayers\":64}";
      assertEquals(201, server.post("/api/rooms", room).statusCode());
      try (WireClient mover = WireClient.open(server.port());
          WireClient pausing = WireClient.openSmall(server.port(), 2_048)) {
        mover.joined("busy", "mover");
        pausing.joined("busy", "pausing");
        int[] sent = new int[1];
        RunningServer.await(
            "frames are skipped",
            () -> {
              try {
                for (int i = 0; i < 4; i++) {
                  // Jerks in all directions, so that every tick has something to say; both
                  // connections' inputs are due in their own frames too.
                  int way = ++sent[0] % 2 == 0 ? 127 : -127;
                  mover.send(WireClient.input(0, way, -way, sent[0] * 997 % 4_096));
                  pausing.send(WireClient.input(0, -way, way, sent[0] * 613 % 4_096));
                }
                return server.metric("backbeat_clients_skipped_total") > 40;
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
        ServerFrame repaired = pausing.await(ServerFrame::getReset);
        assertTrue(repaired.getTick() > 0);
        pausing.await(f -> f.getTick() > repaired.getTick() + 100);
      }
    }
  }
}
