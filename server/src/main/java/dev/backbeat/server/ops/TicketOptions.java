package dev.backbeat.server.ops;

import dev.backbeat.server.admission.Secrets;
import dev.backbeat.server.admission.TicketSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What tickets are signed and checked with. */
final class TicketOptions {
  @Secret
  @Reloadable
  @Option(
      names = "--jwt-hs256-secret",
      paramLabel = "SECRET,...",
      description =
          "Secrets of at least 32 bytes for HS256, separated by commas or, in a file, by line ends:"
              + " tickets signed with any of them are accepted, the first one signs. Better given in"
              + " the environment or a file. Default: one that is made up at start.")
  String hs256Secrets;

  @Reloadable
  @Option(
      names = "--jwt-public-key",
      paramLabel = "FILE",
      split = ",",
      description =
          "Accept tickets signed by the pair of these PEM public keys, separated by commas: with"
              + " RS256 (RSA, at least 2048 bits) or EdDSA (Ed25519). Default: none.")
  List<Path> publicKeys;

  @Reloadable
  @Option(
      names = "--jwt-rs256-public-key",
      paramLabel = "FILE",
      description = "The older name of --jwt-public-key, for one key. Default: none.")
  Path rs256PublicKey;

  @Reloadable
  @Option(
      names = "--jwks",
      paramLabel = "FILE",
      description =
          "Accept tickets signed by the keys of this JSON Web Key Set: RS256, EdDSA (Ed25519),"
              + " HS256. Default: none.")
  Path jwks;

  @Reloadable
  @Option(
      names = "--jwt-issuer",
      paramLabel = "NAME",
      defaultValue = TicketSettings.DEFAULT_PARTY,
      description = "Tickets name this issuer (iss). Default: ${DEFAULT-VALUE}.")
  String issuer;

  @Reloadable
  @Option(
      names = "--jwt-audience",
      paramLabel = "NAME",
      defaultValue = TicketSettings.DEFAULT_PARTY,
      description = "Tickets name this audience (aud). Default: ${DEFAULT-VALUE}.")
  String audience;

  @Reloadable
  @Option(
      names = "--ticket-lifetime-seconds",
      paramLabel = "S",
      defaultValue = "60",
      description =
          "For how long a ticket of POST /api/tickets is good, if the call does not say."
              + " Default: ${DEFAULT-VALUE}.")
  int lifetimeSeconds;

  @Reloadable
  @Option(
      names = "--max-ticket-lifetime-seconds",
      paramLabel = "S",
      defaultValue = "3600",
      description =
          "The longest that the call may ask for; a ticket that is good for longer is refused,"
              + " whoever signed it. Default: ${DEFAULT-VALUE}.")
  int maxLifetimeSeconds;

  @Reloadable
  @Option(
      names = "--tickets-single-use",
      paramLabel = "on|off",
      defaultValue = "on",
      description =
          "A ticket lets in once, by its id (jti), and must have one. Default: ${DEFAULT-VALUE}.")
  OnOff singleUse;

  enum OnOff {
    ON,
    OFF
  }

  TicketSettings tickets(ListenOptions.Checks checks) {
    checks.range("--ticket-lifetime-seconds", lifetimeSeconds, 5, 86_400);
    checks.range("--max-ticket-lifetime-seconds", maxLifetimeSeconds, 5, 86_400);
    if (lifetimeSeconds > maxLifetimeSeconds) {
      throw checks.usage(
          "--ticket-lifetime-seconds is above --max-ticket-lifetime-seconds: %d > %d"
              .formatted(lifetimeSeconds, maxLifetimeSeconds));
    }
    if (issuer.isBlank() || audience.isBlank()) {
      throw checks.usage("--jwt-issuer and --jwt-audience must not be empty");
    }
    checks.readable("--jwks", jwks);
    return new TicketSettings(
        SecretList.read(checks, "--jwt-hs256-secret", hs256Secrets, Secrets.MIN_HS256_BYTES),
        keyFiles(checks),
        jwks,
        issuer,
        audience,
        lifetimeSeconds,
        maxLifetimeSeconds,
        singleUse == OnOff.ON);
  }

  private List<Path> keyFiles(ListenOptions.Checks checks) {
    List<Path> files = new ArrayList<>(publicKeys == null ? List.of() : publicKeys);
    if (rs256PublicKey != null) {
      files.add(rs256PublicKey);
    }
    files.forEach(file -> checks.readable("--jwt-public-key", file));
    return files;
  }
}
