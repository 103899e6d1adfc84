package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.server.room.GameRegistry;
import dev.backbeat.v1.ChatSend;
import dev.backbeat.v1.ClientFrame;
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
    return metric(server, "backbeat_slow_clients_total");
  }

  private static double metric(RunningServer server, String name) {
    try {
      return server.metric(name);
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
  void whatWaitsForAClientThatReadsNothingIsBounded() throws IOException {
    TruthGame.Factory game = new TruthGame.Factory();
    try (RunningServer server =
            new RunningServer(
                GameRegistry.of(game), "--game", "truth", "--slow-client-timeout-seconds", "60");
        WireClient talker = WireClient.open(server.port());
        WireClient slow = WireClient.openSmall(server.port(), 2_048)) {
      talker.joined("any", "talker");
      slow.joined("any", "slow");
      RunningServer.await(
          "the slow client misses frames",
          () -> metric(server, "backbeat_clients_skipped_total") > 0);
      double most = 0;
      int until = game.newestTick() + 600;
      for (int line = 0; game.newestTick() < until; line++) {
        talker.send(
            ClientFrame.newBuilder()
                .setChat(ChatSend.newBuilder().setText("line " + line + "x".repeat(150))));
        int from = game.newestTick();
        RunningServer.await("time goes by", () -> game.newestTick() > from + 60);
        most = Math.max(most, metric(server, "backbeat_outbound_max_client_bytes"));
      }
      assertTrue(most > 0, "nothing waited");
      // Two frames of 100 bodies at most, the second only behind little of the first; what else
      // there is to say waits in a backlog, whose bound is BacklogTest's.
      int frameBytes = 8 * 1024;
      assertTrue(most <= ClientOutlet.MAX_BYTES_BEFORE_NEXT + frameBytes, most + " bytes wait");
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
