package dev.backbeat.load.protocol;

import java.net.http.HttpClient;
import java.time.Duration;

/** Colyseus 0.18 over its ws transport. */
final class ColyseusProtocol implements LoadProtocol {
  private final ProtocolOptions options;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  ColyseusProtocol(ProtocolOptions options) {
    this.options = options;
  }

  @Override
  public boolean hasBackbeatApi() {
    return false;
  }

  @Override
  public Conversation converse(Seat seat, ClientEvents events) {
    return new ColyseusConversation(options, http, seat, events);
  }
}
