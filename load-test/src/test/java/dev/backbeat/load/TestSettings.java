package dev.backbeat.load;

import dev.backbeat.load.protocol.LoadProtocol;
import java.net.URI;
import java.util.Map;

/** Settings for tests. */
final class TestSettings {
  private TestSettings() {}

  static LoadSettings of(int rooms, int players, int loops, double decodeShare, String slo) {
    return new LoadSettings(
        LoadProtocol.Kind.BACKBEAT,
        URI.create("ws://127.0.0.1:8080/play"),
        rooms,
        players,
        "arena",
        Map.of(),
        20,
        20,
        1,
        true,
        decodeShare,
        0,
        1,
        8,
        10,
        Faults.NONE,
        loops,
        1,
        0,
        "secret-key",
        "secret-ticket",
        null,
        false,
        true,
        null,
        null,
        Slo.parse(slo));
  }
}
