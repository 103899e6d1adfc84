package dev.backbeat.load.wire;

import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

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
    return new Tls(context(insecure), host, port);
  }

  /** As {@link #of}, for other clients. */
  public static SSLContext context(boolean insecure) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, insecure ? new TrustManager[] {new TrustEverybody()} : null, null);
      return context;
    } catch (GeneralSecurityException e) {
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
