package dev.backbeat.load.options;

import java.net.URI;
import picocli.CommandLine.Option;

/** The server that clients are to join, and what they show it; a picocli mixin. */
public final class ServerOptions {
  private static final String DEFAULT = " Default: ${DEFAULT-VALUE}.";

  @Option(names = "--url", description = "The server's WebSocket, ws:// or wss://." + DEFAULT)
  private URI url = URI.create("ws://127.0.0.1:8080/play");

  @Option(names = "--ticket", description = "Presented by every client. Default: none.")
  private String ticket = "";

  @Option(names = "--insecure", description = "Accept any certificate." + DEFAULT)
  private boolean insecure = false;

  /** The WebSocket, as it was given. */
  public URI url() {
    return url;
  }

  /** Empty = none. */
  public String ticket() {
    return ticket;
  }

  /** Whether any certificate will do. */
  public boolean insecure() {
    return insecure;
  }
}
