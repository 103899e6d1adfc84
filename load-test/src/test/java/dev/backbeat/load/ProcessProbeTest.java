package dev.backbeat.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ProcessProbeTest {
  @Test
  void readsUserAndSystemTimeBehindAnyName() {
    String stat =
        "42 (a ) b 7 (c) S 1 42 42 0 -1 4194560 1 2 3 4 1234 567 8 9 20 0 5 0 100 200 300\n";
    ProcessProbe.Cpu cpu = ProcessProbe.parseStat(stat);
    assertEquals(12.34, cpu.userSeconds(), 1e-9);
    assertEquals(5.67, cpu.systemSeconds(), 1e-9);
    assertEquals(18.01, cpu.totalSeconds(), 1e-9);
    assertTrue(Double.isNaN(ProcessProbe.parseStat("42 (x) Z 1").totalSeconds()));
  }

  @Test
  void aProcessThatIsGoneIsUnknown() {
    ProcessProbe gone = new ProcessProbe(Integer.MAX_VALUE);
    assertTrue(Double.isNaN(gone.cpu().totalSeconds()));
    assertTrue(Double.isNaN(gone.rssBytes()));
  }
}
