package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.backbeat.server.ops.RecordedLog;
import dev.backbeat.server.room.GameRegistry;
import dev.backbeat.server.testgames.StuckFactory;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.InputBatch;
import dev.backbeat.v1.Leave;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The events by which log stores are searched: their names and their keys. */
@Timeout(120)
class LogEventsIT {
  private static void assertKeys(RecordedLog log, String event, String... keys) {
    RunningServer.await("the log says " + event, () -> !log.events(event).isEmpty());
    ILoggingEvent first = log.events(event).get(0);
    for (String key : keys) {
      String value = RecordedLog.value(first, key);
      assertNotNull(value, event + " has no key " + key + ": " + first.getKeyValuePairs());
      assertTrue(!value.isBlank(), event + ": " + key + " is empty");
    }
  }

  /** The actions of the game "stuck": stall, fail. */
  private static ClientFrame.Builder press(int tick, int stalls, int fails) {
    return ClientFrame.newBuilder()
        .setInputs(
            InputBatch.newBuilder()
                .setFirstTick(tick)
                .addValues(0)
                .addPresses(stalls)
                .addPresses(fails));
  }

  @Test
  void theLifeOfASessionAndOfARoomIsToldInStableEvents() throws Exception {
    try (RecordedLog log = new RecordedLog("dev.backbeat", Level.INFO)) {
      try (RunningServer server =
          new RunningServer(GameRegistry.of(new StuckFactory()), "--game", "stuck")) {
        String token;
        try (WireClient lost = WireClient.open(server.port())) {
          token = lost.joined("any", "one").getResumeToken();
        }
        assertKeys(log, "joined", "session", "room", "player", "name", "address");
        assertKeys(log, "connection lost", "session", "room");
        try (WireClient back = WireClient.open(server.port(), "Authorization: Resume " + token)) {
          assertKeys(log, "resumed", "session", "room", "player", "address");
          back.send(ClientFrame.newBuilder().setLeave(Leave.getDefaultInstance()));
          back.end();
        }
        assertKeys(log, "left", "session", "room");
        assertKeys(log, "room opened", "room", "game", "seed", "tickHz");
        try (WireClient breaks = WireClient.open(server.port())) {
          int tick = (int) (breaks.joined("any", "two").getServerTickQ8() / 256);
          breaks.send(press(tick + 2, 0, 0));
          breaks.send(press(tick + 3, 0, 1));
          breaks.end();
        }
        assertKeys(log, "room failed", "room", "game", "tick");
        assertNotNull(log.events("room failed").get(0).getThrowableProxy());
        assertKeys(log, "room ended", "room", "reason");
      }
      assertKeys(log, "drained", "instance", "roomsEnded", "tookMs");
      assertEquals(2, log.events("joined").size());
      assertEquals(1, log.events("room failed").size());
    }
  }

  @Test
  void badPacketsAreCountedAndNotLogged() throws Exception {
    try (RecordedLog log = new RecordedLog("dev.backbeat", Level.INFO);
        RunningServer server = new RunningServer()) {
      for (int client = 0; client < 5; client++) {
        try (WireClient bad = WireClient.open(server.port())) {
          bad.joined("any", "bad");
          for (int i = 0; i < 20; i++) {
            bad.send(WireClient.input(1, 0, 0, 1 << 20));
          }
          bad.raw(new byte[] {(byte) 0xf2, 1, 2, 3, 4, 5, 6, 7});
          bad.end();
        }
      }
      RunningServer.await("they were counted", () -> rejected(server) >= 20);
      // Joined, came, gone, given up: what a session logs, however much it sends.
      assertTrue(log.events().size() < 40, log.events().size() + " lines: " + log.events());
      // A starved machine may hold a thread up; that is another matter.
      List<ILoggingEvent> errors =
          log.events().stream()
              .filter(e -> e.getLevel().isGreaterOrEqual(Level.ERROR))
              .filter(e -> !e.getLoggerName().endsWith("HealthWatch"))
              .toList();
      assertEquals(List.of(), errors);
    }
  }

  private static double rejected(RunningServer server) {
    try {
      return server.metric("backbeat_inputs_rejected_total");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
