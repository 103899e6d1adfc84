package dev.backbeat.load.protocol;

import java.net.URI;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;

/**
 * What the protocols need to know of a run.
 *
 * @param url of the server's WebSocket, ws or wss
 * @param game that the rooms play (Backbeat)
 * @param tickHz rate of the servers that do not say theirs, Hz
 * @param inputHz inputs per client and second, Hz
 * @param turnEvery a new random direction with every n-th input
 * @param inputRuns whether unchanged inputs are left out where the server holds them (Backbeat)
 * @param seed of everything random
 * @param tickets gives the ticket that client i presents; "" = none
 */
public record ProtocolOptions(
    URI url,
    String game,
    int tickHz,
    int inputHz,
    int turnEvery,
    boolean inputRuns,
    long seed,
    IntFunction<CompletionStage<String>> tickets) {
  /** For the Host header. */
  String hostAndPort() {
    return url.getHost() + ":" + port();
  }

  int port() {
    boolean secure = "wss".equalsIgnoreCase(url.getScheme());
    return url.getPort() > 0 ? url.getPort() : secure ? 443 : 80;
  }

  /** Path and query of the URL; "/" if it has none. */
  String target() {
    String path = url.getRawPath();
    String query = url.getRawQuery();
    return (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
  }

  /** The path without a slash at its end; "" if there is none. */
  String basePath() {
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
