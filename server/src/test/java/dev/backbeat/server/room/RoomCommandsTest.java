package dev.backbeat.server.room;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.backbeat.server.limit.LimitObserver;
import dev.backbeat.server.ops.RecordedLog;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoomCommandsTest {
  private static final int HZ = 2;
  private static final int FLOOD = 2_000;
  private static final int KEPT = 1_024;

  /** A flood in every tick of a minute: a line in ten seconds, and none of it is forgotten. */
  @Test
  void aFloodIsSaidNowAndThenAndCountedWhole() {
    RoomCommands commands = new RoomCommands("r", new SilentReplicator(1), LimitObserver.NONE, HZ);
    int ticks = 60 * HZ;
    try (RecordedLog log = new RecordedLog("dev.backbeat.server.room", Level.WARN)) {
      for (int tick = 0; tick < ticks; tick++) {
        for (int i = 0; i < FLOOD; i++) {
          commands.add(new RoomCommand.Announce("x"));
        }
        commands.carryOut();
      }
      for (int tick = 0; tick <= 10 * HZ; tick++) {
        commands.carryOut();
      }
      List<ILoggingEvent> said = log.events("room commands dropped");
      assertEquals(7, said.size(), "one in ten seconds, and the rest");
      assertEquals(
          (long) ticks * (FLOOD - KEPT),
          said.stream().mapToLong(e -> Long.parseLong(RecordedLog.value(e, "count"))).sum());
    }
  }
}
