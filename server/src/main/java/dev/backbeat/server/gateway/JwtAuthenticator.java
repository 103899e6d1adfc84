package dev.backbeat.server.gateway;

import dev.backbeat.server.ops.ServerConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.io.IOException;
import java.nio.file.Files;

/**
 * Tickets are JSON Web Tokens signed with HS256 or RS256: {@code sub} is the player's id, {@code
 * name} the name that others see, {@code exp} is required, {@code iss} and {@code aud} must be the
 * configured ones.
 */
final class JwtAuthenticator implements Authenticator {
  private static final int CLOCK_LEEWAY_SECONDS = 5;

  private final JWTAuth jwt;

  private JwtAuthenticator(JWTAuth jwt) {
    this.jwt = jwt;
  }

  /**
   * With the configured keys.
   *
   * @throws IOException if the public key's file cannot be read
   */
  static JwtAuthenticator create(Vertx vertx, ServerConfig.Access access) throws IOException {
    JWTOptions rules = new JWTOptions().setLeeway(CLOCK_LEEWAY_SECONDS);
    if (access.jwtIssuer() != null) {
      rules.setIssuer(access.jwtIssuer());
    }
    if (access.jwtAudience() != null) {
      rules.addAudience(access.jwtAudience());
    }
    JWTAuthOptions options = new JWTAuthOptions().setJWTOptions(rules);
    if (access.jwtHs256Secret() != null) {
      options.addPubSecKey(
          new PubSecKeyOptions()
              .setAlgorithm("HS256")
              .setBuffer(Buffer.buffer(access.jwtHs256Secret())));
    }
    if (access.jwtRs256PublicKey() != null) {
      options.addPubSecKey(
          new PubSecKeyOptions()
              .setAlgorithm("RS256")
              .setBuffer(Buffer.buffer(Files.readString(access.jwtRs256PublicKey()))));
    }
    return new JwtAuthenticator(JWTAuth.create(vertx, options));
  }

  @Override
  public Future<Identity> authenticate(String ticket) {
    return verified(ticket)
        .transform(
            result -> {
              if (result.failed()) {
                return refused("the ticket is not valid or has expired");
              }
              // Vert.x keeps the verified claims under this name; the principal is the token's
              // text.
              JsonObject claims = result.result().get("accessToken");
              if (!(claims.getValue("exp") instanceof Number)) {
                return refused("the ticket has no expiry (exp)");
              }
              if (!(claims.getValue("sub") instanceof String player) || player.isBlank()) {
                return refused("the ticket names no player (sub)");
              }
              String name = claims.getValue("name") instanceof String given ? given : "";
              return Future.succeededFuture(new Identity(player, name));
            });
  }

  /** Vert.x throws where a claim is not of its type, such as an exp that is no number. */
  private Future<User> verified(String ticket) {
    try {
      return jwt.authenticate(new TokenCredentials(ticket));
    } catch (ClassCastException e) {
      return Future.failedFuture(e);
    }
  }

  private static Future<Identity> refused(String sentence) {
    return Future.failedFuture(new RefusedException(sentence));
  }
}
