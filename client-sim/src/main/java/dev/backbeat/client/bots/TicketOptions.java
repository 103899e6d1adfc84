package dev.backbeat.client.bots;

import dev.backbeat.client.TicketsClient;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the clients of a command get their tickets; a picocli mixin. */
public final class TicketOptions {
  @Option(
      names = "--tickets-url",
      paramLabel = "URL",
      defaultValue = "",
      description =
          "Each client asks here for a ticket of its own before it joins: http(s)://.../api/tickets,"
              + " or .../api/tickets/guest. Default: /api/tickets of the server, if there is a key")
  private String url = "";

  @Option(
      names = "--tickets-key",
      paramLabel = "KEY",
      defaultValue = "",
      description = "One of the server's API keys, for --tickets-url. Default: none")
  private String key = "";

  /**
   * Who gives the tickets; empty = nobody was named.
   *
   * @param playUrl what the clients connect to
   * @param trustAll accept any certificate: for development
   * @throws IllegalArgumentException with a sentence
   */
  public Optional<TicketsClient> client(URI playUrl, boolean trustAll) {
    if (url.isEmpty() && key.isEmpty()) {
      return Optional.empty();
    }
    URI asked = url.isEmpty() ? TicketsClient.of(playUrl) : URI.create(url);
    return Optional.of(new TicketsClient(asked, key, trustAll));
  }
}
