package dev.backbeat.client.lab;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Networks with a name. Their figures and where these come from: docs/network-lab.md. */
public enum LabProfile {
  /** A wired local network. */
  LAN("lan", "a wired local network", ms(1), ms(0.2), 0, 0, Stalls.NONE),
  /** A slow line to a near server. */
  DSL("dsl", "a slow line", ms(50), ms(5), 1_500_000, 384_000, Stalls.NONE),
  /** A phone. */
  MOBILE_4G("4g", "a phone", ms(100), ms(20), 9_000_000, 9_000_000, Stalls.NONE),
  /** A crowded wireless network: quick between its outages. */
  BAD_WIFI(
      "bad-wifi",
      "a wireless network with outages",
      ms(60),
      ms(20),
      5_000_000,
      5_000_000,
      new Stalls(2_000_000_000L, 20_000_000_000L)),
  /** A geostationary satellite. */
  SATELLITE(
      "satellite",
      "a geostationary satellite",
      ms(600),
      ms(40),
      15_000_000,
      2_000_000,
      Stalls.NONE);

  private final String label;
  private final String description;
  private final NetworkSettings network;

  LabProfile(
      String label,
      String description,
      long roundTripNs,
      long jitterNs,
      long downBitsPerSecond,
      long upBitsPerSecond,
      Stalls stalls) {
    this.label = label;
    this.description = description;
    this.network =
        NetworkSettings.ofRoundTrip(roundTripNs, jitterNs)
            .withBoth(p -> p.withStalls(stalls))
            .with(Direction.UP, p -> p.withBytesPerSecond(upBitsPerSecond / 8))
            .with(Direction.DOWN, p -> p.withBytesPerSecond(downBitsPerSecond / 8));
  }

  private static long ms(double value) {
    return Math.round(value * 1_000_000);
  }

  /** What commands, scripts and URLs call it: {@code bad-wifi}. */
  public String label() {
    return label;
  }

  /** What it stands for, in a few words. */
  public String description() {
    return description;
  }

  /** How it behaves. */
  public NetworkSettings network() {
    return network;
  }

  /** The profile that is called so. */
  public static Optional<LabProfile> of(String label) {
    return Arrays.stream(values()).filter(p -> p.label.equals(label)).findFirst();
  }

  /** As {@link #of}, with an {@link IllegalArgumentException} that lists what there is. */
  static LabProfile named(String label) {
    return of(label)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no profile '" + label + "'; there are " + labels()));
  }

  /** All names, with commas. */
  static String labels() {
    return Arrays.stream(values()).map(LabProfile::label).collect(Collectors.joining(", "));
  }
}
