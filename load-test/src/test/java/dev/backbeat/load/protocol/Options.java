package dev.backbeat.load.protocol;

import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** Options for tests. */
final class Options {
  private Options() {}

  static ProtocolOptions of(String url, int turnEvery) {
    return new ProtocolOptions(
        URI.create(url),
        "arena",
        20,
        20,
        turnEvery,
        false,
        1,
        i -> CompletableFuture.completedFuture(""));
  }
}
