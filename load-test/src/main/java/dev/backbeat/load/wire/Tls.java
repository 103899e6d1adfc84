package dev.backbeat.load.wire;

import dev.backbeat.client.AnyCertificate;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * How connections are secured.
 *
 * @param context with its trust
 * @param host that the certificate must be for
 */
public record Tls(SSLContext context, String host, int port) {
  /**
   * The JDK's own trust, or none at all.
   *
   * @param insecure accept any certificate for any host
   */
  public static Tls of(String host, int port, boolean insecure) {
    try {
      SSLContext context = insecure ? AnyCertificate.context() : SSLContext.getDefault();
      return new Tls(context, host, port);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  SSLEngine newEngine() {
    SSLEngine engine = context.createSSLEngine(host, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    return engine;
  }
}
