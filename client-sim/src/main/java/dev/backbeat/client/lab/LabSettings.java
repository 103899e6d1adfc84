package dev.backbeat.client.lab;

/**
 * A lab: where it listens, where it leads to, and the network between.
 *
 * @param listenHost address to listen on
 * @param listenPort 0 = any free one
 * @param targetHost where connections lead to
 * @param targetPort where connections lead to
 * @param network how it behaves at first
 * @param seed of all jitter
 * @param script what happens later
 */
public record LabSettings(
    String listenHost,
    int listenPort,
    String targetHost,
    int targetPort,
    NetworkSettings network,
    long seed,
    LabScript script) {
  /** Checks the ports and the script's figures. */
  public LabSettings {
    if (listenPort < 0 || listenPort > 65_535 || targetPort < 1 || targetPort > 65_535) {
      throw new IllegalArgumentException("a port is 1 to 65535");
    }
    script.check(network);
  }

  /** On a free loopback port, with a network that delivers at once and seed 1. */
  public static LabSettings to(String targetHost, int targetPort) {
    return new LabSettings(
        "127.0.0.1", 0, targetHost, targetPort, NetworkSettings.DIRECT, 1, LabScript.EMPTY);
  }

  /** These, on that address; port 0 = any free one. */
  public LabSettings withListen(String host, int port) {
    return new LabSettings(host, port, targetHost, targetPort, network, seed, script);
  }

  /** These, with that network. */
  public LabSettings withNetwork(NetworkSettings other) {
    return new LabSettings(listenHost, listenPort, targetHost, targetPort, other, seed, script);
  }

  /** These, with that seed. */
  public LabSettings withSeed(long other) {
    return new LabSettings(listenHost, listenPort, targetHost, targetPort, network, other, script);
  }

  /** These, with that script. */
  public LabSettings withScript(LabScript other) {
    return new LabSettings(listenHost, listenPort, targetHost, targetPort, network, seed, other);
  }
}
