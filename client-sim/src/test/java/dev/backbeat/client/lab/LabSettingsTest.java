package dev.backbeat.client.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabSettingsTest {
  private static final long MS = 1_000_000;

  @ParameterizedTest
  @CsvSource({
    "20ms,20000000",
    "0.5ms,500000",
    "250us,250000",
    "2s,2000000000",
    "1m,60000000000",
    "1h,3600000000000",
    "0,0"
  })
  void durations(String text, long ns) {
    assertEquals(ns, LabUnits.durationNs(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "20", "ms", "-1ms", "1d", "20 ms", "1e3ms", "9999999999h", "20MS"})
  void noDurations(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> LabUnits.durationNs(text)).getMessage();
    assertTrue(message.contains("'" + text + "'") && message.contains("20ms"), message);
  }

  @ParameterizedTest
  @CsvSource({"64kB/s,64000", "1MB/s,1000000", "8B/s,8", "1Mbit/s,125000", "384kbit/s,48000"})
  void rates(String text, long bytesPerSecond) {
    assertEquals(bytesPerSecond, LabUnits.bytesPerSecond(text));
  }

  @Test
  void wordsInPlaceOfFigures() {
    assertEquals(0, LabUnits.bytesPerSecond("unlimited"));
    assertEquals(0, LabUnits.sizeBytes("auto"));
    assertEquals(64_000, LabUnits.sizeBytes("64kB"));
    assertEquals(0, LabUnits.durationOrNeverNs("never"));
    assertEquals(Stalls.NONE, LabUnits.stalls("none"));
    assertEquals(new Stalls(2_000 * MS, 30_000 * MS), LabUnits.stalls(" 2s  every 30s "));
    assertThrows(IllegalArgumentException.class, () -> LabUnits.bytesPerSecond("0kB/s"));
    assertThrows(IllegalArgumentException.class, () -> LabUnits.bytesPerSecond("64"));
    assertThrows(IllegalArgumentException.class, () -> LabUnits.sizeBytes("0B"));
    assertThrows(IllegalArgumentException.class, () -> LabUnits.durationOrNeverNs("0s"));
    assertThrows(IllegalArgumentException.class, () -> LabUnits.stalls("2s"));
    assertThrows(IllegalArgumentException.class, () -> LabUnits.stalls("30s every 2s"));
  }

  @ParameterizedTest
  @CsvSource({"0,0ms", "200000,0.2ms", "20000000,20ms", "2000000000,2s", "300000000000,5m"})
  void durationsAreWrittenAsTheyAreRead(long ns, String text) {
    assertEquals(text, LabUnits.duration(ns));
    assertEquals(ns, LabUnits.durationNs(text));
  }

  @ParameterizedTest
  @CsvSource({"0,unlimited", "48000,384kbit/s", "187500,1.5Mbit/s", "1000,8kbit/s"})
  void ratesAreWrittenAsTheyAreRead(long rate, String text) {
    assertEquals(text, LabUnits.rate(rate));
    assertEquals(rate, LabUnits.bytesPerSecond(text));
  }

  @Test
  void halfOfARoundTripGoesEachWay() {
    NetworkSettings network = NetworkSettings.ofRoundTrip(100 * MS, 20 * MS);
    assertEquals(50 * MS, network.up().delayNs());
    assertEquals(50 * MS, network.down().delayNs());
    assertEquals(10 * MS, network.up().jitterNs());
    assertEquals(10 * MS, network.down().jitterNs());
    assertEquals(100 * MS, network.roundTripNs());
    assertEquals(7, NetworkSettings.ofRoundTrip(7, 0).roundTripNs(), "no nanosecond is lost");
  }

  @Test
  void figuresThatCannotBe() {
    assertThrows(IllegalArgumentException.class, () -> NetworkSettings.ofRoundTrip(10, 20));
    assertThrows(IllegalArgumentException.class, () -> NetworkSettings.ofRoundTrip(-1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Stalls(2, 2));
    assertThrows(IllegalArgumentException.class, () -> LabSettings.to("127.0.0.1", 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> LabSettings.to("127.0.0.1", 1).withListen("127.0.0.1", 65_536));
    LabScript script = LabScript.parse("\nat 1s jitter 30ms");
    LabSettings settings =
        LabSettings.to("127.0.0.1", 1).withNetwork(NetworkSettings.ofRoundTrip(40 * MS, 0));
    settings.withScript(script);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    settings
                        .withNetwork(NetworkSettings.ofRoundTrip(20 * MS, 0))
                        .withScript(script))
            .getMessage();
    assertTrue(message.startsWith("line 2: jitter"), message);
  }

  @ParameterizedTest
  @CsvSource({
    "lan,1,0.2,0,0,0",
    "dsl,50,5,48000,187500,0",
    "4g,100,20,1125000,1125000,0",
    "bad-wifi,60,20,625000,625000,2",
    "satellite,600,40,250000,1875000,0"
  })
  void profiles(
      String label, double delayMs, double jitterMs, long up, long down, long stallSeconds) {
    NetworkSettings network = LabProfile.named(label).network();
    assertEquals(delayMs * MS, network.roundTripNs());
    assertEquals(jitterMs * MS, network.up().jitterNs() + network.down().jitterNs());
    assertEquals(up, network.up().bytesPerSecond());
    assertEquals(down, network.down().bytesPerSecond());
    for (Direction direction : Direction.values()) {
      assertEquals(stallSeconds * 1000 * MS, network.path(direction).stalls().lengthNs());
      assertEquals(0, network.path(direction).bufferBytes());
    }
    assertEquals(0, network.resetAfterNs());
  }

  @Test
  void anUnknownProfileSaysWhatThereIs() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> LabProfile.named("5g")).getMessage();
    assertEquals("there is no profile '5g'; there are lan, dsl, 4g, bad-wifi, satellite", message);
  }
}
