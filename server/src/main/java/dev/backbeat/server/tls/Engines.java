package dev.backbeat.server.tls;

import dev.backbeat.server.ops.ServerConfig;
import io.netty.handler.ssl.OpenSsl;
import io.vertx.core.net.OpenSSLEngineOptions;
import java.io.IOException;

/** Who encrypts: the JDK, or OpenSSL's successor BoringSSL where its library loads. */
final class Engines {
  private Engines() {}

  /**
   * Whether it is to be OpenSSL's engine.
   *
   * @throws IOException if it is asked for and cannot be had
   */
  static boolean openSsl(ServerConfig.TlsEngine wanted) throws IOException {
    boolean available = OpenSSLEngineOptions.isAvailable();
    if (wanted == ServerConfig.TlsEngine.OPENSSL && !available) {
      throw new IOException(
          "--tls-engine openssl: its library cannot be loaded (docs/tls.md says from where it comes): "
              + OpenSsl.unavailabilityCause());
    }
    return available && wanted != ServerConfig.TlsEngine.JDK;
  }
}
