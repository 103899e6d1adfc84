package dev.backbeat.server.ops;

import dev.backbeat.server.admission.Secrets;
import dev.backbeat.server.admission.TicketSettings;
import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Who may do what. */
final class AccessOptions {
  /** As browsers write it: no path, no trailing slash. */
  private static final Pattern ORIGIN =
      Pattern.compile("([a-z][a-z0-9+.-]*)://([a-z0-9._-]+|\\[[0-9a-f:.]+])(?::([0-9]{1,5}))?");

  @Option(
      names = "--guests",
      paramLabel = "auto|on|off",
      defaultValue = "auto",
      description =
          "Whether players may join without a ticket; auto = if the server listens on a loopback"
              + " address, and neither --trusted-proxies nor a key for tickets (--jwt-...) is given."
              + " Default: ${DEFAULT-VALUE}.")
  ServerConfig.Guests guests;

  @Option(
      names = "--guest-tickets",
      paramLabel = "auto|on|off",
      defaultValue = "auto",
      description =
          "Whether POST /api/tickets/guest gives everybody a ticket; auto = as --guests auto, unless"
              + " --guests is off. Default: ${DEFAULT-VALUE}.")
  ServerConfig.Guests guestTickets;

  @Reloadable
  @Option(
      names = "--public-url",
      paramLabel = "URL",
      description =
          "What clients connect to, ws:// or wss:// with the path /play; told with each ticket."
              + " Default: made of the address that is listened on, or, if that is all of them, of"
              + " the call's Host header.")
  String publicUrl;

  @Secret
  @Reloadable
  @Option(
      names = "--api-key",
      paramLabel = "KEY,...",
      description =
          "POST /api/... needs 'Authorization: Bearer KEY' with one of these, separated by commas"
              + " or, in a file, by line ends, each of at least 16 bytes. Without a key they answer"
              + " this machine's own programs alone, on a loopback address where neither"
              + " --trusted-proxies nor a key for tickets (--jwt-...) is given. Default: none.")
  String apiKeys;

  @Reloadable
  @Option(
      names = "--allowed-origins",
      paramLabel = "ORIGIN",
      split = ",",
      description =
          "Web origins whose pages may connect, such as https://example.org;"
              + " * = all. Default: the server's own pages.")
  List<String> allowedOrigins;

  ServerConfig.Access access(
      ListenOptions.Checks checks,
      ServerConfig.Listen listen,
      ServerConfig.Proxies proxies,
      TicketSettings tickets) {
    List<String> keys = SecretList.read(checks, "--api-key", apiKeys, Secrets.MIN_KEY_BYTES);
    if (publicUrl != null && !isWebSocket(publicUrl)) {
      throw checks.usage("--public-url must be a ws:// or wss:// URL, is " + publicUrl);
    }
    for (String origin : allowedOrigins == null ? List.<String>of() : allowedOrigins) {
      checkOrigin(checks, origin);
    }
    ServerConfig.Access access =
        new ServerConfig.Access(
            guests,
            guestTickets,
            keys,
            publicUrl,
            allowedOrigins == null ? List.of() : List.copyOf(allowedOrigins));
    checkSomebodyMayJoin(checks, access, listen, proxies, tickets);
    return access;
  }

  /** One that no browser writes so would never match, and nobody would know why. */
  private static void checkOrigin(ListenOptions.Checks checks, String origin) {
    if (origin.equals("*")) {
      return;
    }
    Matcher parts = ORIGIN.matcher(origin);
    if (!parts.matches() || parts.group(3) != null && Integer.parseInt(parts.group(3)) > 65_535) {
      throw checks.usage(
          "--allowed-origins: an origin is scheme://host or scheme://host:port in lower case,"
              + " not '"
              + origin
              + "'");
    }
    String usual =
        switch (parts.group(1)) {
          case "http" -> "80";
          case "https" -> "443";
          default -> "";
        };
    if (usual.equals(parts.group(3))) {
      throw checks.usage(
          "--allowed-origins: browsers leave the port of %s out, write '%s'"
              .formatted(origin, origin.substring(0, origin.lastIndexOf(':'))));
    }
  }

  private static boolean isWebSocket(String url) {
    try {
      URI uri = URI.create(url);
      return uri.getHost() != null
          && ("ws".equals(uri.getScheme()) || "wss".equals(uri.getScheme()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** A server that everybody can reach says who may play on it, or it does not start. */
  private static void checkSomebodyMayJoin(
      ListenOptions.Checks checks,
      ServerConfig.Access access,
      ServerConfig.Listen listen,
      ServerConfig.Proxies proxies,
      TicketSettings tickets) {
    boolean local = listen.local(proxies, tickets);
    boolean signed = tickets.keys() || !access.apiKeys().isEmpty();
    boolean open = access.guests().allowed(local) || access.guestTicketsGiven(local);
    if (signed || open) {
      return;
    }
    if (local) {
      throw checks.usage(
          "--guests off and --guest-tickets off need --api-key, --jwt-hs256-secret,"
              + " --jwt-public-key or --jwks, or nobody could join");
    }
    throw checks.usage(
        """
        this server would be open to the network %s, and nothing says who may play.
        Do one of these:
          --api-key KEY         your backend asks POST /api/tickets for its players' tickets
                                (make a key with: %s)
          --jwt-hs256-secret SECRET, --jwt-public-key FILE or --jwks FILE
                                your backend signs tickets itself
          --guests on           everybody may play who can reach this address
          %s
        docs/tickets.md explains them."""
            .formatted(
                listen.loopback() ? "through --trusted-proxies" : "on " + listen.host(),
                Secrets.COMMAND,
                listen.loopback()
                    ? "no --trusted-proxies  only this machine reaches it"
                    : "--host 127.0.0.1      only this machine reaches it"));
  }
}
