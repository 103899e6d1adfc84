package dev.backbeat.client;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;

/** Trust in any certificate for any host name: for development, and self-signed servers. */
public final class AnyCertificate {
  private AnyCertificate() {}

  /** A new context. Any thread. */
  public static SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      // Of the extended kind: for a plain one the JDK would compare the host's name itself.
      context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }
}
