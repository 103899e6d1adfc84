package dev.backbeat.server.admission;

import java.nio.file.Path;
import java.util.List;

/**
 * How tickets are signed and checked.
 *
 * @param hs256Secrets all are accepted, the first one signs; empty = one is made up at start
 * @param publicKeys PEM files with keys of RSA (RS256) or Ed25519 (EdDSA)
 * @param jwks a JSON Web Key Set, or null
 * @param issuer what {@code iss} must be
 * @param audience what {@code aud} must contain
 * @param lifetimeSeconds of tickets that this server signs, unless asked for otherwise
 * @param maxLifetimeSeconds what a ticket may have left at most when it is shown
 * @param singleUse whether a ticket lets in once, and must have an id ({@code jti}) for that
 */
public record TicketSettings(
    List<String> hs256Secrets,
    List<Path> publicKeys,
    Path jwks,
    String issuer,
    String audience,
    int lifetimeSeconds,
    int maxLifetimeSeconds,
    boolean singleUse) {
  /** Of issuer and audience. */
  public static final String DEFAULT_PARTY = "backbeat";

  /** Makes the lists immutable. */
  public TicketSettings {
    hs256Secrets = List.copyOf(hs256Secrets);
    publicKeys = List.copyOf(publicKeys);
  }

  /** Whether any key was configured. */
  public boolean keys() {
    return !hs256Secrets.isEmpty() || !publicKeys.isEmpty() || jwks != null;
  }

  /** Without the secrets: it must not end up in a log. */
  @Override
  public String toString() {
    return "TicketSettings[hs256Secrets="
        + hs256Secrets.size()
        + ", publicKeys="
        + publicKeys
        + ", jwks="
        + jwks
        + ", issuer="
        + issuer
        + ", audience="
        + audience
        + ", singleUse="
        + singleUse
        + "]";
  }
}
