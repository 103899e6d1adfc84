package dev.backbeat.client.lab;

import java.util.function.BiFunction;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** The options that say how the network behaves, on top of a profile. */
final class NetworkOptions {
  @Option(
      names = "--delay",
      paramLabel = "TIME",
      description = {
        "The mean ROUND TRIP: half of it is added in each direction.",
        "Default: the profile's, or 0"
      })
  private String delay;

  @Option(
      names = "--jitter",
      paramLabel = "TIME",
      description = {
        "± so much around the round trip, half of it in each direction. One draw for each"
            + " millisecond, evenly; a late byte holds up those behind it.",
        "Default: the profile's, or 0"
      })
  private String jitter;

  @Option(
      names = "--bandwidth",
      paramLabel = "RATE",
      description = {
        "In each direction: 64kB/s, 10Mbit/s, unlimited.",
        "Default: the profile's, or unlimited"
      })
  private String bandwidth;

  @Option(
      names = "--buffer",
      paramLabel = "SIZE",
      description = {
        "So many bytes may be under way in a direction (64kB); then the sender waits. auto ="
            + " bandwidth times round trip, 1MB if the bandwidth is unlimited.",
        "Default: auto"
      })
  private String buffer;

  @Option(
      names = "--stall",
      paramLabel = "STALLS",
      description = {
        "Nothing arrives for a while, then all at once: \"2s every 30s\", or none.",
        "Default: the profile's, or none"
      })
  private String stall;

  @Option(
      names = "--up-delay",
      paramLabel = "TIME",
      description = "From client to server, ONE WAY. Default: half of --delay")
  private String upDelay;

  @Option(
      names = "--up-jitter",
      paramLabel = "TIME",
      description = "± around --up-delay. Default: half of --jitter")
  private String upJitter;

  @Option(
      names = "--up-bandwidth",
      paramLabel = "RATE",
      description = "From client to server. Default: --bandwidth")
  private String upBandwidth;

  @Option(
      names = "--up-buffer",
      paramLabel = "SIZE",
      description = "From client to server. Default: --buffer")
  private String upBuffer;

  @Option(
      names = "--up-stall",
      paramLabel = "STALLS",
      description = "From client to server. Default: --stall")
  private String upStall;

  @Option(
      names = "--down-delay",
      paramLabel = "TIME",
      description = "From server to client, ONE WAY. Default: half of --delay")
  private String downDelay;

  @Option(
      names = "--down-jitter",
      paramLabel = "TIME",
      description = "± around --down-delay. Default: half of --jitter")
  private String downJitter;

  @Option(
      names = "--down-bandwidth",
      paramLabel = "RATE",
      description = "From server to client. Default: --bandwidth")
  private String downBandwidth;

  @Option(
      names = "--down-buffer",
      paramLabel = "SIZE",
      description = "From server to client. Default: --buffer")
  private String downBuffer;

  @Option(
      names = "--down-stall",
      paramLabel = "STALLS",
      description = "From server to client. Default: --stall")
  private String downStall;

  @Option(
      names = "--reset-after",
      paramLabel = "TIME",
      description = {"Each connection is reset (RST) at this age: 5m, or never.", "Default: never"})
  private String resetAfter;

  /**
   * What the options make of a profile.
   *
   * @throws IllegalArgumentException with a sentence that names the option
   */
  NetworkSettings over(NetworkSettings profile) {
    NetworkSettings network = profile;
    long delayNs = value("--delay", delay, LabUnits::durationNs, network.roundTripNs());
    long jitterBefore = network.up().jitterNs() + network.down().jitterNs();
    long jitterNs = value("--jitter", jitter, LabUnits::durationNs, jitterBefore);
    if (delay != null || jitter != null) {
      network = network.withRoundTrip(delayNs, jitterNs);
    }
    network = both(network, "--bandwidth", bandwidth, this::bandwidth);
    network = both(network, "--buffer", buffer, this::buffer);
    network = both(network, "--stall", stall, this::stall);
    network = network.with(Direction.UP, p -> delay(p, "--up", upDelay, upJitter));
    network = one(network, Direction.UP, "--up-bandwidth", upBandwidth, this::bandwidth);
    network = one(network, Direction.UP, "--up-buffer", upBuffer, this::buffer);
    network = one(network, Direction.UP, "--up-stall", upStall, this::stall);
    network = network.with(Direction.DOWN, p -> delay(p, "--down", downDelay, downJitter));
    network = one(network, Direction.DOWN, "--down-bandwidth", downBandwidth, this::bandwidth);
    network = one(network, Direction.DOWN, "--down-buffer", downBuffer, this::buffer);
    network = one(network, Direction.DOWN, "--down-stall", downStall, this::stall);
    long ageNs =
        value("--reset-after", resetAfter, LabUnits::durationOrNeverNs, network.resetAfterNs());
    return network.withResetAfter(ageNs);
  }

  private PathSettings bandwidth(PathSettings path, String text) {
    return path.withBytesPerSecond(LabUnits.bytesPerSecond(text));
  }

  private PathSettings buffer(PathSettings path, String text) {
    return path.withBufferBytes(LabUnits.sizeBytes(text));
  }

  private PathSettings stall(PathSettings path, String text) {
    return path.withStalls(LabUnits.stalls(text));
  }

  private static PathSettings delay(PathSettings path, String prefix, String delay, String jitter) {
    return path.withDelay(
        value(prefix + "-delay", delay, LabUnits::durationNs, path.delayNs()),
        value(prefix + "-jitter", jitter, LabUnits::durationNs, path.jitterNs()));
  }

  private static NetworkSettings both(
      NetworkSettings network,
      String option,
      String text,
      BiFunction<PathSettings, String, PathSettings> change) {
    return one(
        one(network, Direction.UP, option, text, change), Direction.DOWN, option, text, change);
  }

  private static NetworkSettings one(
      NetworkSettings network,
      Direction direction,
      String option,
      String text,
      BiFunction<PathSettings, String, PathSettings> change) {
    return text == null
        ? network
        : network.with(direction, p -> named(option, () -> change.apply(p, text)));
  }

  private static long value(
      String option, String text, Function<String, Long> read, long otherwise) {
    return text == null ? otherwise : named(option, () -> read.apply(text));
  }

  private static <T> T named(String option, java.util.function.Supplier<T> action) {
    try {
      return action.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
    }
  }
}
