package dev.backbeat.server.ops;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Who may do what. */
final class AccessOptions {
  /** RFC 7518 section 3.2: the key of HS256 must have at least the size of its hash. */
  private static final int MIN_HS256_BYTES = 32;

  /** As browsers write it: no path, no trailing slash. */
  private static final Pattern ORIGIN =
      Pattern.compile("[a-z][a-z0-9+.-]*://([a-z0-9._-]+|\\[[0-9a-f:.]+])(:[0-9]{1,5})?");

  @Option(
      names = "--guests",
      paramLabel = "auto|on|off",
      defaultValue = "auto",
      description =
          "Whether players may join without a ticket; auto = if the server listens on a loopback"
              + " address. Default: ${DEFAULT-VALUE}.")
  ServerConfig.Guests guests;

  @Secret
  @Option(
      names = "--jwt-hs256-secret",
      paramLabel = "SECRET",
      description =
          "Accept tickets signed with HS256 by this secret, at least 32 bytes; better given in the"
              + " environment. Default: none.")
  String jwtHs256Secret;

  @Option(
      names = "--jwt-rs256-public-key",
      paramLabel = "FILE",
      description =
          "Accept tickets signed with RS256 by this PEM public key's pair. Default: none.")
  Path jwtRs256PublicKey;

  @Option(
      names = "--jwt-issuer",
      paramLabel = "NAME",
      description = "Tickets must name this issuer (iss). Default: not checked.")
  String jwtIssuer;

  @Option(
      names = "--jwt-audience",
      paramLabel = "NAME",
      description = "Tickets must name this audience (aud). Default: not checked.")
  String jwtAudience;

  @Secret
  @Option(
      names = "--api-key",
      paramLabel = "KEY",
      description =
          "POST /api/... needs 'Authorization: Bearer KEY'. Without a key they answer only if the"
              + " server listens on a loopback address. Default: none.")
  String apiKey;

  @Reloadable
  @Option(
      names = "--allowed-origins",
      paramLabel = "ORIGIN",
      split = ",",
      description =
          "Web origins whose pages may connect, such as https://example.org;"
              + " * = all. Default: the server's own pages.")
  List<String> allowedOrigins;

  ServerConfig.Access access(ListenOptions.Checks checks) {
    if (jwtHs256Secret != null
        && jwtHs256Secret.getBytes(StandardCharsets.UTF_8).length < MIN_HS256_BYTES) {
      throw checks.usage("--jwt-hs256-secret must have at least " + MIN_HS256_BYTES + " bytes");
    }
    checks.readable("--jwt-rs256-public-key", jwtRs256PublicKey);
    if (guests == ServerConfig.Guests.OFF && jwtHs256Secret == null && jwtRs256PublicKey == null) {
      throw checks.usage(
          "--guests off needs --jwt-hs256-secret or --jwt-rs256-public-key, or nobody could join");
    }
    if (apiKey != null && apiKey.isBlank()) {
      throw checks.usage("--api-key must not be empty");
    }
    for (String origin : allowedOrigins == null ? List.<String>of() : allowedOrigins) {
      if (!origin.equals("*") && !ORIGIN.matcher(origin).matches()) {
        throw checks.usage(
            "--allowed-origins: an origin is scheme://host or scheme://host:port in lower case,"
                + " not '"
                + origin
                + "'");
      }
    }
    return new ServerConfig.Access(
        guests,
        jwtHs256Secret,
        jwtRs256PublicKey,
        jwtIssuer,
        jwtAudience,
        apiKey,
        allowedOrigins == null ? List.of() : List.copyOf(allowedOrigins));
  }
}
